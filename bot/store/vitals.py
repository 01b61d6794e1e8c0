"""Vital signs: what the database tells of whether the newsroom's work goes on, cheap enough to be asked at any time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, null, or_, select

from bot.news.delivery import AnnouncementState, Lane
from bot.store import counters
from bot.store.database import Transaction
from bot.store.dialects import in_index_order
from bot.store.tables import DUE, STARTED, UNDONE, WAITING, announcement, delivery, hold, inbox, tally
from bot.store.tally import DOUBTS

SOON = timedelta(seconds=30)
"""What is put off for longer waits for its chat alone, which is nobody's fault: for a flood wait, or for a chat that
answers with nothing but errors."""
SERVED = timedelta(seconds=60)
"""While any update was answered so lately, those that wait only wait for their turn: what is answered keeps no chat."""
TOKEN = 0
"""The chat id that stands for the whole token among holds."""
_LANES = frozenset(lane.value for lane in Lane)
"""A newer version may have more."""


@dataclass(frozen=True, slots=True)
class Queue:
    """What chats are owed now."""

    since: Mapping[Lane, datetime]
    """Since when the longest waiting delivery of a lane is due; lanes in which nothing is due are left out."""
    waiting: int
    """Announcements that have something to do, paused ones not among them."""
    moves: tuple[int, ...]
    """Other numbers whenever a delivery was written or has ended."""
    held: bool
    """Telegram asked the whole token to wait."""


@dataclass(frozen=True, slots=True)
class Inbox:
    """Updates that are not answered; the times leave out chats that Telegram lets wait, and there are none while others
    are answered."""

    waiting: int
    unclaimed_since: datetime | None
    """Since when the first one waits whose turn it is and that nobody has taken."""
    claimed_since: datetime | None
    """When the first one came that somebody has taken."""


async def queue(tx: Transaction, now: datetime) -> Queue:
    await tx.run_sync(in_index_order)
    head = select(delivery.c.due_at).where(delivery.c.announcement_id == announcement.c.id, DUE)
    due = head.order_by(delivery.c.due_at).limit(1).correlate(announcement).scalar_subquery()
    started = exists().where(delivery.c.announcement_id == announcement.c.id, STARTED).correlate(announcement)
    columns = announcement.c.lane, announcement.c.state, announcement.c.fanned, announcement.c.id
    running = UNDONE, announcement.c.state != AnnouncementState.PAUSED, announcement.c.opens_at <= now
    rows = (await tx.execute(select(*columns, due.label("due"), started.label("started")).where(*running))).all()
    since: dict[Lane, datetime] = {}
    for row in rows:
        if row.lane in _LANES and row.state == AnnouncementState.OPEN and row.due and row.due <= now:
            since[Lane(row.lane)] = min(row.due, since.get(Lane(row.lane), row.due))
    busy = [
        row
        for row in rows
        if row.state != AnnouncementState.OPEN or not row.fanned or row.started or (row.due and row.due <= now + SOON)
    ]
    return Queue(since, len(busy), await _moves(tx), await _held(tx, now))


async def waiting_updates(tx: Transaction, now: datetime) -> Inbox:
    held = inbox.c.chat_id.in_(select(hold.c.chat_id).where(hold.c.until > now))
    served = inbox.alias()
    free = WAITING, ~held, ~exists().where(served.c.done_at > now - SERVED)
    other = inbox.alias()
    behind = exists().where(
        other.c.chat_id == inbox.c.chat_id,
        other.c.done_at.is_(null()),
        or_(other.c.update_id < inbox.c.update_id, other.c.owner.is_not(null())),
    )
    waiting = (await tx.execute(select(func.count()).select_from(inbox).where(WAITING))).scalar_one()
    unclaimed = await _first(tx, and_(*free, inbox.c.owner.is_(null()), ~behind))
    return Inbox(waiting, unclaimed, await _first(tx, and_(*free, inbox.c.owner.is_not(null()))))


async def polled(tx: Transaction) -> datetime | None:
    """When Telegram last answered a poll, to some ten seconds."""
    at = await counters.get(tx, counters.LAST_POLL)
    return None if at is None else datetime.fromtimestamp(at, UTC)


async def _first(tx: Transaction, which: ColumnElement[bool]) -> datetime | None:
    query = select(inbox.c.received_at).where(which).order_by(inbox.c.update_id).limit(1)
    return (await tx.execute(query)).scalar()


async def _moves(tx: Transaction) -> tuple[int, ...]:
    """Counts of announcements that are not done, which only grow; and which those are. A doubt is no end."""
    ends = tally.c.name != DOUBTS
    counted = select(func.coalesce(func.sum(tally.c.count), 0)).join(announcement).where(UNDONE, ends)
    undone = func.coalesce(func.sum(announcement.c.id + announcement.c.cursor), 0)
    ids = (await tx.execute(select(undone, func.count()).where(UNDONE))).one()
    return int((await tx.execute(counted)).scalar_one()), *map(int, ids)


async def _held(tx: Transaction, now: datetime) -> bool:
    whole = select(hold.c.chat_id).where(hold.c.chat_id == TOKEN, hold.c.until > now)
    return (await tx.execute(whole)).first() is not None
