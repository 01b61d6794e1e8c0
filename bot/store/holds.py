"""Holds: flood waits that outlive the process that was told to wait. Chat id 0 stands for the whole token.

All times are of `clock`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, case, delete, func, select, type_coerce

from bot.store.database import Transaction
from bot.store.dialects import insert, on_sqlite
from bot.store.tables import hold
from bot.store.tables.columns import Moment


@dataclass(frozen=True, slots=True)
class Hold:
    chat_id: int
    seconds: float
    """What is left."""


async def clock(tx: Transaction, now: datetime) -> datetime:
    """The database's, since processes run on machines whose clocks differ; on SQLite, which has one machine, `now`."""
    if on_sqlite(tx):
        return now
    told: datetime = (await tx.execute(select(type_coerce(func.clock_timestamp(), Moment)))).scalar_one()
    return told


async def put(tx: Transaction, holds: Mapping[int, float], now: datetime) -> None:
    """`holds`: chat id → seconds from now. Of two waits of one chat the one counts of which more is left."""
    if not holds:
        return
    rows = [
        {"chat_id": chat_id, "until": now + timedelta(seconds=seconds), "seconds": seconds}
        for chat_id, seconds in sorted(holds.items())
    ]
    new = insert(tx, hold)
    # A clock that was set back leaves behind a distant end: no more is left than was asked for.
    longer = and_(hold.c.until > new.excluded.until, hold.c.seconds > new.excluded.seconds)
    await tx.execute(
        new.on_conflict_do_update(
            index_elements=[hold.c.chat_id],
            set_={name: case((longer, hold.c[name]), else_=new.excluded[name]) for name in ("until", "seconds")},
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
