"""Leadership: work that one process at a time may do, such as sending what the outbox owes.

On PostgreSQL it is the advisory lock of a session of one's own: when its process dies, is paused or cut off, the server
ends the session and a standby takes over. What the old leader still writes when it wakes is fenced off by the row that
the new one wrote. On SQLite the file has one process anyway.
"""

from __future__ import annotations

import asyncio
import logging
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from secrets import token_hex

from sqlalchemy import Connection, select

from bot.store.database import Database, Transaction
from bot.store.dialects import insert, on_sqlite
from bot.store.engines import trouble
from bot.store.sessions import Session, open_session, pause
from bot.store.tables import leader

DELIVERY, POLLING = "deliver", "poll"
"""Works that have one leader."""
STANDBY = 1.0
"""Seconds between tries while another process leads, or the database is away."""

_log = logging.getLogger(__name__)


class Fenced(Exception):
    """Another process leads the work by now; what was to be written is not."""


async def lead(
    db: Database, work: str, owner: str, stop: asyncio.Event, job: Callable[[asyncio.Event, str], Awaitable[None]]
) -> None:
    """Until `stop`: waits for the lead, does the job, and stands by again when the lead is lost or the database away.

    The job is given the event of its end, which is `stop` or the loss of the lead, and a name of the owner's that it
    has for this time only: what was begun under another is nobody's. What it raises goes on, but for `Fenced` and a
    database's trouble.
    """
    while not stop.is_set():
        term = f"{owner}-{token_hex(4)}"
        try:
            async with leading(db, work, term, stop) as over:
                if not over.is_set():
                    await job(over, term)
            if not stop.is_set():
                _log.warning("%s: the lead was lost, standing by", work)
        except Fenced:
            _log.warning("%s: another process took over", work)
        except trouble() as error:
            _log.warning("%s: the database is away (%s), trying again", work, type(error).__name__)
        await pause(stop, STANDBY)


@asynccontextmanager
async def leading(db: Database, work: str, owner: str, stop: asyncio.Event) -> AsyncIterator[asyncio.Event]:
    """Waits until this process leads the work, and leads it to the end of the block, unless the lead is lost.

    Gives the event of its end; it is set from the beginning when `stop` came first. A database's errors pass through.
    """
    if db.sessions is None:
        yield stop
        return
    async with open_session(db, stop) as session:
        if await _locked(session, work):
            # Waits for a transaction in which another process was paused; the server ends it soon.
            async with db.write() as tx:
                await take_lead(tx, work, owner)
        yield session.over


async def take_lead(tx: Transaction, work: str, owner: str) -> None:
    """From its commit on, whoever led before is fenced off."""
    new = insert(tx, leader).values(work=work, owner=owner)
    await tx.execute(new.on_conflict_do_update(index_elements=["work"], set_={"owner": owner}))


def check_lead(tx: Connection, work: str, owner: str) -> None:
    """Raises Fenced when another process leads the work; until `tx` ends, none can take it. First in a transaction."""
    if on_sqlite(tx):
        return
    leads = select(leader.c.owner).where(leader.c.work == work).with_for_update(read=True)
    if tx.execute(leads).scalar() not in (None, owner):
        raise Fenced(work)


async def _locked(session: Session, work: str) -> bool:
    """False when it was over before."""
    lock = zlib.crc32(f"tagwire {work}".encode())
    while not session.over.is_set():
        if await session.ask("SELECT pg_try_advisory_lock($1)", lock):
            return True
        await pause(session.over, STANDBY)
    return False
