"""Signals: small words by which a transaction wakes who waits for it, in whatever process. A lost one costs a wait,
never work.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping

from sqlalchemy import Connection, func, select

from bot.store.database import Database, Transaction, words
from bot.store.dialects import on_sqlite
from bot.store.engines import trouble
from bot.store.sessions import open_session, pause

ANNOUNCED, INBOX, HOLDS, STAFF = "announced", "inbox", "holds", "staff"

CHANNEL = "tagwire"
AGAIN = 1.0
"""Seconds before a session that was cut off is opened again."""

_log = logging.getLogger(__name__)


async def tell(tx: Transaction, word: str) -> None:
    """Heard by every process once the transaction commits; a word said twice in one is heard once."""
    await tx.run_sync(say, word)


def say(tx: Connection, word: str) -> None:
    """As `tell`."""
    if on_sqlite(tx):
        words(tx).add(word)
    else:
        tx.execute(select(func.pg_notify(CHANNEL, word)))


async def listen(db: Database, on: Mapping[str, Callable[[], None]], stop: asyncio.Event) -> None:
    """Until `stop`, calls what a word is `on`; all of them whenever it begins to listen, since some may be missed."""
    if db.sessions is None:
        await _listen_here(db, on, stop)
        return

    def heard(_session: object, _pid: int, _channel: str, word: str) -> None:
        on.get(word, _nothing)()

    while not stop.is_set():
        try:
            async with open_session(db, stop) as session:
                await session.listen(CHANNEL, heard)
                for call in on.values():
                    call()
                await session.over.wait()
        except trouble() as error:
            _log.warning("not listening while the database is away (%s), trying again", type(error).__name__)
        await pause(stop, AGAIN)


async def _listen_here(db: Database, on: Mapping[str, Callable[[], None]], stop: asyncio.Event) -> None:
    db.ears.append(on)
    try:
        for call in on.values():
            call()
        await stop.wait()
    finally:
        db.ears.remove(on)


def _nothing() -> None:
    """A word of a newer version."""
