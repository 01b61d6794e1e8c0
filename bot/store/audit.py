"""The audit log: who of the editors did what, and when. Nothing here is ever changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.store import tables
from bot.store.database import Transaction


@dataclass(frozen=True, slots=True)
class Act:
    id: int
    editor_id: int
    act: str
    """One word of the program's own, such as "broadcast" or "retract"; the views say it in words."""
    subject: str
    """What it was done to, as plain text: the headline of a story, the first words of an alert."""
    at: datetime


async def note(tx: Transaction, editor_id: int, act: str, subject: str, now: datetime) -> None:
    """Belongs in the transaction of the act itself: what failed was not done."""
    await tx.execute(tables.act.insert().values(editor_id=editor_id, act=act, subject=subject, at=now))


async def recent(tx: Transaction, most: int, *, before: int | None = None) -> list[Act]:
    """The newest first; those older than the act with the id `before`."""
    act = tables.act.c
    newest = select(act.id, act.editor_id, act.act, act.subject, act.at).order_by(act.id.desc()).limit(most)
    if before is not None:
        newest = newest.where(act.id < before)
    return [Act(*row) for row in await tx.execute(newest)]
