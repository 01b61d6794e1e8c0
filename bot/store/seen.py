"""Where a reader was: when a chat last looked at a list."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from bot.store.database import Transaction
from bot.store.dialects import insert
from bot.store.tables import last_look

SITTING = timedelta(minutes=2)
"""Looks that follow each other so closely are one: who taps twice is told the same twice."""


async def look(tx: Transaction, chat_number: int, tag_id: int, now: datetime) -> datetime | None:
    """The chat looks at the list of a tag, or of EVERYTHING; tells when it did before, None for never."""
    this = last_look.c.chat_number == chat_number, last_look.c.tag_id == tag_id
    known = (await tx.execute(select(last_look).where(*this))).one_or_none()
    sitting = known is not None and now - known.looked_at < SITTING
    before = (known.before_at if sitting else known.looked_at) if known else None
    times = {"looked_at": now, "before_at": before}
    new = insert(tx, last_look).values(chat_number=chat_number, tag_id=tag_id, **times)
    await tx.execute(new.on_conflict_do_update(index_elements=["chat_number", "tag_id"], set_=times))
    return before
