"""Holds: flood waits that outlive the process that was told to wait. Chat id 0 stands for the whole token."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, delete, select

from bot.store.database import Transaction
from bot.store.dialects import insert
from bot.store.tables import hold


@dataclass(frozen=True, slots=True)
class Hold:
    chat_id: int
    seconds: float
    """What is left."""


async def put(tx: Transaction, holds: Mapping[int, float], now: datetime) -> None:
    """`holds`: chat id → seconds from now. Of two waits of one chat the later end counts."""
    if not holds:
        return
    rows = [
        {"chat_id": chat_id, "until": now + timedelta(seconds=seconds), "seconds": seconds}
        for chat_id, seconds in sorted(holds.items())
    ]
    new = insert(tx, hold)
    later = new.excluded.until > hold.c.until
    await tx.execute(
        new.on_conflict_do_update(
            index_elements=[hold.c.chat_id],
            set_={
                "until": case((later, new.excluded.until), else_=hold.c.until),
                "seconds": case((later, new.excluded.seconds), else_=hold.c.seconds),
            },
        ),
        rows,
    )


async def current(tx: Transaction, now: datetime) -> list[Hold]:
    """Those that last; a clock that was set back prolongs none beyond what Telegram asked for."""
    rows = (await tx.execute(select(hold).where(hold.c.until > now).order_by(hold.c.chat_id))).all()
    return [Hold(row.chat_id, min((row.until - now).total_seconds(), row.seconds)) for row in rows]


async def forget(tx: Transaction, now: datetime) -> None:
    """Deletes those that are over."""
    await tx.execute(delete(hold).where(hold.c.until <= now))
