"""Sessions of PostgreSQL that somebody has for himself, for what lasts as long as they do: locks and notifications.

A session has to speak up: the server ends one that is silent, because its process was paused or cut off.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from bot.store.database import Database
from bot.store.engines import PAUSED, trouble

BEAT = 2.0
"""Seconds between signs of life."""
PATIENCE = 4.0
"""Seconds that the server may take to answer."""

# Asks what the server knows: before version 14 there is no such limit.
_UNLESS_SILENT = "SELECT set_config(name, $1, false) FROM pg_settings WHERE name = 'idle_session_timeout'"


@dataclass(slots=True)
class Session:
    """An open session. `over` is set when it has ended, or when its user is to stop."""

    driver: Any = field(repr=False)
    """A connection of asyncpg's."""
    over: asyncio.Event = field(default_factory=asyncio.Event)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def ask(self, query: str, *values: object) -> Any:
        """The first column of the first row. Whatever a database in `engines.trouble` raises passes through."""
        async with self._turn:
            return await self.driver.fetchval(query, *values, timeout=PATIENCE)

    async def listen(self, channel: str, heard: Callable[[Any, int, str, str], None]) -> None:
        """`heard` is given the connection, the speaker's process id, the channel and the payload."""
        async with self._turn, asyncio.timeout(PATIENCE):
            await self.driver.add_listener(channel, heard)


@asynccontextmanager
async def open_session(db: Database, stop: asyncio.Event) -> AsyncIterator[Session]:
    """On PostgreSQL only. At its end it breaks off without a word, so that its locks are free at once."""
    assert db.sessions is not None
    async with db.sessions.connect() as connection:
        session = Session((await connection.get_raw_connection()).driver_connection)
        session.driver.add_termination_listener(lambda _: session.over.set())
        stopped = asyncio.create_task(stop.wait())
        stopped.add_done_callback(lambda _: session.over.set())
        try:
            await session.ask(_UNLESS_SILENT, str(round(PAUSED * 1000)))
            async with _beating(session):
                yield session
        finally:
            stopped.cancel()
            await connection.invalidate()


@asynccontextmanager
async def _beating(session: Session) -> AsyncIterator[None]:
    ended = asyncio.Event()
    beating = asyncio.create_task(_beat(session, ended))
    try:
        yield
    finally:
        ended.set()
        session.driver.terminate()  # Said to nobody: the server may be away.
        await beating


async def _beat(session: Session, ended: asyncio.Event) -> None:
    """Until the session is lost or has ended; it goes on while its user stops."""
    with suppress(*trouble()):
        while not ended.is_set():
            await pause(ended, BEAT)
            await session.ask("SELECT 1")
    session.over.set()


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """So long, unless `stop` comes first."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
