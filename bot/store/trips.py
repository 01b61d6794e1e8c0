"""aiosqlite that goes to a connection's thread and back once a statement, where its own cursors go four times.

Each way waits for Python's lock and for the event loop: together they cost more than most statements.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Self, TypeVar

import aiosqlite

AT_ONCE = 1_000
"""Rows that come back with the statement; the rest of a longer answer is fetched as it is asked for."""
_Row = Any
T = TypeVar("T")


class Cursor:
    """As much of a cursor as SQLAlchemy asks for."""

    def __init__(self, connection: OneTrip) -> None:
        self._connection = connection
        self._open: sqlite3.Cursor | None = None
        self._rows: Sequence[_Row] = ()
        self.description: Any = None
        self.lastrowid: int | None = None
        self.rowcount, self.arraysize = -1, 1

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Any = ()) -> Self:
        return await self._connection.trip(lambda driver: self._take(driver.execute(statement, parameters)))

    async def executemany(self, statement: str, parameters: Any) -> Self:
        return await self._connection.trip(lambda driver: self._take(driver.executemany(statement, parameters)))

    async def fetchall(self) -> Sequence[_Row]:
        rows, self._rows = self._rows, ()
        if (rest := self._open) is None:
            return rows
        return [*rows, *await self._connection.trip(lambda _: rest.fetchall())]

    async def fetchmany(self, size: int | None = None) -> Sequence[_Row]:
        wanted = size or self.arraysize
        rows, self._rows = self._rows[:wanted], self._rows[wanted:]
        if (rest := self._open) is None or len(rows) == wanted:
            return rows
        return [*rows, *await self._connection.trip(lambda _: rest.fetchmany(wanted - len(rows)))]

    async def fetchone(self) -> _Row | None:
        return next(iter(await self.fetchmany(1)), None)

    async def close(self) -> None:
        rest, self._open, self._rows = self._open, None, ()
        if rest is not None:
            await self._connection.trip(lambda _: rest.close())

    def _take(self, cursor: sqlite3.Cursor) -> Self:
        """In the thread."""
        self.description = cursor.description
        self._rows = cursor.fetchmany(AT_ONCE) if cursor.description else ()
        self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        if len(self._rows) < AT_ONCE:
            cursor.close()
        else:
            self._open = cursor
        return self


class OneTrip(aiosqlite.Connection):
    """Its transactions begin on the way of their first statement, and one without a statement takes no way at all."""

    _begins = ""
    _left = _back = 0
    """Trips; `_back` is counted in the thread."""

    def begin(self, words: str) -> None:
        """A transaction opens with them."""
        self._begins = words

    def cursor(self) -> Cursor:  # type: ignore[override]
        return Cursor(self)

    async def trip(self, act: Callable[[sqlite3.Connection], T]) -> T:
        begins, self._begins = self._begins, ""
        self._left += 1
        going: Callable[..., Awaitable[T]] = self._execute
        return await going(lambda: self._there(begins, act))

    async def commit(self) -> None:
        if not self._idle():
            await self.trip(lambda driver: driver.commit())

    async def rollback(self) -> None:
        if not self._idle():
            await self.trip(lambda driver: driver.rollback())

    def _there(self, begins: str, act: Callable[[sqlite3.Connection], T]) -> T:
        try:
            if begins:
                self._conn.execute(begins)
            return act(self._conn)
        finally:
            self._back += 1

    def _idle(self) -> bool:
        """Whether no transaction is open. Whoever was cancelled leaves a trip under way, which may open one."""
        if self._begins:
            self._begins = ""
            return True
        return self._left == self._back and not self.in_transaction


def connect(path: str, **wanted: Any) -> OneTrip:
    """To be awaited. `wanted`: as `sqlite3.connect` takes it."""
    connection = OneTrip(lambda: sqlite3.connect(path, **wanted), iter_chunk_size=AT_ONCE)
    # As SQLAlchemy does with a connection that it makes: one that was left open keeps nobody from ending.
    thread: Any = getattr(connection, "_thread", connection)
    thread.daemon = True
    return connection
