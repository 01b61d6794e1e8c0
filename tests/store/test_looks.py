from datetime import timedelta

from bot.store import Database, looks
from bot.store.looks import Health, Look
from tests.store.samples import NOON

SOON = NOON + timedelta(minutes=1)


async def test_a_new_source_is_due_at_once_and_silent(db: Database) -> None:
    async with db.read() as tx:
        assert await looks.due(tx, ["b", "a"], NOON) == [Look("b"), Look("a")]
        assert (await looks.due(tx, ["a"], NOON))[0].first
        assert await looks.health(tx) == []


async def test_a_source_that_was_read_is_due_when_its_time_comes(db: Database) -> None:
    async with db.write() as tx:
        await looks.looked(tx, "a", etag='"1"', top_modified="Mon", next_look=SOON, now=NOON)
        assert await looks.due(tx, ["a", "b"], NOON) == [Look("b")]
        assert await looks.due(tx, ["a"], SOON) == [Look("a", etag='"1"', top_modified="Mon", first=False)]
        await looks.looked(tx, "a", etag='"2"', next_look=SOON, now=NOON)
        assert await looks.due(tx, ["a"], SOON) == [Look("a", etag='"2"', first=False)]
        assert await looks.health(tx) == [Health("a", NOON, NOON, SOON, 0, "")]


async def test_a_failed_look_keeps_what_the_last_good_one_left(db: Database) -> None:
    async with db.write() as tx:
        await looks.looked(tx, "a", etag='"1"', next_look=NOON, now=NOON)
        await looks.failed(tx, "a", error="refused", next_look=SOON, failures=2, now=SOON)
        assert await looks.due(tx, ["a"], NOON) == []
        assert await looks.due(tx, ["a"], SOON) == [Look("a", etag='"1"', failures=2, first=False)]
        assert await looks.health(tx) == [Health("a", SOON, NOON, SOON, 2, "refused")]


async def test_a_source_that_was_never_read_is_still_silent(db: Database) -> None:
    async with db.write() as tx:
        await looks.failed(tx, "a", error="refused", next_look=SOON, failures=1, now=NOON)
        assert await looks.due(tx, ["a"], SOON) == [Look("a", failures=1)]
        assert await looks.health(tx) == [Health("a", NOON, None, SOON, 1, "refused")]
