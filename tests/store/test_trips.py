"""A statement is one trip to a connection's thread, and transactions are what they were."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.store import migrate, open_database
from bot.store.trips import AT_ONCE, OneTrip, connect

MANY = 2 * AT_ONCE + 500
NUMBERS = f"WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {MANY}) SELECT x FROM n"


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[OneTrip]:
    connection = await connect(str(tmp_path / "file"), isolation_level=None)
    assert isinstance(connection, OneTrip)
    await connection.trip(lambda driver: driver.execute("CREATE TABLE row (id INTEGER PRIMARY KEY)"))
    yield connection
    await connection.close()


def _open(line: OneTrip) -> bool:
    return line.in_transaction


async def _count(line: OneTrip) -> int:
    [(count,)] = await (await line.cursor().execute("SELECT count(*) FROM row")).fetchall()
    return int(count)


async def test_a_long_answer_comes_whole_and_in_parts(line: OneTrip) -> None:
    everything = await (await line.cursor().execute(NUMBERS)).fetchall()
    assert [x for (x,) in everything] == list(range(1, MANY + 1))
    cursor = await line.cursor().execute(NUMBERS)
    parts: list[tuple[int]] = []
    while part := await cursor.fetchmany(700):
        parts += part
    assert parts == everything
    assert await (await line.cursor().execute(NUMBERS)).fetchone() == (1,)
    await cursor.close()


async def test_a_transaction_opens_with_its_first_statement(line: OneTrip) -> None:
    line.begin("BEGIN IMMEDIATE")
    assert not _open(line)
    inserted = await line.cursor().executemany("INSERT INTO row VALUES (?)", [(1,), (2,)])
    assert inserted.rowcount == 2
    assert _open(line)
    await line.rollback()
    assert await _count(line) == 0
    line.begin("BEGIN IMMEDIATE")
    await line.cursor().execute("INSERT INTO row VALUES (3)")
    await line.commit()
    assert not _open(line)
    assert await _count(line) == 1


async def test_one_without_a_statement_never_opens(line: OneTrip) -> None:
    line.begin("BEGIN IMMEDIATE")
    await line.commit()
    line.begin("BEGIN IMMEDIATE")
    await line.rollback()
    assert await _count(line) == 0
    assert not _open(line)


async def test_whoever_is_cancelled_on_the_way_leaves_no_transaction_open(line: OneTrip) -> None:
    line.begin("BEGIN IMMEDIATE")
    going = asyncio.create_task(line.cursor().execute("INSERT INTO row VALUES (4)"))
    await asyncio.sleep(0)
    going.cancel()
    await asyncio.gather(going, return_exceptions=True)
    await line.rollback()
    assert not _open(line)
    assert await _count(line) == 0


async def test_a_refused_beginning_leaves_nothing_open(line: OneTrip, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "file", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        await line.trip(lambda driver: driver.execute("PRAGMA busy_timeout = 0"))
        line.begin("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError):
            await line.cursor().execute("INSERT INTO row VALUES (5)")
        await line.rollback()
        other.execute("ROLLBACK")
    other.close()
    assert await _count(line) == 0


async def test_the_store_writes_one_at_a_time_whoever_is_cancelled(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/db"
    await migrate(url)
    async with open_database(url) as db:

        async def add() -> None:
            async with db.write() as tx:
                [value] = (await tx.execute(text("SELECT count(*) FROM counter"))).scalars()
                await tx.execute(text(f"INSERT INTO counter (name, value) VALUES ('{value}', 1)"))

        tasks = [asyncio.create_task(add()) for _ in range(60)]
        for late, task in enumerate(tasks):
            if late % 3 == 0:
                await asyncio.sleep(0.001)
                task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(end is None or isinstance(end, asyncio.CancelledError) for end in ended)
        async with db.read() as tx:
            count = (await tx.execute(text("SELECT count(*) FROM counter"))).scalar_one()
        assert count >= sum(end is None for end in ended)
