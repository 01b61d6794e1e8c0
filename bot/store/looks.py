"""Looks at sources: when the next one is due, and what the last one left for a conditional request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, null, or_, select, update

from bot.news.trouble import Trouble
from bot.store.database import Database, Transaction
from bot.store.dialects import insert
from bot.store.processes import free
from bot.store.tables import source_look

SKEW = timedelta(minutes=1)
"""How far apart the clocks of two processes may be."""


@dataclass(frozen=True, slots=True)
class Look:
    """A source that is due, with the validators of its feed and of its `top` feed."""

    source_id: str
    etag: str = ""
    modified: str = ""
    top_etag: str = ""
    top_modified: str = ""
    failures: int = 0
    """In a row."""
    first: bool = True
    """No look has succeeded yet: this one fills the archive and pushes nothing."""


@dataclass(frozen=True, slots=True)
class Health:
    """How reading a source goes. `ok_at` is None when it was never read, `error` empty when the last look was well."""

    source_id: str
    looked_at: datetime
    ok_at: datetime | None
    next_look: datetime
    failures: int
    error: str


async def claim(
    db: Database, owner: str, sources: Sequence[str], now: datetime, *, most: int, most_new: int
) -> list[Look]:
    """Takes up to `most` of these sources that are due, and up to `most_new` that were never read: of both the longest
    due first, but none that another process has.

    A new source is due at once, and so is one that was looked at in the future: the clock was set back.
    """
    if not sources or max(most, most_new) <= 0:
        return []
    async with db.write() as tx:
        await _add(tx, sources, now)
        due = (
            select(source_look.c.source_id)
            .where(
                source_look.c.source_id.in_(sources),
                or_(source_look.c.next_look <= now, source_look.c.looked_at > now + SKEW),
                free(source_look.c.owner, owner),
            )
            .order_by(source_look.c.next_look, source_look.c.source_id)
            .with_for_update(skip_locked=True)
        )
        read, never = source_look.c.ok_at.is_not(null()), source_look.c.ok_at.is_(null())
        claimed = list(await tx.scalars(due.where(read).limit(max(most, 0))))
        claimed += await tx.scalars(due.where(never).limit(max(most_new, 0)))
        taken = update(source_look).where(source_look.c.source_id.in_(claimed)).values(owner=owner)
        found = {row.source_id: _look(row) for row in await tx.execute(taken.returning(source_look))}
    return [found[source] for source in claimed]


async def _add(tx: Transaction, sources: Sequence[str], now: datetime) -> None:
    known = set(await tx.scalars(select(source_look.c.source_id).where(source_look.c.source_id.in_(sources))))
    blank = {"etag": "", "modified": "", "top_etag": "", "top_modified": "", "failures": 0, "error": "", "told": []}
    new = [{"source_id": source, "next_look": now, **blank} for source in sources if source not in known]
    if new:
        await tx.execute(insert(tx, source_look).on_conflict_do_nothing(), new)


async def looked(
    tx: Transaction,
    source_id: str,
    owner: str,
    *,
    etag: str = "",
    modified: str = "",
    top_etag: str = "",
    top_modified: str = "",
    next_look: datetime,
    now: datetime,
) -> None:
    """The source was read, and is free."""
    seen = {"etag": etag, "modified": modified, "top_etag": top_etag, "top_modified": top_modified}
    well = {"failures": 0, "error": "", "broken_since": None, "told": [], "ok_at": now}
    await _release(tx, source_id, owner, {**seen, **well, "looked_at": now, "next_look": next_look})


async def failed(
    tx: Transaction, source_id: str, owner: str, *, trouble: Trouble, next_look: datetime, failures: int, now: datetime
) -> None:
    """The source could not be read, and is free; what it left for conditional requests stays."""
    since = func.coalesce(source_look.c.broken_since, now)
    again = {"failures": failures, "error": trouble, "broken_since": since, "looked_at": now, "next_look": next_look}
    await _release(tx, source_id, owner, again)


async def due(tx: Transaction, source_id: str, now: datetime) -> None:
    """Whatever was wrong, an editor thinks that it is well."""
    await tx.execute(update(source_look).where(source_look.c.source_id == source_id).values(next_look=now))


async def note_told(tx: Transaction, source_ids: Sequence[str], editor_id: int) -> None:
    """This editor knows that these sources cannot be read; until they are read again."""
    broken = source_look.c.source_id.in_(source_ids), source_look.c.broken_since.is_not(null())
    for row in (await tx.execute(select(source_look).where(*broken).with_for_update())).all():
        told = update(source_look).where(source_look.c.source_id == row.source_id)
        await tx.execute(told.values(told=sorted({*row.told, editor_id})))


async def health(tx: Transaction) -> list[Health]:
    """Of every source that was ever looked at, by id."""
    seen = source_look.c.looked_at.is_not(null())
    rows = await tx.execute(select(source_look).where(seen).order_by(source_look.c.source_id))
    return [Health(row.source_id, row.looked_at, row.ok_at, row.next_look, row.failures, row.error) for row in rows]


async def _release(tx: Transaction, source_id: str, owner: str, fields: dict[str, Any]) -> None:
    """Writes nothing where another process has taken the source from us, who seemed dead."""
    ours = update(source_look).where(source_look.c.source_id == source_id, source_look.c.owner == owner)
    await tx.execute(ours.values(**fields, owner=None))


def _look(row: Any) -> Look:
    return Look(
        row.source_id,
        row.etag,
        row.modified,
        row.top_etag,
        row.top_modified,
        row.failures,
        first=row.ok_at is None,
    )
