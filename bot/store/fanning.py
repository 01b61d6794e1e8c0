"""Fan-out: from an announcement to a delivery for each chat, chunk by chunk from a cursor (DESIGN §5.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Row,
    Select,
    Text,
    and_,
    func,
    literal,
    null,
    or_,
    select,
    update,
)

from bot.news.delivery import PUSHES, AnnouncementKind, AnnouncementState, DeliveryState
from bot.store import tally
from bot.store.announcements import DELETABLE, EDITABLE
from bot.store.audiences import ACTIVE, first_after, from_json, members, wanted, within
from bot.store.database import Database, Transaction
from bot.store.dialects import insert
from bot.store.tables import OPEN, STARTED, UNDONE, announcement, chat, delivery
from bot.store.tables.columns import Moment

CHUNK = 5000
"""Chats of one transaction, so that nobody waits long for the database."""
_KINDS = {kind.value: kind for kind in AnnouncementKind}


async def unfanned(tx: Transaction) -> list[int]:
    """Open announcements whose deliveries are not all written yet, the most urgent first."""
    ready = announcement.c.state != AnnouncementState.SCHEDULED
    query = select(announcement.c.id).where(UNDONE, ready, ~announcement.c.fanned)
    return list((await tx.execute(query.order_by(announcement.c.lane, announcement.c.id))).scalars())


async def fan_out(db: Database, announcement_id: int, *, chunk: int = CHUNK) -> int:
    """Writes all deliveries of an announcement and tells how many are new."""
    made = 0
    while (more := await fan_out_next(db, announcement_id, chunk=chunk)) is not None:
        made += more
    return made


async def fan_out_next(
    db: Database, announcement_id: int, *, chunk: int = CHUNK, now: datetime | None = None
) -> int | None:
    """Writes the deliveries of the next `chunk` chats, and tells how many; None when all are written.

    Each is a transaction of its own and moves the cursor: after a crash it goes on where it was. Two at once take
    turns. `now`: what is open is never due later, whatever a clock said that was set back since.
    """
    async with db.write() as tx:
        open_ = announcement.c.id == announcement_id, ~announcement.c.fanned
        row = (await tx.execute(select(announcement).where(*open_).with_for_update())).one_or_none()
        if row is None:
            return None
        start = await _first_after(tx, row)
        if start is None:
            await tx.execute(update(announcement).where(announcement.c.id == row.id).values(fanned=True))
            return None
        upto, due_at = start + chunk - 1, min(row.opens_at, now or row.opens_at)
        promoted = await _promote(tx, row, upto, due_at) if row.kind == AnnouncementKind.BREAKING else 0
        made = await _write(tx, row, _told(row, upto), due_at)
        await tx.run_sync(tally.add, Counter({(row.id, tally.OWED): made}))
        await tx.execute(update(announcement).where(announcement.c.id == row.id).values(cursor=upto))
        return made + promoted


async def _first_after(tx: Transaction, row: Row[Any]) -> int | None:
    """The next chat's number."""
    if _pushes(row):
        return await first_after(tx, from_json(row.audience), row.cursor)
    first: int | None = (
        await tx.execute(select(func.min(delivery.c.chat_number)).where(_got(row), delivery.c.chat_number > row.cursor))
    ).scalar()
    return first


def _told(row: Row[Any], upto: int) -> Select[Any]:
    """(chat_number, thread_id, target_id) of the next chats."""
    if not _pushes(row):
        return _recipients(row, upto)
    audience = from_json(row.audience)
    told = members(audience, *within(audience, row.high_water, row.cursor, upto)).subquery()
    if row.after_story_id is None:
        return select(told.c.chat_number, told.c.thread_id, literal(None, BigInteger).label("target_id"))
    first = delivery.alias()
    same = and_(
        first.c.story_id == row.after_story_id,
        first.c.chat_number == told.c.chat_number,
        first.c.thread_id == told.c.thread_id,
    )
    return select(told.c.chat_number, told.c.thread_id, first.c.id.label("target_id")).select_from(
        told.outerjoin(first, same)
    )


def _recipients(row: Row[Any], upto: int) -> Select[Any]:
    """Chats that got what this one corrects, edits or takes back; a correction also waits for those still to get it."""
    kind = _KINDS[row.kind]
    sent = and_(delivery.c.state == DeliveryState.SENT, delivery.c.settled_at > _since(kind, row.created_at))
    reached = or_(sent, OPEN) if kind is AnnouncementKind.CORRECTION else or_(sent, STARTED)
    numbers = delivery.c.chat_number > row.cursor, delivery.c.chat_number <= upto
    return (
        select(delivery.c.chat_number, delivery.c.thread_id, delivery.c.id.label("target_id"))
        .join(chat, chat.c.number == delivery.c.chat_number)
        .where(_got(row), ACTIVE, reached, *numbers, *_only(row))
    )


def _only(row: Row[Any]) -> Sequence[ColumnElement[bool]]:
    return wanted(from_json(row.audience)) if row.audience else ()


def _pushes(row: Row[Any]) -> bool:
    return _KINDS[row.kind] in PUSHES


def _since(kind: AnnouncementKind, now: datetime) -> datetime:
    if kind is AnnouncementKind.UPDATE:
        return now - EDITABLE
    return now - DELETABLE if kind is AnnouncementKind.RECALL else datetime.min.replace(tzinfo=now.tzinfo)


def _got(row: Row[Any]) -> ColumnElement[bool]:
    if row.story_id is not None:
        return delivery.c.story_id == literal(row.story_id, BigInteger)
    return delivery.c.announcement_id == literal(row.of_id, BigInteger)


async def _write(tx: Transaction, row: Row[Any], told: Select[Any], due_at: datetime) -> int:
    chosen: FromClause = told.subquery()
    fields: dict[str, Any] = {
        "announcement_id": literal(row.id, BigInteger),
        "story_id": literal(row.story_id if _pushes(row) else None, BigInteger),
        "chat_number": chosen.c.chat_number,
        "thread_id": chosen.c.thread_id,
        "target_id": chosen.c.target_id,
        "state": literal(DeliveryState.DUE.value, Text),
        "due_at": literal(due_at, Moment),
        "attempts": literal(0),
        "ambiguous": literal(0),
    }
    # The WHERE tells SQLite that ON CONFLICT does not belong to the SELECT.
    owed = (
        select(*fields.values())
        .where(chosen.c.chat_number > row.cursor)
        .order_by(chosen.c.chat_number, chosen.c.thread_id)
    )
    made = await tx.execute(insert(tx, delivery).from_select(list(fields), owed).on_conflict_do_nothing())
    return made.rowcount


async def _promote(tx: Transaction, row: Row[Any], upto: int, due_at: datetime) -> int:
    """The story was announced as a headline before: what of it is not sent becomes breaking news too."""
    unsent = [DeliveryState.DUE, DeliveryState.EXPIRED, DeliveryState.CANCELLED, DeliveryState.REFUSED]
    theirs = (
        delivery.c.story_id == row.story_id,
        delivery.c.announcement_id != row.id,
        delivery.c.chat_number > row.cursor,
        delivery.c.chat_number <= upto,
        delivery.c.state.in_(unsent),
    )
    lost = select(delivery.c.announcement_id, delivery.c.state, func.count()).where(*theirs)
    counts = (await tx.execute(lost.group_by(delivery.c.announcement_id, delivery.c.state))).all()
    if not counts:
        return 0
    due = {"announcement_id": row.id, "state": DeliveryState.DUE, "due_at": due_at, "reason": null()}
    await tx.execute(update(delivery).where(*theirs).values(due))
    changes: tally.Changes = Counter()
    for of, state, count in counts:
        changes[of, tally.OWED] -= count
        changes[row.id, tally.OWED] += count
        if state != DeliveryState.DUE:
            changes[of, state] -= count
    await tx.run_sync(tally.add, changes)
    return changes[row.id, tally.OWED]
