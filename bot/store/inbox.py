"""The inbox: updates from Telegram, kept before they are acknowledged and until they are answered (DESIGN §5.5)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select, update

from bot.store import counters
from bot.store.database import Database, Transaction
from bot.store.dialects import insert
from bot.store.tables import inbox

TRIES = 3
"""An update that fails so often is dropped: it must not stop its chat for ever."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """An update as Telegram sent it. Those of one `chat_id` wait for each other; 0 for one that has no chat."""

    update_id: int
    chat_id: int
    body: Mapping[str, Any]


async def put(db: Database, updates: Sequence[Incoming], now: datetime) -> int:
    """Keeps a batch in one transaction, and tells how many are new."""
    if not updates:
        return 0
    rows = [
        {"update_id": one.update_id, "chat_id": one.chat_id, "body": one.body, "received_at": now, "attempts": 0}
        for one in updates
    ]
    async with db.write() as tx:
        new = insert(tx, inbox).on_conflict_do_nothing().returning(inbox.c.update_id)
        kept = (await tx.execute(new, rows)).all()
        await counters.put(tx, counters.LAST_UPDATE, max(one.update_id for one in updates))
    return len(kept)


async def waiting(tx: Transaction, *, most: int, not_chats: Collection[int] = ()) -> list[Incoming]:
    """The oldest update of each chat that is not among `not_chats`, oldest first."""
    other = inbox.alias()
    older = exists().where(other.c.chat_id == inbox.c.chat_id, other.c.update_id < inbox.c.update_id)
    rows = await tx.execute(
        select(inbox.c.update_id, inbox.c.chat_id, inbox.c.body)
        .where(~older, inbox.c.chat_id.not_in(not_chats))
        .order_by(inbox.c.update_id)
        .limit(most)
    )
    return [Incoming(*row) for row in rows]


async def done(tx: Transaction, update_id: int) -> None:
    await tx.execute(delete(inbox).where(inbox.c.update_id == update_id))


async def failed(tx: Transaction, update_id: int) -> Incoming | None:
    """Counts a failed try. After the last one the update is dropped and given back, to be told about."""
    tried = update(inbox).where(inbox.c.update_id == update_id).values(attempts=inbox.c.attempts + 1)
    row = (await tx.execute(tried.returning(inbox))).one_or_none()
    if row is None or row.attempts < TRIES:
        return None
    await done(tx, update_id)
    return Incoming(row.update_id, row.chat_id, row.body)


async def last_update(tx: Transaction) -> int | None:
    """The highest update_id of the latest batch, whether or not it is still kept: polling goes on after it."""
    return await counters.get(tx, counters.LAST_UPDATE)
