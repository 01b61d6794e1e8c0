"""A message that Telegram refuses is tried on a few, and what others get is sent all the same."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

from bot.desk.broadcast import EVERYONE
from bot.desk.dispatch import IN_FLIGHT, Dispatch, Road
from bot.desk.quarantine import ENOUGH, Quarantine
from bot.gateway.pace import Pace
from bot.locales import load
from bot.news.alert import Alert
from bot.news.chats import ChatKind
from bot.news.delivery import Announcement, AnnouncementKind, Delivery, DeliveryState, Outcome, Refused, Sent
from bot.store import Database, announcements
from bot.views.post import Post
from tests.store.samples import meet

POISON = Refused("Bad Request: can't parse entities", for_all=True)


async def delivered(
    db: Database, languages: list[str], answer: Callable[[int], Outcome], *, slow: Callable[[int], float] = lambda _: 0
) -> Counter[DeliveryState]:
    """How an alert with a text for each language ended; the chats are numbered from 1. `slow`: seconds for each."""
    pace = Pace(1000)

    async def send(chat_id: int, kind: ChatKind, thread_id: int, post: Post) -> Outcome:
        await asyncio.sleep(slow(chat_id))
        pace.answered(chat_id, None, 0.01, reply=False)
        return answer(chat_id)

    async with db.write() as tx:
        for chat_id, language in enumerate(languages, 1):
            await meet(tx, chat_id, language=language)
        texts = dict.fromkeys(("en", "uk"), "x")
        sent = await announcements.announce(
            tx, kind=AnnouncementKind.ALERT, audience=EVERYONE, alert=Alert(texts), now=datetime.now(UTC)
        )
    stop = asyncio.Event()
    road = Road(db, "me", load(), send, pace.bulk, pace.give_back, pace.wait_for, lambda: datetime.now(UTC))
    running = asyncio.create_task(Dispatch(road).run(stop))
    async with asyncio.timeout(30):
        while not await _ended(db, sent):
            await asyncio.sleep(0.02)
    stop.set()
    await running
    async with db.read() as tx:
        return Counter(await announcements.outcomes(tx, sent))


async def _ended(db: Database, announcement_id: int) -> bool:
    async with db.read() as tx:
        return await announcements.finished(tx, announcement_id)


async def test_what_nobody_can_get_is_tried_on_a_few(db: Database) -> None:
    tried = set[int]()

    def answer(chat_id: int) -> Outcome:
        tried.add(chat_id)
        return POISON

    assert await delivered(db, ["uk", "en"] * 100, answer) == {DeliveryState.REFUSED: 200}
    assert len(tried) <= 2 * (ENOUGH + IN_FLIGHT)


async def test_one_bad_language_stops_no_other(db: Database) -> None:
    languages = ["uk"] * 120 + ["en"] * 40
    tried = set[int]()

    def answer(chat_id: int) -> Outcome:
        tried.add(chat_id)
        return POISON if chat_id <= 120 else Sent(chat_id)

    ends = await delivered(db, languages, answer, slow=lambda _: 0.02)
    assert ends == {DeliveryState.REFUSED: 120, DeliveryState.SENT: 40}
    # What is under way when there are enough is waited for, and as many may be begun meanwhile.
    assert len({chat_id for chat_id in tried if chat_id <= 120}) <= ENOUGH + 2 * IN_FLIGHT


async def test_odd_chats_stop_nothing_that_others_take(db: Database) -> None:
    ends = await delivered(db, ["uk"] * 80, lambda chat_id: Sent(chat_id) if chat_id % 4 else POISON)
    assert ends == {DeliveryState.REFUSED: 20, DeliveryState.SENT: 60}


async def test_odd_chats_that_answer_first_stop_nothing_that_others_take(db: Database) -> None:
    ends = await delivered(
        db, ["uk"] * 100, lambda n: POISON if n <= ENOUGH else Sent(n), slow=lambda n: 0.0 if n <= ENOUGH else 0.05
    )
    assert ends == {DeliveryState.REFUSED: ENOUGH, DeliveryState.SENT: 100 - ENOUGH}


async def test_who_took_it_before_a_restart_still_counts(db: Database) -> None:
    assert await delivered(db, ["uk"] * 3, Sent) == {DeliveryState.SENT: 3}
    alert = Announcement(1, AnnouncementKind.ALERT, None, Alert({"uk": "x"}), datetime.now(UTC), None)
    owed = Delivery(9, alert, 9, 9, ChatKind.PRIVATE, "uk", "Europe/Kyiv", 0)
    quarantine = Quarantine(db, {}, lambda: None)
    for _ in range(2 * ENOUGH):
        await quarantine.refused(owed, POISON.reason)
    assert await quarantine.stops(owed) == ""


async def test_editors_are_to_be_told_also_where_few_read_another_language(db: Database) -> None:
    languages = ["uk"] * 100 + ["en"] * (ENOUGH - 2)
    assert await delivered(db, languages, lambda _: POISON) == {DeliveryState.REFUSED: len(languages)}
    async with db.read() as tx:
        assert [one.reason for one in await announcements.unreported(tx)] == [POISON.reason]
