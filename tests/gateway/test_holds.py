from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.gateway.holds import Holds
from bot.gateway.pace import TOKEN, Pace
from bot.store import Database, signals
from tests.gateway.clock import eventually

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def flood(pace: Pace, chat_id: int, seconds: float) -> None:
    pace.give_back(-1)
    pace.answered(chat_id, seconds, 0.01, reply=False)


@asynccontextmanager
async def running(holds: Holds) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(holds.run(stop))
    try:
        yield
    finally:
        stop.set()
        await task


async def held(db: Database, chat_id: int, now: datetime = NOON) -> float:
    """For how long another process, or the next one, leaves the chat alone."""
    pace = Pace(30)
    await Holds(db, pace, lambda: now).load()
    return pace.held(chat_id)


async def test_a_wait_is_kept_by_another_process_and_after_a_restart(db: Database) -> None:
    pace = Pace(30)

    async def written() -> bool:
        return await held(db, -7) > 0

    async with running(Holds(db, pace, lambda: NOON)):
        flood(pace, -7, 40)
        await eventually(written)
        assert 38 < await held(db, -7) <= 40
        assert 8 < await held(db, -7, NOON + timedelta(seconds=30)) <= 10
        assert await held(db, -7, NOON + timedelta(seconds=40)) == 0
        assert 38 < await held(db, -7, NOON - timedelta(hours=1)) <= 40
        assert await held(db, -8) == 0


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_a_wait_is_kept_by_a_process_whose_clock_is_wrong(db: Database) -> None:
    pace = Pace(30)
    flood(pace, -7, 40)
    stop = asyncio.Event()
    stop.set()
    await Holds(db, pace, lambda: NOON).run(stop)
    for wrong in (timedelta(seconds=35), timedelta(hours=1), timedelta(hours=-1)):
        assert 10 < await held(db, -7, NOON + wrong) <= 40


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_another_process_hears_of_a_wait_at_once(db: Database) -> None:
    here, there, stop = Pace(30), Pace(30), asyncio.Event()
    other = Holds(db, there, lambda: NOON)
    following = [
        asyncio.create_task(other.follow(stop)),
        asyncio.create_task(signals.listen(db, {signals.HOLDS: other.stale.set}, stop)),
    ]

    async def heard() -> bool:
        return there.held(-7) > 0

    async with running(Holds(db, here, lambda: NOON)):
        flood(here, -7, 40)
        await eventually(heard)
    stop.set()
    await asyncio.gather(*following)


async def test_a_wait_of_the_token_holds_everybody(db: Database) -> None:
    pace = Pace(30)
    async with running(Holds(db, pace, lambda: NOON)):
        flood(pace, 1, 20)
        flood(pace, 2, 30)
    assert 28 < await held(db, TOKEN) <= 30
    assert 28 < await held(db, 404) <= 30


async def test_what_came_before_the_end_is_written(db: Database) -> None:
    pace = Pace(30)
    stop = asyncio.Event()
    flood(pace, 7, 20)
    stop.set()
    await Holds(db, pace, lambda: NOON).run(stop)
    assert await held(db, 7) > 18


async def test_a_database_that_is_away_gets_it_later(db: Database) -> None:
    async def say(sql: str) -> None:
        async with db.write() as tx:
            await tx.execute(text(sql))

    pace = Pace(30)
    await say("ALTER TABLE hold RENAME TO away")
    async with running(Holds(db, pace, lambda: NOON, setback=0.01)):
        flood(pace, 7, 20)
        await asyncio.sleep(0.05)
        flood(pace, 8, 20)
        await asyncio.sleep(0.05)
        await say("ALTER TABLE away RENAME TO hold")

        async def written() -> bool:
            return await held(db, 7) > 0 and await held(db, 8) > 0

        await eventually(written)
