from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.store import Database, processes
from bot.store.processes import DEAD, Process
from bot.store.tables import process

WEB, ALL = ("serve",), ("serve", "deliver", "ingest")


async def age(db: Database, seconds: float, *ids: str) -> None:
    """What the database's clock does meanwhile, for these."""
    back = timedelta(seconds=seconds)
    async with db.write() as tx:
        rows = (await tx.execute(process.select().where(process.c.id.in_(ids)))).all()
        for row in rows:
            older = {"seen_at": row.seen_at - back, "steady_since": row.steady_since - back}
            await tx.execute(update(process).where(process.c.id == row.id).values(**older))


async def ids(db: Database, beater: str) -> list[str]:
    return [one.id for one in await processes.beat(db, beater, WEB)]


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_who_runs_is_known_with_roles(db: Database) -> None:
    await processes.enter(db, "b", ALL)
    await processes.enter(db, "a", WEB)
    known = [Process("a", frozenset(WEB)), Process("b", frozenset(ALL))]
    assert await processes.beat(db, "a", WEB) == known
    assert await processes.beat(db, "b", ALL) == known
    await processes.leave(db, "a")
    assert await ids(db, "b") == ["b"]


async def test_the_silent_are_buried_by_those_who_were_there_all_the_while(db: Database) -> None:
    for one in ("a", "b"):
        await processes.beat(db, one, WEB)
    await age(db, 16, "b")
    assert await ids(db, "a") == ["a", "b"]  # It has not watched for long enough itself.
    for _ in range(4):
        await age(db, 4, "a", "b")
        known = await ids(db, "a")
    assert known == ["a"]
    assert await ids(db, "b") == ["a", "b"]  # It was only paused.


@pytest.mark.parametrize("hours", [1, -1])
async def test_nobody_is_buried_because_the_clock_jumps(db: Database, hours: int) -> None:
    for _ in range(5):
        await age(db, 4, "a", "b")
        for one in ("a", "b"):
            await processes.beat(db, one, WEB)
    await age(db, 3600 * hours, "a", "b")
    assert await ids(db, "a") == ["a", "b"]
    for _ in range(5):
        await age(db, 4, "a", "b")
        assert await ids(db, "b") == ["a", "b"]
        assert await ids(db, "a") == ["a", "b"]


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_a_sqlite_file_has_one_process(db: Database) -> None:
    await processes.enter(db, "a", ALL)
    await processes.enter(db, "b", ALL)
    assert await ids(db, "b") == ["b"]


async def test_beats_go_on_for_long(db: Database) -> None:
    for _ in range(3):
        await age(db, DEAD.total_seconds(), "a")
        assert await ids(db, "a") == ["a"]
