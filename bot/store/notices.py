"""Which editors were told of an announcement that was quarantined: each once, whatever happens in between."""

from __future__ import annotations

from sqlalchemy import select

from bot.store.database import Transaction
from bot.store.dialects import insert
from bot.store.tables import notice


async def told(tx: Transaction, announcement_id: int) -> set[int]:
    """The editors who know."""
    known = select(notice.c.editor_id).where(notice.c.announcement_id == announcement_id)
    return set((await tx.execute(known)).scalars())


async def note(tx: Transaction, announcement_id: int, editor_id: int) -> None:
    new = insert(tx, notice).values(announcement_id=announcement_id, editor_id=editor_id)
    await tx.execute(new.on_conflict_do_nothing())
