"""When a chat looked at a list, and what is new since."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.store import Database, Transaction, articles, seen
from bot.store.lists import MOST_NEW
from bot.store.tables import article as table
from tests.store.samples import NATO, NOON, article, meet, take_in

MINUTE = timedelta(minutes=1)


async def take(tx: Transaction, number: int, *, late: timedelta = timedelta(0), after: timedelta) -> int:
    """Published `after` noon and taken in a minute later, or `late`."""
    published = NOON + after
    stored = await take_in(tx, article(number, tags_=[NATO], published_at=published))
    taken = published + MINUTE + late
    await tx.execute(table.update().where(table.c.id == stored.article_id).values(taken_in_at=taken))
    return stored.story_id


async def look(tx: Transaction, number: int, tag_id: int, now: datetime) -> datetime | None:
    before = await seen.before(tx, number, tag_id, now)
    await seen.note(tx, number, tag_id, now, before)
    return before


async def test_looks_within_a_sitting_are_one(db: Database) -> None:
    async with db.write() as tx:
        number = (await meet(tx, 5)).number
        looked = [await look(tx, number, 0, NOON + timedelta(minutes=minutes)) for minutes in (0, 1, 10, 11, 12, 30)]
        told = [None if at is None else round((at - NOON) / MINUTE) for at in looked]
        assert told == [None, None, 1, 1, 1, 12]
        assert await look(tx, number, 7, NOON) is None


async def test_what_was_taken_in_since_stands_first_also_what_came_late(db: Database) -> None:
    async with db.write() as tx:
        early, old, new = [await take(tx, n, after=n * MINUTE) for n in range(3)]
        late = await take(tx, 5, after=-30 * MINUTE, late=35 * MINUTE)
        since = NOON + 2 * MINUTE
        listing = await articles.latest(tx, "en")
        assert [line.story_id for line in listing.headlines] == [new, old, early, late]
        first = await articles.with_tag(tx, 0, "en", limit=1, since=since)
        assert (first.new, first.more) == (2, True)
        pages = [
            await articles.with_tag(tx, 0, "en", upto=first.upto, offset=n, limit=1, since=since) for n in range(5)
        ]
        assert [line.story_id for page in pages for line in page.headlines] == [new, late, old, early]
        whole = await articles.with_tag(tx, 0, "en", limit=3, since=since)
        assert [line.story_id for line in whole.headlines] == [new, late, old]


async def test_pages_stay_while_news_comes(db: Database) -> None:
    async with db.write() as tx:
        stories = [await take(tx, n, after=n * MINUTE) for n in range(4)]
        since = NOON + 2 * MINUTE
        first = await articles.with_tag(tx, 0, "en", limit=2, since=since)
        await take(tx, 9, after=9 * MINUTE)
        second = await articles.with_tag(tx, 0, "en", upto=first.upto, offset=2, limit=2, since=since)
        assert [line.story_id for page in (first, second) for line in page.headlines] == stories[::-1]
        assert (first.new, second.new) == (2, 2)


async def test_more_news_than_anybody_reads_stands_in_the_order_of_time(db: Database) -> None:
    async with db.write() as tx:
        for number in range(MOST_NEW + 3):
            await take(tx, number, after=number * MINUTE)
        listing = await articles.with_tag(tx, 0, "en", since=NOON)
        assert listing.new == MOST_NEW + 1
        assert listing.headlines == (await articles.latest(tx, "en")).headlines
