"""Sources: those of the file, and those that editors add, pause and remove in chat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, delete, select, update

from bot.news.article import Source
from bot.store.database import Transaction
from bot.store.dialects import insert
from bot.store.tables import source, source_look

OFFERED_FOR = timedelta(days=1)
"""How long what was found at an address can still be added."""
_FIELDS = ("name", "language", "feed", "top", "page", "every", "tags")


class State(StrEnum):
    OFFERED = "offered"
    """Found at an address that an editor gave, and not added yet."""
    ON = "on"
    PAUSED = "paused"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Known:
    """A source and how reading it goes. `ok_at` is None when it was never read, `error` empty when the last look was
    well."""

    number: int
    source: Source
    state: State
    listed: bool
    """It stands in the sources file."""
    looked_at: datetime | None = None
    ok_at: datetime | None = None
    next_look: datetime | None = None
    failures: int = 0
    error: str = ""


async def take_list(tx: Transaction, listed: Sequence[Source], now: datetime) -> None:
    """The sources file is as it is now. What left it is removed; who paused one of it has it paused still."""
    ids = [one.id for one in listed]
    gone = update(source).where(source.c.listed, source.c.id.not_in(ids))
    await tx.execute(gone.values(state=State.REMOVED))
    known = {row.id: row.feed for row in await tx.execute(select(source).where(source.c.id.in_(ids)))}
    for one in listed:
        fields = {**_fields(one), "listed": True}
        if known.get(one.id) != one.feed:
            fields["moved_to"] = ""  # the operator knows better
        new = insert(tx, source).values(id=one.id, state=State.ON, added_at=now, **{"moved_to": "", **fields})
        await tx.execute(new.on_conflict_do_update(index_elements=["id"], set_=fields))
    back = source.c.id.in_(ids), source.c.state.in_([State.REMOVED, State.OFFERED])
    await tx.execute(update(source).where(*back).values(state=State.ON))


async def on(tx: Transaction) -> dict[str, Source]:
    """Those that are looked at, by id; feeds that moved for good by their new address."""
    rows = await tx.execute(select(source).where(source.c.state == State.ON).order_by(source.c.number))
    return {row.id: _source(row, feed=row.moved_to or row.feed) for row in rows}


async def known(tx: Transaction) -> list[Known]:
    """All but what was removed or only offered, in the order in which they came."""
    rows = await tx.execute(_with_looks().where(source.c.state.in_([State.ON, State.PAUSED])).order_by(source.c.number))
    return [_known(row) for row in rows]


async def by_number(tx: Transaction, number: int) -> Known | None:
    row = (await tx.execute(_with_looks().where(source.c.number == number))).one_or_none()
    return _known(row) if row else None


async def of_feed(tx: Transaction, feed: str) -> Known | None:
    """The source that reads this feed already."""
    theirs = source.c.feed == feed, source.c.state.in_([State.ON, State.PAUSED])
    row = (await tx.execute(_with_looks().where(*theirs).limit(1))).one_or_none()
    return _known(row) if row else None


async def offer(tx: Transaction, found: Source, now: datetime) -> int:
    """Keeps it for the tap that adds it; its number. An id that is taken gets a number of its own at its end."""
    await tx.execute(delete(source).where(source.c.state == State.OFFERED, source.c.added_at < now - OFFERED_FOR))
    taken = set(await tx.scalars(select(source.c.id).where(source.c.id.startswith(found.id, autoescape=True))))
    free = next(id_ for id_ in (found.id, *(f"{found.id}-{n}" for n in range(2, len(taken) + 3))) if id_ not in taken)
    new = source.insert().values(
        **_fields(found), id=free, state=State.OFFERED, listed=False, moved_to="", added_at=now
    )
    number: int = (await tx.execute(new.returning(source.c.number))).scalar_one()
    return number


async def turn(tx: Transaction, number: int, *, to: State, was: Sequence[State]) -> bool:
    """Whether it was in one of these states, and is in the other now. A source of the file is never removed here."""
    ours = [source.c.number == number, source.c.state.in_(was)]
    if to is State.REMOVED:
        ours.append(~source.c.listed)
    return (await tx.execute(update(source).where(*ours).values(state=to))).rowcount > 0


async def moved(tx: Transaction, id_: str, feed: str) -> None:
    """The publisher said that the feed is at another address for good."""
    await tx.execute(update(source).where(source.c.id == id_).values(moved_to=feed))


def _with_looks() -> Select[Any]:
    look = source_look.c
    seen = look.looked_at, look.ok_at, look.next_look, look.failures, look.error
    return select(source, *seen).outerjoin(source_look, look.source_id == source.c.id)


def _known(row: Row[Any]) -> Known:
    look = row.looked_at, row.ok_at, row.next_look, row.failures or 0, row.error or ""
    return Known(row.number, _source(row), State(row.state), row.listed, *look)


def _source(row: Row[Any], **instead: str) -> Source:
    fields = {name: getattr(row, name) for name in _FIELDS} | instead
    return Source(id=row.id, **{**fields, "tags": tuple(row.tags)})


def _fields(one: Source) -> dict[str, Any]:
    fields = asdict(one)
    return {name: fields[name] for name in _FIELDS}
