"""A burst of headlines: three, and one message that grows; nothing is lost, whatever happens in between."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.news.bursts import AT_ONCE, WINDOW
from bot.news.chats import Level
from bot.news.delivery import AnnouncementKind, Delivery, DeliveryState, Outcome, Refused, Sent, settle
from bot.store import Database, announcements, outbox, settling, tags
from bot.store.ahead import Ahead
from bot.store.bursting import GATHERS
from tests.store.nights import outcomes, push, titles
from tests.store.samples import NATO, NOON, follower

SECOND = timedelta(seconds=1)
HEADLINE, MORE = AnnouncementKind.HEADLINE, AnnouncementKind.MORE


class Courier:
    """One process that delivers."""

    def __init__(self, db: Database) -> None:
        self.db, self.ahead = db, Ahead()

    async def claim(self, now: datetime) -> list[Delivery]:
        self.ahead.rows.clear()
        return await outbox.take_turn(self.db, "a", (), most=99, now=now, ahead=self.ahead)

    async def settle(self, claimed: list[Delivery], outcome: Outcome, now: datetime) -> None:
        await settling.settle(self.db, "a", [settle(one, outcome, now) for one in claimed], now)

    async def deliver(self, now: datetime, message_id: int = 7) -> list[AnnouncementKind]:
        claimed = await self.claim(now)
        await self.settle(claimed, Sent(message_id), now)
        async with self.db.write() as tx:
            await announcements.tend(tx, now)
        return [one.announcement.kind for one in claimed]


@pytest.fixture
async def nato(db: Database) -> int:
    async with db.write() as tx:
        [nato] = await tags.learn(tx, [NATO], "en")
        await follower(tx, 1, nato, Level.ALL)
    return nato


async def headlines(db: Database, nato: int, *numbers: int, now: datetime = NOON) -> list[int]:
    return [(await push(db, number, nato, now, HEADLINE))[0] for number in numbers]


async def test_three_of_their_own_and_the_rest_in_one(db: Database, nato: int) -> None:
    courier = Courier(db)
    told = await headlines(db, nato, *range(8))
    assert await courier.deliver(NOON) == [HEADLINE] * AT_ONCE
    assert await courier.deliver(NOON + GATHERS - SECOND) == []
    [more] = await courier.claim(NOON + GATHERS)
    assert (more.announcement.kind, more.message_id, more.silent) == (MORE, 0, True)
    assert len(await titles(db, more.id)) == 5
    ends = [next(iter(await outcomes(db, one))) for one in told]
    assert sorted(ends) == [DeliveryState.FOLDED] * 5 + [DeliveryState.SENT] * 3


async def test_it_grows_by_edit_and_the_next_window_begins_anew(db: Database, nato: int) -> None:
    courier = Courier(db)
    await headlines(db, nato, *range(4))
    await courier.deliver(NOON)
    assert await courier.deliver(NOON + GATHERS, message_id=9) == [MORE]
    for number in (4, 5):
        await headlines(db, nato, number)
    assert await courier.deliver(NOON + 2 * GATHERS) == []
    [grown] = await courier.claim(NOON + 3 * GATHERS)
    assert (grown.announcement.kind, grown.message_id) == (MORE, 9)
    assert len(await titles(db, grown.id)) == 3
    await courier.settle([grown], Sent(9), NOON + 3 * GATHERS)
    assert await outcomes(db, grown.announcement.id) == {DeliveryState.SENT: 1}
    await headlines(db, nato, 6, now=NOON + WINDOW)
    assert await courier.deliver(NOON + WINDOW) == [HEADLINE]


async def test_what_comes_while_it_is_in_flight_waits_and_is_not_lost(db: Database, nato: int) -> None:
    courier = Courier(db)
    await headlines(db, nato, *range(4))
    await courier.deliver(NOON)
    flying = await courier.claim(NOON + GATHERS)
    await headlines(db, nato, 4)
    assert await courier.claim(NOON + GATHERS) == []
    await courier.settle(flying, Sent(9), NOON + GATHERS)
    assert await courier.deliver(NOON + 2 * GATHERS) == []
    [grown] = await courier.claim(NOON + 3 * GATHERS)
    assert (grown.message_id, len(await titles(db, grown.id))) == (9, 2)


async def test_a_message_that_was_deleted_is_said_anew(db: Database, nato: int) -> None:
    courier = Courier(db)
    await headlines(db, nato, *range(4))
    await courier.deliver(NOON)
    await courier.deliver(NOON + GATHERS, message_id=9)
    await headlines(db, nato, 4)
    await courier.deliver(NOON + GATHERS)
    later = NOON + 2 * GATHERS
    await courier.settle(await courier.claim(later), Refused("message to edit not found"), later)
    [anew] = await courier.claim(later)
    assert (anew.announcement.kind, anew.message_id) == (MORE, 0)
    assert len(await titles(db, anew.id)) == 2


async def test_a_restart_costs_a_few_messages_and_no_news(db: Database, nato: int) -> None:
    await headlines(db, nato, *range(5))
    await Courier(db).deliver(NOON)
    await headlines(db, nato, *range(5, 9))
    courier = Courier(db)
    assert await courier.deliver(NOON + SECOND) == [HEADLINE] * AT_ONCE
    [more] = await courier.claim(NOON + SECOND + GATHERS)
    assert len(await titles(db, more.id)) == 3  # the one that waited, and what came since


async def test_breaking_news_is_never_folded_and_leaves_the_rest(db: Database, nato: int) -> None:
    courier = Courier(db)
    await headlines(db, nato, *range(5))
    await courier.deliver(NOON)
    for number in range(20, 25):
        await push(db, number, nato, NOON)
    assert await courier.deliver(NOON) == [AnnouncementKind.BREAKING] * 5


async def test_many_chats_each_grow_their_own(db: Database, nato: int) -> None:
    async with db.write() as tx:
        for chat_id in range(2, 40):
            await follower(tx, chat_id, nato, Level.ALL)
    courier = Courier(db)
    await headlines(db, nato, *range(6))
    for second in range(3):
        await courier.deliver(NOON + second * SECOND)
    told = [one for one in await courier.claim(NOON + 2 * GATHERS) if one.announcement.kind is MORE]
    assert len({one.chat_number for one in told}) == len(told) == 39
    assert {len(await titles(db, one.id)) for one in told} == {3}
