from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.store import Database, holds
from bot.store.holds import Hold
from bot.store.tables import hold
from tests.store.samples import NOON

SECOND = timedelta(seconds=1)


async def put(db: Database, told: dict[int, float], after: float = 0) -> None:
    async with db.write() as tx:
        await holds.put(tx, told, NOON + after * SECOND)


async def left(db: Database, after: float = 0) -> list[Hold]:
    async with db.read() as tx:
        return await holds.current(tx, NOON + after * SECOND)


async def test_a_hold_lasts_until_it_is_over(db: Database) -> None:
    await put(db, {0: 5.0, -100_500_000_000: 40.0})
    await put(db, {})
    assert await left(db, 3) == [Hold(-100_500_000_000, 37.0), Hold(0, 2.0)]
    assert await left(db, 5) == [Hold(-100_500_000_000, 35.0)]
    assert await left(db, 40) == []


async def test_of_two_waits_the_later_end_counts(db: Database) -> None:
    await put(db, {7: 40.0, 8: 5.0})
    await put(db, {7: 5.0, 8: 40.0}, after=1)
    assert await left(db, 2) == [Hold(7, 38.0), Hold(8, 39.0)]


async def test_a_clock_that_was_set_back_prolongs_nothing(db: Database) -> None:
    await put(db, {7: 40.0})
    assert await left(db, -3600) == [Hold(7, 40.0)]


async def test_a_longer_wait_counts_after_the_clock_was_set_back(db: Database) -> None:
    await put(db, {7: 5.0, 8: 300.0}, after=3600)
    await put(db, {7: 300.0, 8: 5.0})
    assert await left(db, 1) == [Hold(7, 299.0), Hold(8, 300.0)]


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_processes_go_by_the_clock_of_their_database(db: Database) -> None:
    async with db.write() as tx:
        here, there = await holds.clock(tx, NOON), await holds.clock(tx, NOON + timedelta(days=400))
    assert timedelta() <= there - here < timedelta(minutes=1)


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_a_file_has_one_machine_and_so_its_clock(db: Database) -> None:
    async with db.read() as tx:
        assert await holds.clock(tx, NOON) == NOON


async def test_what_is_over_is_forgotten(db: Database) -> None:
    await put(db, {7: 40.0, 8: 5.0})
    async with db.write() as tx:
        await holds.forget(tx, NOON + 5 * SECOND)
    async with db.read() as tx:
        assert (await tx.execute(select(func.count()).select_from(hold))).scalar() == 1
