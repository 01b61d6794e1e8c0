"""What is saved to read later: within limits, in order, and kept from retention."""

from __future__ import annotations

from datetime import timedelta

from bot.store import Database, retention, saved, stories
from tests.store.samples import NOON, article, meet, take_in

LATER = NOON + timedelta(days=400)


async def test_the_last_saved_first_and_what_was_taken_back_marked(db: Database) -> None:
    async with db.write() as tx:
        number = (await meet(tx, 5)).number
        ids = [(await take_in(tx, article(n))).story_id for n in range(3)]
        for minutes, story_id in enumerate(ids):
            assert await saved.save(tx, number, story_id, NOON + timedelta(minutes=minutes))
        assert await saved.save(tx, number, ids[0], LATER)  # stands where it stood
        await stories.retract(tx, ids[1], NOON)
        listing = await saved.of_chat(tx, number, "uk", limit=2)
        assert [(line.story_id, line.retracted) for line in listing.headlines] == [(ids[2], False), (ids[1], True)]
        assert listing.more
        rest = await saved.of_chat(tx, number, "en", offset=2, limit=2)
        assert [line.story_id for line in rest.headlines] == [ids[0]]
        await saved.drop(tx, number, ids[0])
        assert not await saved.has(tx, number, ids[0])
        other = (await meet(tx, 6)).number
        assert (await saved.of_chat(tx, other, "en")).headlines == ()


async def test_within_limits(db: Database) -> None:
    async with db.write() as tx:
        number = (await meet(tx, 5)).number
        ids = [(await take_in(tx, article(n))).story_id for n in range(saved.MOST + 1)]
        kept = [await saved.save(tx, number, story_id, NOON) for story_id in ids]
        assert kept == [True] * saved.MOST + [False]
        assert await saved.is_full(tx, number)
        assert await saved.save(tx, number, ids[0], NOON)
        assert not await saved.save(tx, number, 10**9, NOON)


async def test_retention_leaves_it_alone(db: Database) -> None:
    async with db.write() as tx:
        number = (await meet(tx, 5)).number
        ids = [(await take_in(tx, article(n))).story_id for n in range(3)]
        await saved.save(tx, number, ids[0], NOON)
    assert [count async for count in retention.stories(db, LATER)] == [1]  # and not the newest
    async with db.write() as tx:
        assert [line.story_id for line in (await saved.of_chat(tx, number, "en")).headlines] == [ids[0]]
        await saved.drop(tx, number, ids[0])
    assert [count async for count in retention.stories(db, LATER)] == [1]
