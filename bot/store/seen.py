"""Where a reader was: when a chat last looked at a list."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from bot.store.database import Transaction
from bot.store.dialects import insert
from bot.store.tables import last_look

SITTING = timedelta(minutes=2)
"""Looks that follow each other so closely are one: who taps twice is told the same twice."""


async def before(tx: Transaction, chat_number: int, tag_id: int, now: datetime) -> datetime | None:
    """When the chat, which looks now, looked at the list of a tag, or of EVERYTHING, before; None for never."""
    this = last_look.c.chat_number == chat_number, last_look.c.tag_id == tag_id
    known = (await tx.execute(select(last_look).where(*this))).one_or_none()
    if known is None:
        return None
    looked: datetime | None = known.before_at if now - known.looked_at < SITTING else known.looked_at
    return looked


async def note(tx: Transaction, chat_number: int, tag_id: int, now: datetime, before_at: datetime | None) -> None:
    """The chat looks now, and did `before`."""
    times = {"looked_at": now, "before_at": before_at}
    new = insert(tx, last_look).values(chat_number=chat_number, tag_id=tag_id, **times)
    await tx.execute(new.on_conflict_do_update(index_elements=["chat_number", "tag_id"], set_=times))
