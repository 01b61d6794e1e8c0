"""Processes on one database: who runs which roles, and whose claims are void because it runs no more.

A process is dead when it was not seen for a while by the database's clock. A database that was away, or a clock that
jumped, makes everybody look dead: so only a process that was itself seen all the while may bury others.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, delete, or_, select

from bot.store.database import Database, Transaction
from bot.store.dialects import clock, insert, on_sqlite
from bot.store.tables import process

BEAT = 2.0
"""Seconds between beats."""
DEAD = timedelta(seconds=15)
"""Not seen for so long."""
GAP = timedelta(seconds=6)
"""Longer between two beats: the process was not there all the while."""


@dataclass(frozen=True, slots=True)
class Process:
    id: str
    roles: frozenset[str]


async def enter(db: Database, id_: str, roles: Collection[str]) -> None:
    """First thing that a process does. A SQLite file has one process, so that whoever else was there is dead."""
    async with db.write() as tx:
        if on_sqlite(tx):
            await tx.execute(delete(process))
        await _seen(tx, id_, roles)


async def beat(db: Database, id_: str, roles: Collection[str]) -> list[Process]:
    """Says that the process runs, buries the dead, and tells who is left, by id."""
    async with db.write() as tx:
        now, steady = await _seen(tx, id_, roles)
        if steady:
            unseen = or_(process.c.seen_at < now - DEAD, process.c.seen_at > now + DEAD)
            await tx.execute(delete(process).where(unseen))
        rows = await tx.execute(select(process.c.id, process.c.roles).order_by(process.c.id))
        return [Process(row.id, frozenset(row.roles.split())) for row in rows]


async def unseen(tx: Transaction, id_: str) -> timedelta:
    """How long ago the process was seen; nothing for one that is not known."""
    row = (await tx.execute(select(clock(tx), process.c.seen_at).where(process.c.id == id_))).one_or_none()
    return row[0] - row[1] if row else timedelta(0)


async def leave(db: Database, id_: str) -> None:
    """Last thing that a process does: what it has claimed is free."""
    async with db.write() as tx:
        await tx.execute(delete(process).where(process.c.id == id_))


def free(owner: ColumnElement[str | None], claimer: str | ColumnElement[str]) -> ColumnElement[bool]:
    """Whether `claimer` may take what `owner` has claimed: nobody's, its own, or a dead process's."""
    return or_(owner.is_(None), owner == claimer, owner.not_in(select(process.c.id)))


async def _seen(tx: Transaction, id_: str, roles: Collection[str]) -> tuple[datetime, bool]:
    """The database's clock, and whether the process was seen long enough to bury others."""
    now: datetime = (await tx.execute(select(clock(tx)))).scalar_one()
    new = insert(tx, process).values(id=id_, roles=" ".join(sorted(roles)), seen_at=now, steady_since=now)
    unbroken = process.c.seen_at.between(now - GAP, now + GAP)
    since = case((unbroken, process.c.steady_since), else_=now)
    seen = new.on_conflict_do_update(index_elements=["id"], set_={"seen_at": now, "steady_since": since})
    steady_since: datetime = (await tx.execute(seen.returning(process.c.steady_since))).scalar_one()
    return now, steady_since <= now - DEAD
