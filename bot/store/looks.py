"""Looks at sources: when the next one is due, and what the last one left for a conditional request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.store.database import Transaction
from bot.store.dialects import insert
from bot.store.tables import source_look


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


async def due(tx: Transaction, sources: Sequence[str], now: datetime) -> list[Look]:
    """Those of these sources that are to be looked at, in their order. A new source is due at once."""
    rows = await tx.execute(select(source_look).where(source_look.c.source_id.in_(sources)))
    known = {row.source_id: row for row in rows}
    return [
        _look(known[source]) if source in known else Look(source)
        for source in sources
        if source not in known or known[source].next_look <= now
    ]


async def looked(
    tx: Transaction,
    source_id: str,
    *,
    etag: str = "",
    modified: str = "",
    top_etag: str = "",
    top_modified: str = "",
    next_look: datetime,
    now: datetime,
) -> None:
    """The source was read."""
    seen = {"etag": etag, "modified": modified, "top_etag": top_etag, "top_modified": top_modified}
    well = {"failures": 0, "error": "", "ok_at": now, "looked_at": now, "next_look": next_look}
    await _write(tx, source_id, {**seen, **well})


async def failed(
    tx: Transaction, source_id: str, *, error: str, next_look: datetime, failures: int, now: datetime
) -> None:
    """The source could not be read; what it left for conditional requests stays."""
    await _write(tx, source_id, {"failures": failures, "error": error, "looked_at": now, "next_look": next_look})


async def health(tx: Transaction) -> list[Health]:
    """Of every source that was ever looked at, by id."""
    rows = await tx.execute(select(source_look).order_by(source_look.c.source_id))
    return [Health(row.source_id, row.looked_at, row.ok_at, row.next_look, row.failures, row.error) for row in rows]


async def _write(tx: Transaction, source_id: str, fields: dict[str, Any]) -> None:
    blank = {"etag": "", "modified": "", "top_etag": "", "top_modified": ""}
    new = insert(tx, source_look).values(source_id=source_id, **{**blank, **fields})
    await tx.execute(new.on_conflict_do_update(index_elements=["source_id"], set_=fields))


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
