"""Sources: those of the file, and those that editors add, pause and remove in chat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, delete, select, update

from bot.news.article import Source
from bot.news.trouble import Trouble, parked
from bot.news.urls import key
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
    """A source and how reading it goes. `ok_at` is None when it was never read; `trouble` and `broken_since` when the
    last look was well."""

    number: int
    source: Source
    state: State
    listed: bool
    """It stands in the sources file."""
    moved_to: str = ""
    """Where its feed is now; empty where the source says."""
    ok_at: datetime | None = None
    next_look: datetime | None = None
    failures: int = 0
    trouble: Trouble | None = None
    broken_since: datetime | None = None
    told: frozenset[int] = frozenset()
    """The editors who know."""

    @property
    def where_it_is(self) -> Source:
        """With its feed at the address it has moved to."""
        return replace(self.source, feed=self.moved_to or self.source.feed)

    @property
    def parked(self) -> bool:
        return self.state is State.ON and parked(self.failures, self.trouble)


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


async def failing(tx: Transaction) -> list[Known]:
    """Those that are looked at, and were not read the last time."""
    broken = source.c.state == State.ON, source_look.c.failures > 0
    return [_known(row) for row in await tx.execute(_with_looks().where(*broken).order_by(source.c.number))]


async def by_feed(tx: Transaction) -> dict[str, Known]:
    """Key of a feed's address → the source that reads it already."""
    return {key(feed): one for one in await known(tx) for feed in (one.source.feed, one.moved_to) if feed}


async def offer(tx: Transaction, found: Sequence[Source], now: datetime) -> list[int]:
    """Keeps them for the tap that adds them; their numbers. An id that is taken gets a number of its own at its end."""
    await tx.execute(delete(source).where(source.c.state == State.OFFERED, source.c.added_at < now - OFFERED_FOR))
    taken = set(await tx.scalars(select(source.c.id)))
    rows = []
    for one in found:
        id_ = next(id_ for id_ in (one.id, *(f"{one.id}-{n}" for n in range(2, len(taken) + 3))) if id_ not in taken)
        taken.add(id_)
        rows.append(
            {**_fields(one), "id": id_, "state": State.OFFERED, "listed": False, "moved_to": "", "added_at": now}
        )
    new = source.insert().returning(source.c.number, sort_by_parameter_order=True)
    return list((await tx.execute(new, rows)).scalars()) if rows else []


async def add(tx: Transaction, number: int, *, together: bool = False) -> list[Source]:
    """Adds what was offered, or all that was offered `together` with it; never a feed that is read already."""
    first = (await tx.execute(select(source).where(source.c.number == number))).one_or_none()
    if first is None:
        return []
    which = source.c.added_at == first.added_at if together else source.c.number == number
    offered = select(source).where(which, source.c.state == State.OFFERED).order_by(source.c.number).with_for_update()
    read = await by_feed(tx)
    new = {key(row.feed): row for row in reversed((await tx.execute(offered)).all()) if key(row.feed) not in read}
    numbers = sorted(row.number for row in new.values())
    await tx.execute(update(source).where(source.c.number.in_(numbers)).values(state=State.ON))
    return [_source(row) for row in sorted(new.values(), key=lambda row: row.number)]


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
    seen = look.ok_at, look.next_look, look.failures, look.error, look.broken_since, look.told
    return select(source, *seen).outerjoin(source_look, look.source_id == source.c.id)


def _known(row: Row[Any]) -> Known:
    look = row.ok_at, row.next_look, row.failures or 0, Trouble(row.error) if row.error else None, row.broken_since
    told = frozenset(row.told or ())
    return Known(row.number, _source(row), State(row.state), row.listed, row.moved_to, *look, told)


def _source(row: Row[Any], **instead: str) -> Source:
    fields = {name: getattr(row, name) for name in _FIELDS} | instead
    return Source(id=row.id, **{**fields, "tags": tuple(row.tags)}, chosen=row.listed)


def _fields(one: Source) -> dict[str, Any]:
    fields = asdict(one)
    return {name: fields[name] for name in _FIELDS}
