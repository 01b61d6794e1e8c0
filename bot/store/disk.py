"""How fan-out and PostgreSQL's disk keep pace; SQLite sees to that itself."""

from __future__ import annotations

from sqlalchemy import Connection, text

from bot.store.database import Database
from bot.store.dialects import on_sqlite

BEHIND = 1_000_000
"""Bytes of PostgreSQL's log that may wait for the disk while a chunk is written; about one chunk, and a quarter of what
its buffers hold where nobody set them: after a checkpoint a chunk takes twice as much."""
_FOLLOW = text(
    "SELECT pg_logical_emit_message(true, 'fan-out', '')"
    " WHERE pg_current_wal_insert_lsn() - pg_current_wal_flush_lsn() > :most"
)


def leave(tx: Connection) -> None:
    """A power cut may take the newest chunks, whole and with the cursor, and they are written again. What depends on
    one, a claim, takes it along to the disk."""
    if not on_sqlite(tx):
        tx.execute(text("SET LOCAL synchronous_commit = off"))


async def follow(db: Database) -> None:
    """Waits for the disk between the chunks, when nothing is locked: once its buffers are full, PostgreSQL makes a
    statement wait for it, however slow it is just then."""
    if db.thread is None:
        async with db.write() as tx:
            await tx.execute(_FOLLOW, {"most": BEHIND})
