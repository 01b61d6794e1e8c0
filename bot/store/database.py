"""The open database, asked in transactions: SQLite or PostgreSQL, by URL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Set
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from sqlalchemy import URL, Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.engines import (
    WriterThread,
    is_sqlite,
    parsed,
    postgresql_engine,
    ready_file,
    sessions_engine,
    sqlite_engine,
    unavailable,
)

T = TypeVar("T")

Transaction = AsyncConnection
"""What every function of the store takes first; `Database.read` and `Database.write` give it."""

Ear = Mapping[str, Callable[[], None]]
"""What is called on which word of a transaction that committed."""

_PRAGMAS = {"synchronous": "NORMAL", "foreign_keys": "ON"}


@dataclass(frozen=True, slots=True)
class Database:
    """An open database. `writer` and `reader` are two pools on SQLite, two views of one pool on PostgreSQL."""

    writer: AsyncEngine = field(repr=False)
    reader: AsyncEngine = field(repr=False)
    sessions: AsyncEngine | None = field(default=None, repr=False)
    """Connections for `store.sessions`, outside the pools; None on SQLite, where one process has the file."""
    thread: WriterThread | None = field(default=None, repr=False)
    """Only on SQLite."""
    ears: list[Ear] = field(default_factory=list, repr=False)
    """Who hears what transactions said, on SQLite: there is no other process."""
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        """A transaction that commits at its end and rolls back on an error. On SQLite there is one at a time."""
        if self.thread is None:
            async with self.writer.begin() as tx:
                yield tx
            return
        async with self._turn, self.writer.begin() as tx:
            said = words(tx)
            said.clear()
            yield tx
        self._hear(said)

    async def write_at_once(self, act: Callable[[Connection], T]) -> T:
        """A transaction like those of `write`, as one synchronous act.

        On SQLite it runs in a thread in one go: for the outbox and the inbox, where every statement's way to a thread
        and back would cost more than the statement.
        """
        if self.thread is None:
            async with self.writer.begin() as tx:
                return await tx.run_sync(act)
        async with self._turn:
            done, said = await self.thread.run(partial(_with_words, act))
        self._hear(said)
        return done

    def _hear(self, said: Set[str]) -> None:
        for ear in self.ears:
            for word in said & ear.keys():
                ear[word]()

    def read(self) -> AbstractAsyncContextManager[Transaction]:
        """One consistent view of the database; writing in it is refused."""
        return self.reader.begin()


def words(tx: Transaction | Connection) -> set[str]:
    """What a transaction on SQLite has said so far."""
    said: set[str] = tx.info.setdefault("words", set())
    return said


def _with_words(act: Callable[[Connection], T], tx: Connection) -> tuple[T, Set[str]]:
    words(tx).clear()
    return act(tx), frozenset(words(tx))


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """A migrated database at `sqlite+aiosqlite:///…` or `postgresql+asyncpg://…`. Raises StoreUnavailable."""
    with unavailable(url):
        where = parsed(url)
        if is_sqlite(where):
            await ready_file(where)
            db = _sqlite(where)
        else:
            db = _postgresql(where)
    try:
        with unavailable(url):
            for engine in (db.writer, db.reader):
                async with engine.connect() as tx:
                    await tx.execute(text("SELECT 1"))
        yield db
    finally:
        if db.thread:
            db.thread.close()
        await db.reader.dispose()
        await db.writer.dispose()
        if db.sessions:
            await db.sessions.dispose()


def _sqlite(where: URL) -> Database:
    reading = {**_PRAGMAS, "query_only": "ON"}
    return Database(
        sqlite_engine(where, "BEGIN IMMEDIATE", _PRAGMAS),
        sqlite_engine(where, "BEGIN", reading, size=4),
        thread=WriterThread(where, "BEGIN IMMEDIATE", _PRAGMAS),
    )


def _postgresql(where: URL) -> Database:
    engine = postgresql_engine(where)
    reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Database(engine, reader, sessions_engine(where))
