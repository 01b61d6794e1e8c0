"""Announcements become deliveries, and end: none waits for another's end, but for those that it is about."""

from __future__ import annotations

import asyncio

from sqlalchemy import func, select, text

from bot.desk.preparing import Preparing
from bot.news.alert import Alert
from bot.news.audience import Audience
from bot.news.chats import Level
from bot.news.delivery import AnnouncementKind, DeliveryState
from bot.store import Database, announcements, fanning, settling, tags
from bot.store.tables import delivery
from tests.store.samples import NATO, NOON, article, follower, meet, multiply, take_in

MANY = 3 * fanning.CHUNK
"""More than two pieces of anything."""
ALERT, CORRECTION, RETRACTION = AnnouncementKind.ALERT, AnnouncementKind.CORRECTION, AnnouncementKind.RETRACTION


async def chats(db: Database, count: int) -> None:
    async with db.write() as tx:
        await meet(tx, 1)
        await multiply(tx, 2, count)


async def alert(db: Database) -> int:
    async with db.write() as tx:
        return await announcements.announce(tx, kind=ALERT, audience=Audience(None), alert=Alert({"en": "x"}), now=NOON)


async def amend(db: Database, kind: AnnouncementKind, of_id: int) -> int:
    async with db.write() as tx:
        return await announcements.announce(tx, kind=kind, of_id=of_id, alert=Alert({"en": "y"}), now=NOON)


async def cancel(db: Database, announcement_id: int) -> None:
    async with db.write() as tx:
        assert await announcements.end(tx, announcement_id, DeliveryState.CANCELLED, "by an editor")


async def count(db: Database, announcement_id: int, *states: DeliveryState) -> int:
    async with db.read() as tx:
        theirs = select(func.count()).where(delivery.c.announcement_id == announcement_id)
        found: int = (await tx.execute(theirs.where(delivery.c.state.in_(states)))).scalar_one()
        return found


async def prepare(db: Database, pieces: int = 1000) -> None:
    """So many and at most one more, or until nothing is left to do."""
    stop, wake, ready = asyncio.Event(), asyncio.Event(), asyncio.Event()
    task = asyncio.create_task(Preparing(db, lambda: NOON, wake, ready, lambda _: None).run(stop))
    for _ in range(pieces):
        await asyncio.wait_for(ready.wait(), 20)
        ready.clear()
        async with db.read() as tx:
            if not await fanning.unfanned(tx) and not await settling.ending(tx):
                break
    stop.set()
    await task


async def test_news_does_not_wait_for_the_end_of_a_cancelled_broadcast(db: Database) -> None:
    await chats(db, MANY)
    cancelled = await alert(db)
    await fanning.fan_out(db, cancelled)
    await cancel(db, cancelled)
    news = await alert(db)
    await prepare(db, 1)
    assert await count(db, news, DeliveryState.DUE) > 0
    assert 0 < await count(db, cancelled, DeliveryState.DUE) < MANY


async def test_news_does_not_wait_for_a_broadcast_of_its_lane(db: Database) -> None:
    await chats(db, MANY)
    first, second = await alert(db), await alert(db)
    await prepare(db, 2)
    assert 0 < await count(db, first, DeliveryState.DUE) < MANY
    assert 0 < await count(db, second, DeliveryState.DUE) < MANY


async def test_what_is_taken_back_ends_before_it_is_struck(db: Database) -> None:
    await chats(db, MANY)
    told = await alert(db)
    await fanning.fan_out(db, told)
    async with db.write() as tx:
        got = "UPDATE delivery SET state = 'sent', message_id = 5, settled_at = due_at WHERE chat_number <= 100"
        await tx.execute(text(got))
    await cancel(db, told)
    struck = await amend(db, RETRACTION, told)
    await prepare(db, 1)
    assert await count(db, struck, *DeliveryState) == 0
    await prepare(db)
    assert await count(db, told, DeliveryState.DUE) == 0
    assert await count(db, struck, DeliveryState.DUE) == 100


async def test_a_correction_reaches_those_to_whom_the_headline_is_still_to_be_written(db: Database) -> None:
    async with db.write() as tx:
        [nato] = await tags.learn(tx, [NATO], "en")
        for chat_id in range(1, 11):
            await follower(tx, chat_id, nato, Level.ALL)
        story_id = (await take_in(tx, article(1, tags_=[NATO]))).story_id
        audience = Audience((nato,), (Level.ALL,))
        headline = await announcements.announce(
            tx, kind=AnnouncementKind.HEADLINE, audience=audience, story_id=story_id, now=NOON
        )
    await fanning.fan_out_next(db, headline, chunk=4)
    async with db.write() as tx:
        correction = await announcements.announce(
            tx, kind=CORRECTION, story_id=story_id, alert=Alert({"en": "y"}), now=NOON
        )
    await prepare(db)
    assert await count(db, headline, DeliveryState.DUE) == 10
    assert await count(db, correction, DeliveryState.DUE) == 10


async def test_what_cannot_be_read_here_holds_nothing_up(db: Database) -> None:
    await chats(db, 2)
    newer, readable = await alert(db), await alert(db)
    async with db.write() as tx:
        await tx.execute(text(f"UPDATE announcement SET kind = 'unheard of', lane = 0 WHERE id = {newer}"))
    await prepare(db, 2)
    assert await count(db, readable, DeliveryState.DUE) == 2
    assert await count(db, newer, *DeliveryState) == 0
