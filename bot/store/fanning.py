"""Fan-out: from an announcement to a delivery for each chat, chunk by chunk from a cursor (DESIGN §5.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    Text,
    and_,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.news.audience import Audience
from bot.news.delivery import PUSHES, AnnouncementKind, AnnouncementState, DeliveryState
from bot.store import disk, promoting, tally
from bot.store.announcements import DELETABLE, EDITABLE
from bot.store.audiences import ACTIVE, AFTER, UPTO, first_after, from_json, walk, wanted
from bot.store.database import Database, Transaction
from bot.store.dialects import INSERTS
from bot.store.pieces import sizes
from bot.store.prepared import Prepared
from bot.store.tables import DUE, FOLDED, OPEN, STARTED, UNDONE, announcement, chat, delivery
from bot.store.tables.columns import Moment
from bot.store.tables.outbox import PUSH
from bot.store.unreadable import reading

CHUNK = 12_000
"""Chats of one transaction at most."""
_OF_FOLDED = (AnnouncementKind.CORRECTION, AnnouncementKind.RETRACTION)
"""What concerns those, too, who were told in a summary."""
_KINDS = {kind.value: kind for kind in AnnouncementKind}

_CHAT = ["chat_number", "thread_id"]
_TOLD = announcement.c.id == bindparam("told", type_=BigInteger)
_UNFANNED = Prepared(
    lambda _: select(announcement).where(_TOLD, ~announcement.c.fanned).with_for_update(key_share=True)
)
_FANNED = Prepared(lambda _: update(announcement).where(_TOLD).values(fanned=True))
_MOVED = Prepared(lambda _: update(announcement).where(_TOLD).values(cursor=UPTO))


@dataclass(frozen=True, slots=True)
class _Fan:
    """What the statements of an announcement's fan-out depend on."""

    id: int
    kind: AnnouncementKind
    story_id: int | None
    of_id: int | None
    after_story_id: int | None
    audience: Audience | None
    high_water: int
    created_at: datetime
    due_at: datetime


class _Walk(NamedTuple):
    """By chats' numbers: the next one after `after`, what is promoted of (after, upto], and the INSERT for those."""

    first: Prepared
    unsent: Prepared
    folded: Prepared
    owed: Prepared


async def unfanned(tx: Transaction, turn: int = 0) -> list[int]:
    """Open announcements whose deliveries can be written and are not all written yet, the most urgent first.

    Those of one lane take turns; turns are numbered. What corrects, edits or takes back others waits until these are
    written, or ended.
    """
    ready = UNDONE, ~announcement.c.fanned, announcement.c.state != AnnouncementState.SCHEDULED, ~_awaits()
    query = select(announcement.c.id, announcement.c.lane).where(*ready)
    rows = (await tx.execute(query.order_by(announcement.c.lane, announcement.c.id))).all()
    first = [row.id for row in rows if row.lane == rows[0].lane]
    begin = turn % max(len(first), 1)
    return [*first[begin:], *first[:begin], *(row.id for row in rows[len(first) :])]


def _awaits() -> ColumnElement[bool]:
    """A condition on announcements: who got what it is about is not settled yet."""
    about = announcement.alias("about")
    due = select(delivery.c.id).where(delivery.c.announcement_id == about.c.id, DUE)
    some_due = due.order_by(delivery.c.due_at).limit(1).correlate(about).scalar_subquery().is_not(null())
    told = or_(about.c.id == announcement.c.of_id, about.c.story_id == announcement.c.story_id)
    unsettled = or_(~about.c.fanned, (about.c.state == AnnouncementState.ENDING) & some_due)
    pushes = about.c.state != literal_column("'done'"), about.c.kind.in_(PUSHES), told, unsettled
    return announcement.c.kind.not_in(PUSHES) & select(about.c.id).where(*pushes).correlate(announcement).exists()


async def fan_out(db: Database, announcement_id: int, *, chunk: int = CHUNK) -> int:
    """Writes all deliveries of an announcement and tells how many are new."""
    made = 0
    while (more := await fan_out_next(db, announcement_id, chunk=chunk)) is not None:
        made += more
    return made


async def fan_out_next(
    db: Database, announcement_id: int, *, chunk: int = CHUNK, now: datetime | None = None
) -> int | None:
    """Writes the deliveries of the next chats, up to `chunk`, and tells how many; None when all are written.

    Each is a transaction of its own and moves the cursor: after a crash it goes on where it was. Two at once take
    turns. `now`: what is open is never due later, whatever a clock said that was set back since. Raises
    unreadable.NotReadable.
    """
    made = await db.write_at_once(lambda tx: _fan_out_next(tx, announcement_id, chunk, now))
    await disk.follow(db)
    return made


async def unwritten(tx: Transaction, announcement_id: int) -> bool:
    """Whether some chat's delivery is still to be written. Raises unreadable.NotReadable."""
    row = (await tx.execute(select(announcement).where(announcement.c.id == announcement_id))).one_or_none()
    if row is None or row.fanned:
        return False
    first = _walk(_fan(row, row.opens_at)).first
    return await tx.run_sync(lambda connection: first.rows(connection, after=row.cursor)[0].first is not None)


def _fan_out_next(tx: Connection, announcement_id: int, chunk: int, now: datetime | None) -> int | None:
    disk.leave(tx)
    found = _UNFANNED.rows(tx, told=announcement_id)
    if not found:
        return None
    row = found[0]
    fan = _fan(row, min(row.opens_at, now or row.opens_at))
    ways, after = _walk(fan), row.cursor
    start = ways.first.rows(tx, after=after)[0].first
    if start is None:
        _FANNED.rows(tx, told=announcement_id)
        return None
    changes, upto = tally.Changes(), start - 1
    for count in sizes(chunk):
        upto += count
        if fan.kind is AnnouncementKind.BREAKING:
            unsent = ways.unsent.rows(tx, after=after, upto=upto)
            unsent += ways.folded.rows(tx, after=after, upto=upto)
            changes.update(promoting.promote(tx, fan.id, fan.due_at, unsent))
        changes[fan.id, tally.OWED] += ways.owed.count(tx, after=after, upto=upto)
        after = upto
    # All at once and last, so that two transactions never wait for each other's counts.
    tally.add(tx, changes)
    _MOVED.rows(tx, told=announcement_id, upto=upto)
    return changes[fan.id, tally.OWED]


def _fan(row: Row[Any], due_at: datetime) -> _Fan:
    with reading():
        kind, audience = _KINDS[row.kind], from_json(row.audience) if row.audience else None
    told = row.story_id, row.of_id, row.after_story_id
    return _Fan(row.id, kind, *told, audience, row.high_water, row.created_at, due_at)


@lru_cache(maxsize=8)
def _walk(fan: _Fan) -> _Walk:
    """To build and to compile its statements takes longer than a chunk of it."""
    return _Walk(
        Prepared(lambda _: _first(fan)),
        Prepared(lambda _: promoting.unsent(fan.id, _got(fan), _told(fan))),
        Prepared(lambda _: promoting.folded(fan.id, _got(fan))),
        Prepared(lambda dialect: _owed(fan, dialect)),
    )


def _first(fan: _Fan) -> Select[Any]:
    """The next chat's number, as `first`."""
    if fan.kind in PUSHES and fan.audience:
        return first_after(fan.audience)
    return select(func.min(delivery.c.chat_number).label("first")).where(_got(fan), delivery.c.chat_number > AFTER)


def _told(fan: _Fan) -> Select[Any]:
    """(chat_number, thread_id, target_id) of the chats numbered (AFTER, UPTO]."""
    if fan.kind not in PUSHES or fan.audience is None:
        return _recipients(fan)
    told = walk(fan.audience, fan.high_water).subquery()
    if fan.after_story_id is None:
        return select(told.c.chat_number, told.c.thread_id, literal(None, BigInteger).label("target_id"))
    first = delivery.alias()
    same = and_(
        first.c.story_id == fan.after_story_id,
        first.c.chat_number == told.c.chat_number,
        first.c.thread_id == told.c.thread_id,
    )
    return select(told.c.chat_number, told.c.thread_id, first.c.id.label("target_id")).select_from(
        told.outerjoin(first, same)
    )


def _recipients(fan: _Fan) -> Select[Any]:
    """Chats that got what this one corrects, edits or takes back; a correction also waits for those still to get it."""
    sent = and_(delivery.c.state == DeliveryState.SENT, delivery.c.settled_at > _since(fan.kind, fan.created_at))
    reached = or_(sent, OPEN) if fan.kind is AnnouncementKind.CORRECTION else or_(sent, STARTED)
    if fan.kind in _OF_FOLDED and fan.story_id is not None:
        reached = or_(reached, FOLDED)
    # What was folded is answered, and struck, where it stands: in the summary.
    target = case((FOLDED, delivery.c.target_id), else_=delivery.c.id)
    numbers = delivery.c.chat_number > AFTER, delivery.c.chat_number <= UPTO
    only = wanted(fan.audience) if fan.audience else ()
    return (
        select(delivery.c.chat_number, delivery.c.thread_id, target.label("target_id"))
        .join(chat, chat.c.number == delivery.c.chat_number)
        .where(_got(fan), ACTIVE, reached, *numbers, *only)
    )


def _since(kind: AnnouncementKind, now: datetime) -> datetime:
    if kind is AnnouncementKind.UPDATE:
        return now - EDITABLE
    return now - DELETABLE if kind is AnnouncementKind.RECALL else datetime.min.replace(tzinfo=now.tzinfo)


def _got(fan: _Fan) -> ColumnElement[bool]:
    if fan.story_id is not None:
        return delivery.c.story_id == literal(fan.story_id, BigInteger)
    return delivery.c.announcement_id == literal(fan.of_id, BigInteger)


def _owed(fan: _Fan, dialect: str) -> postgresql.Insert | sqlite.Insert:
    chosen: FromClause = _told(fan).subquery()
    fields: dict[str, Any] = {
        "announcement_id": literal(fan.id, BigInteger),
        "story_id": literal(fan.story_id if fan.kind in PUSHES else None, BigInteger),
        "chat_number": chosen.c.chat_number,
        "thread_id": chosen.c.thread_id,
        "target_id": chosen.c.target_id,
        "state": literal(DeliveryState.DUE.value, Text),
        "due_at": literal(fan.due_at, Moment),
        "attempts": literal(0),
        "ambiguous": literal(0),
    }
    # The WHERE tells SQLite that ON CONFLICT does not belong to the SELECT.
    owed = select(*fields.values()).where(chosen.c.chat_number > AFTER)
    new = INSERTS[dialect](delivery).from_select(list(fields), owed)
    # One index tells what is there already: to look into all of them costs PostgreSQL noticeably more.
    if fan.kind in PUSHES and fan.story_id is not None:
        return new.on_conflict_do_nothing(index_elements=["story_id", *_CHAT], index_where=PUSH)
    return new.on_conflict_do_nothing(index_elements=["announcement_id", *_CHAT])
