"""Articles of an older version are found by today's words, wherever the work was broken off."""

from __future__ import annotations

import asyncio

from sqlalchemy import select

from bot.desk.reindexing import AT_ONCE, REACHED, reindex
from bot.enrich import stems_of
from bot.store import Database, archive, counters, search, stories
from bot.store.tables import article as table
from bot.store.tables import article_term
from tests.store.samples import NOON, article, take_in

WORDS = {"en": set(stems_of("bridge opens", "en"))}


async def found(db: Database) -> int:
    async with db.read() as tx:
        return len((await search.find(tx, WORDS, language="en", limit=100)).headlines)


async def test_all_are_found_by_the_words_of_today_and_by_no_others(db: Database) -> None:
    async with db.write() as tx:
        for number in range(2 * AT_ONCE + 1):
            await take_in(tx, article(number), "old", "word")
    assert await found(db) == 0
    await reindex(db, asyncio.Event(), pause=0)
    assert await found(db) == 2 * AT_ONCE + 1
    async with db.read() as tx:
        assert not (await search.find(tx, {"en": {"old"}}, language="en")).headlines
        assert all("old" not in terms for terms in (await tx.execute(select(table.c.terms))).scalars())


async def test_what_was_broken_off_goes_on_with_the_older_ones(db: Database) -> None:
    async with db.write() as tx:
        ids = [(await take_in(tx, article(number), "old")).article_id for number in range(3)]
        await counters.put(tx, REACHED, ids[1])
    await reindex(db, asyncio.Event(), pause=0)
    assert await found(db) == 1


async def test_it_is_done_once(db: Database) -> None:
    await reindex(db, asyncio.Event(), pause=0)
    async with db.write() as tx:
        await take_in(tx, article(1), "old")
    await reindex(db, asyncio.Event(), pause=0)
    assert await found(db) == 0


async def test_what_was_taken_back_stays_so(db: Database) -> None:
    async with db.write() as tx:
        await stories.retract(tx, (await take_in(tx, article(1), "old")).story_id, NOON)
    await reindex(db, asyncio.Event(), pause=0)
    assert await found(db) == 0


async def test_nothing_begins_after_the_end(db: Database) -> None:
    stop = asyncio.Event()
    stop.set()
    await reindex(db, stop)
    async with db.read() as tx:
        assert await counters.get(tx, REACHED) is None


async def test_what_is_taken_back_meanwhile_leaves_nothing_in_the_index(db: Database) -> None:
    async with db.write() as tx:
        stored = await take_in(tx, article(1), "old")

    async def take_back() -> None:
        async with db.write() as tx:
            await stories.retract(tx, stored.story_id, NOON)

    async with db.write() as tx:
        [one] = await archive.below(tx, None, AT_ONCE)
        taking_back = asyncio.create_task(take_back())
        await asyncio.wait([taking_back], timeout=0.3)
        await archive.reindex(tx, one, ["new"])
    await taking_back
    async with db.read() as tx:
        assert not (await tx.execute(select(article_term.c.term))).all()
