"""From an announcement to its deliveries, a chunk at a time."""

from collections import Counter

import pytest
from sqlalchemy import func, select, update

from bot.news.alert import Alert
from bot.news.audience import Audience
from bot.news.chats import Level
from bot.news.delivery import AnnouncementKind, DeliveryState
from bot.store import Database, Transaction, announcements, chats, fanning, outbox, subscriptions, tags, tally
from bot.store.tables import chat, delivery
from tests.store.samples import GRID, NATO, NOON, article, follower, meet, take_in

APART = 400
"""Between chats' numbers, so that a few of them fill more than one statement, and more than one chunk."""
CHATS = 30
LEVELS = (Level.BREAKING, Level.ALL)


async def readers(tx: Transaction, *tag_ids: int) -> list[int]:
    """Their numbers: each follows every tag."""
    numbers = []
    for chat_id in range(1, CHATS + 1):
        known = await meet(tx, chat_id)
        number = chat_id * APART
        await tx.execute(update(chat).where(chat.c.number == known.number).values(number=number))
        for tag_id in tag_ids:
            await subscriptions.subscribe(tx, number, tag_id, Level.ALL, NOON)
        numbers.append(number)
    return numbers


async def push(tx: Transaction, kind: AnnouncementKind, story_id: int, *tag_ids: int) -> int:
    return await announcements.announce(tx, kind=kind, audience=Audience(tag_ids, LEVELS), story_id=story_id, now=NOON)


async def owed(db: Database) -> Counter[tuple[int, int]]:
    """How many deliveries a chat has of an announcement."""
    query = select(delivery.c.chat_number, delivery.c.announcement_id, func.count())
    async with db.read() as tx:
        rows = await tx.execute(query.group_by(delivery.c.chat_number, delivery.c.announcement_id))
        return Counter({(number, of): count for number, of, count in rows})


async def test_who_follows_several_tags_is_told_once_in_the_order_of_numbers(db: Database) -> None:
    async with db.write() as tx:
        nato, grid = await tags.learn(tx, [NATO, GRID], "en")
        numbers = await readers(tx, nato, grid)
        story_id = (await take_in(tx, article(1))).story_id
        sent = await push(tx, AnnouncementKind.BREAKING, story_id, grid, nato)
    assert await fanning.fan_out(db, sent) == CHATS
    assert await owed(db) == Counter((number, sent) for number in numbers)
    claimed = await outbox.claim(db, owner="t", most=99, now=NOON)
    assert [one.chat_number for one in claimed] == numbers


async def test_what_is_owed_as_a_headline_becomes_breaking_news_in_every_part_of_a_chunk(db: Database) -> None:
    async with db.write() as tx:
        [nato] = await tags.learn(tx, [NATO], "en")
        numbers = await readers(tx, nato)
        story_id = (await take_in(tx, article(1))).story_id
        headline = await push(tx, AnnouncementKind.HEADLINE, story_id, nato)
    assert await fanning.fan_out(db, headline) == CHATS
    got = set(numbers[::3])
    async with db.write() as tx:
        theirs = delivery.c.chat_number.in_(got)
        await tx.execute(update(delivery).where(theirs).values(state=DeliveryState.SENT, settled_at=NOON))
        late = await follower(tx, 999, nato)
        breaking = await push(tx, AnnouncementKind.BREAKING, story_id, nato)
    assert await fanning.fan_out(db, breaking) == CHATS - len(got) + 1
    expected = {(number, headline if number in got else breaking): 1 for number in numbers}
    assert await owed(db) == expected | {(late.number, breaking): 1}
    async with db.read() as tx:
        progress = await announcements.progress(tx, breaking)
    assert progress
    assert progress.owed == CHATS - len(got) + 1


@pytest.mark.parametrize("state", [DeliveryState.EXPIRED, DeliveryState.CANCELLED, DeliveryState.REFUSED])
async def test_a_headline_that_ended_unsent_is_breaking_news_only_to_who_still_follows(
    db: Database, state: DeliveryState
) -> None:
    async with db.write() as tx:
        [nato] = await tags.learn(tx, [NATO], "en")
        numbers = await readers(tx, nato)
        story_id = (await take_in(tx, article(1))).story_id
        headline = await push(tx, AnnouncementKind.HEADLINE, story_id, nato)
    await fanning.fan_out(db, headline)
    unsubscribed, gone, due, *still = numbers
    async with db.write() as tx:
        over = delivery.c.chat_number != due
        await tx.execute(update(delivery).where(over).values(state=state, settled_at=NOON))
        await tx.run_sync(tally.add, Counter({(headline, state): CHATS - 1}))
        for number in (unsubscribed, due):
            await subscriptions.unsubscribe(tx, number, nato)
        await tx.execute(update(chat).where(chat.c.number == gone).values(state=chats.GONE))
        breaking = await push(tx, AnnouncementKind.BREAKING, story_id, nato)
    assert await fanning.fan_out(db, breaking) == len(still) + 1
    told = dict.fromkeys((unsubscribed, gone), headline) | dict.fromkeys((due, *still), breaking)
    assert await owed(db) == Counter(told.items())
    async with db.read() as tx:
        counts = [await announcements.outcomes(tx, one) for one in (headline, breaking)]
    assert counts == [{state: 2}, {DeliveryState.DUE: len(still) + 1}]


async def test_who_leaves_or_joins_between_two_chunks_is_not_told(db: Database) -> None:
    async with db.write() as tx:
        [nato] = await tags.learn(tx, [NATO], "en")
        numbers = await readers(tx, nato)
        sent = await announcements.announce(
            tx, kind=AnnouncementKind.ALERT, audience=Audience((nato,), LEVELS), alert=Alert({"en": "x"}), now=NOON
        )
    first = await fanning.fan_out_next(db, sent)
    assert first
    assert first < CHATS
    async with db.write() as tx:
        await chats.leave(tx, CHATS, "blocked", NOON)
        await follower(tx, 999, nato)
    assert first + await fanning.fan_out(db, sent) == CHATS - 1
    assert await owed(db) == Counter((number, sent) for number in numbers[:-1])


async def test_what_is_written_already_is_not_written_twice(db: Database) -> None:
    async with db.write() as tx:
        numbers = await readers(tx)
        sent = await announcements.announce(
            tx, kind=AnnouncementKind.ALERT, audience=Audience(None), alert=Alert({"en": "x"}), now=NOON
        )
    await fanning.fan_out_next(db, sent, chunk=1)
    async with db.write() as tx:  # as if the cursor had been lost
        await tx.exec_driver_sql("UPDATE announcement SET cursor = 0")
    assert await fanning.fan_out(db, sent) == CHATS - 1
    assert await owed(db) == Counter((number, sent) for number in numbers)
