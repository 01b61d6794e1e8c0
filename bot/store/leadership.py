"""Leadership: work that one process at a time may do, such as sending what the outbox owes.

On PostgreSQL it is a session's advisory lock, free again as soon as its process dies; on SQLite the file has one
process anyway.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy import text

from bot.store.database import Database

STANDBY = 1.0
"""Seconds between tries while another process leads."""


@asynccontextmanager
async def leading(db: Database, work: str, stop: asyncio.Event) -> AsyncIterator[bool]:
    """Waits until this process leads the work, and leads it to the end of the block; False when `stop` came first."""
    if db.writer.dialect.name == "sqlite":
        yield not stop.is_set()
        return
    key = {"key": zlib.crc32(f"tagwire {work}".encode())}
    async with db.writer.connect() as connection:
        # A transaction would be open for as long as the process lives.
        session = await connection.execution_options(isolation_level="AUTOCOMMIT")
        leads = False
        while not stop.is_set() and not leads:
            leads = bool((await session.execute(text("SELECT pg_try_advisory_lock(:key)"), key)).scalar())
            if not leads:
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), STANDBY)
        try:
            yield leads
        finally:
            await connection.invalidate()  # the lock ends with its session, also when the server is away
