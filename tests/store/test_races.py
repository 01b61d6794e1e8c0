"""What a claim, a settlement and an editor's act do to the same deliveries at the same moment."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import delete, select, update

from bot.news.alert import Alert
from bot.news.audience import Audience
from bot.news.chats import Level
from bot.news.delivery import AnnouncementKind, DeliveryState, Doubt, Gone, Moved, Sent, settle
from bot.store import Database, announcements, chats, fanning, outbox, pieces, settling, subscriptions, tags, tally
from bot.store.tables import chat, delivery
from tests.store.samples import NATO, NOON, article, follower, meet, take_in

EVERYONE = Audience(None, ())
LEVELS = (Level.BREAKING, Level.ALL)
MOMENT = 0.3
"""Seconds in which the other side comes as far as it can."""


async def alert(db: Database, readers: int, doubt: Doubt = Doubt.RETRY) -> int:
    async with db.write() as tx:
        for chat_id in range(1, readers + 1):
            await meet(tx, chat_id)
        told = await announcements.announce(
            tx, kind=AnnouncementKind.ALERT, audience=EVERYONE, alert=Alert({"en": "x"}), now=NOON, doubt=doubt
        )
    await fanning.fan_out(db, told)
    return told


async def headline(db: Database, readers: int) -> tuple[int, int]:
    """The story and its headline, written down for each chat."""
    async with db.write() as tx:
        [nato] = await tags.learn(tx, [NATO], "en")
        for chat_id in range(1, readers + 1):
            await follower(tx, chat_id, nato, Level.ALL)
        story_id = (await take_in(tx, article(1, tags_=[NATO]))).story_id
        told = await push(tx, AnnouncementKind.HEADLINE, story_id, nato)
    await fanning.fan_out(db, told)
    return story_id, told


async def push(tx: Any, kind: AnnouncementKind, story_id: int, tag_id: int = 1) -> int:
    audience = Audience((tag_id,), LEVELS)
    return await announcements.announce(tx, kind=kind, audience=audience, story_id=story_id, now=NOON)


@asynccontextmanager
async def claiming(db: Database, *ids: int, beside: Coroutine[Any, Any, Any]) -> AsyncIterator[None]:
    """The deliveries are being claimed while `beside` is done: that claim commits when both have come far."""
    async with db.write() as tx:
        claimed = {"state": DeliveryState.STARTED, "owner": "a", "started_at": NOON}
        await tx.execute(update(delivery).where(delivery.c.id.in_(ids)).values(claimed))
        task = asyncio.create_task(beside)
        await asyncio.sleep(MOMENT)
    await task
    yield


async def rows(db: Database, announcement_id: int) -> list[Any]:
    async with db.read() as tx:
        theirs = select(delivery).where(delivery.c.announcement_id == announcement_id).order_by(delivery.c.id)
        return list(await tx.execute(theirs))


async def ended(db: Database, *told: int) -> bool:
    """After everything that is still due was sent."""
    while claimed := await outbox.claim(db, owner="a", most=9, now=NOON):
        await settling.settle(db, "a", [settle(one, Sent(one.id), NOON) for one in claimed], NOON)
    async with db.write() as tx:
        await announcements.tend(tx, NOON)
        progress = [await announcements.progress(tx, one) for one in told]
    return all(one and one.state == "done" and one.waiting == 0 for one in progress)


async def test_what_is_claimed_while_an_announcement_is_ended_is_in_flight(db: Database) -> None:
    told = await alert(db, 3)
    first, second, _ = [row.id for row in await rows(db, told)]
    async with db.write() as tx:
        assert await announcements.end(tx, told, DeliveryState.CANCELLED, "by an editor")
    async with claiming(db, first, second, beside=settling.end_next(db, told, NOON)):
        await settling.end_next(db, told, NOON)
    assert [row.state for row in await rows(db, told)] == ["started", "started", "cancelled"]
    async with db.read() as tx:
        assert await announcements.outcomes(tx, told) == {DeliveryState.CANCELLED: 1, DeliveryState.DUE: 2}


async def test_what_is_claimed_as_a_headline_while_that_becomes_breaking_stays_a_headline(db: Database) -> None:
    story_id, told = await headline(db, 3)
    first = (await rows(db, told))[0].id
    async with db.write() as tx:
        breaking = await push(tx, AnnouncementKind.BREAKING, story_id)
    async with claiming(db, first, beside=fanning.fan_out(db, breaking)):
        assert [row.id for row in await rows(db, told)] == [first]
    async with db.read() as tx:
        counts = [await announcements.outcomes(tx, one) for one in (told, breaking)]
    assert counts == [{DeliveryState.DUE: 1}, {DeliveryState.DUE: 2}]
    async with db.write() as tx:
        await tx.execute(update(delivery).where(delivery.c.id == first).values(state=DeliveryState.DUE))
    assert await ended(db, told, breaking)


async def test_promoting_and_forgetting_never_wait_for_each_other_crosswise(db: Database) -> None:
    """As when two chats become one while the second part of a chunk is promoted."""
    async with db.write() as tx:
        [nato] = await tags.learn(tx, [NATO], "en")
        for number in (1, 1 + pieces.FIRST):
            await meet(tx, number)
            await tx.execute(update(chat).where(chat.c.id == number).values(number=number))
            await subscriptions.subscribe(tx, number, nato, Level.ALL, NOON)
        story_id = (await take_in(tx, article(1, tags_=[NATO]))).story_id
        told = await push(tx, AnnouncementKind.HEADLINE, story_id, nato)
    await fanning.fan_out(db, told)
    async with db.write() as tx:
        breaking = await push(tx, AnnouncementKind.BREAKING, story_id, nato)
    async with db.write() as tx:
        await tx.execute(delete(delivery).where(delivery.c.chat_number > 1))
        promoting = asyncio.create_task(fanning.fan_out(db, breaking))
        await asyncio.sleep(MOMENT)
        await tx.run_sync(tally.add, Counter({(told, tally.OWED): -1, (breaking, tally.DOUBTS): 1}))
    assert await promoting == 2
    async with db.read() as tx:
        counts = [await announcements.outcomes(tx, one) for one in (told, breaking)]
    assert counts == [{}, {DeliveryState.DUE: 2}]


async def test_what_is_settled_while_another_takes_over_is_not_counted_as_lost(db: Database) -> None:
    told = await alert(db, 2, Doubt.SKIP)
    first, _ = await outbox.claim(db, owner="old", most=9, now=NOON)
    async with db.write() as tx:
        settled, changes = [settle(first, Sent(5), NOON)], tally.Changes()
        await tx.run_sync(lambda connection: settling.write_down(connection, "old", settled, NOON, changes))
        await tx.run_sync(tally.add, changes)
        task = asyncio.create_task(settling.recover(db, owner="new", now=NOON))
        await asyncio.sleep(MOMENT)
    assert await task == 1
    async with db.read() as tx:
        assert await announcements.outcomes(tx, told) == {DeliveryState.SENT: 1, DeliveryState.SKIPPED: 1}
    assert await ended(db, told)


async def test_a_group_whose_move_is_told_twice_at_once_stays_itself(db: Database) -> None:
    await alert(db, 3)
    got = await outbox.claim(db, owner="a", most=9, now=NOON)
    await settling.settle(db, "a", [settle(one, Sent(1), NOON) for one in got], NOON)
    told = await alert(db, 3)
    claimed = await outbox.claim(db, owner="a", most=9, now=NOON)
    moved = [settle(one, Moved(-one.chat_id), NOON) for one in claimed]
    async with db.read() as tx:
        before = {row.id: row.number for row in await tx.execute(select(chat.c.id, chat.c.number))}

    async def by_update(old_id: int) -> None:
        async with db.write() as tx:
            await chats.move(tx, old_id, -old_id)
            await asyncio.sleep(MOMENT)

    async with asyncio.timeout(20):
        await asyncio.gather(*map(by_update, before), settling.settle(db, "a", moved, NOON))
    async with db.read() as tx:
        after = {row.id: row.number for row in await tx.execute(select(chat.c.id, chat.c.number))}
        owed = (await tx.execute(select(delivery.c.chat_number).where(delivery.c.announcement_id == told))).scalars()
        assert sorted(owed) == sorted(before.values())
    assert after == {-old_id: number for old_id, number in before.items()}


async def test_chats_that_leave_at_once_never_wait_for_each_other_crosswise(db: Database) -> None:
    first, second = await alert(db, 2), await alert(db, 2)
    async with db.write() as tx:
        await announcements.pause(tx, first)
    [refused] = await outbox.claim(db, owner="a", most=1, now=NOON)
    assert (refused.announcement.id, refused.chat_id) == (second, 1)
    async with db.write() as tx:  # a third one holds for a moment what both want
        counts = Counter({(first, str(DeliveryState.GONE)): 1})
        await tx.run_sync(tally.add, counts)
        leaving = asyncio.create_task(_leave(db, 2))
        await asyncio.sleep(MOMENT)
        refusing = asyncio.create_task(settling.settle(db, "a", [settle(refused, Gone("blocked"), NOON)], NOON))
        await asyncio.sleep(MOMENT)
        await tx.run_sync(tally.add, Counter({one: -by for one, by in counts.items()}))
    assert (await leaving, await refusing) == (2, 1)


async def _leave(db: Database, chat_id: int) -> int:
    async with db.write() as tx:
        return await chats.leave(tx, chat_id, "blocked", NOON)
