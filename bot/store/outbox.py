"""The outbox: deliveries are claimed, sent elsewhere, and settled (`settling`). Whoever delivers does both in turns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Update, bindparam, case, func, select, update

from bot.news.chats import ChatKind, Detail
from bot.news.delivery import (
    GATHERED,
    PUSHES,
    Announcement,
    AnnouncementKind,
    AnnouncementState,
    Delivery,
    DeliveryState,
    Doubt,
    Lane,
    Settlement,
    Target,
)
from bot.news.turns import Waiting, in_turn
from bot.store import alerts, amendments, leadership, settling, tally
from bot.store.ahead import Ahead, next_of
from bot.store.database import Database, Transaction
from bot.store.dialects import among, in_index_order
from bot.store.prepared import Prepared
from bot.store.tables import DUE, UNDONE, announcement, chat, delivery
from bot.store.unreadable import reading

# Queries are built once: the outbox is asked many times a second.

_HEAD = (
    select(delivery.c.due_at)
    .where(delivery.c.announcement_id == announcement.c.id, DUE)
    .order_by(delivery.c.due_at)
    .limit(1)
    .correlate(announcement)
    .scalar_subquery()
)
_original = announcement.alias("original")
_HEADS = (
    select(announcement, _original.c.alert.label("original"), _HEAD.label("since"))
    .outerjoin(_original, _original.c.id == announcement.c.of_id)
    .where(UNDONE, announcement.c.state == AnnouncementState.OPEN)
    .order_by(announcement.c.id)
)
"""Open announcements, and since when each has a delivery due: one step into the index for each."""


def start(dialect: str) -> Update:
    """Stamps those of the `wanted` that are still due."""
    # No column of another index than the id's: both databases would rather walk through all that is due.
    still = delivery.c.announcement_id + 0 == bindparam("told"), delivery.c.state.concat("") == DeliveryState.DUE
    wanted = among(dialect, delivery.c.id, "wanted")
    free = select(delivery.c.id).where(wanted, *still).with_for_update(skip_locked=True)
    return (
        update(delivery)
        .where(delivery.c.id.in_(free))
        .values(
            state=DeliveryState.STARTED,
            owner=bindparam("claimer"),
            started_at=bindparam("now"),
        )
        .returning(delivery.c.id)
    )


def _start_amending(dialect: str) -> Update:
    return start(dialect).where(amendments.undisputed())


_START = Prepared(start)
_START_AMENDING = Prepared(_start_amending)
_HEADS_NOW = Prepared(lambda _: _HEADS)


async def take_turn(
    db: Database,
    owner: str,
    settlements: Sequence[Settlement],
    *,
    most: int,
    turn: int = 1,
    now: datetime,
    ahead: Ahead | None = None,
) -> list[Delivery]:
    """Writes down how attempts ended, then claims up to `most` due deliveries: by `in_turn`, then by time.

    They are stamped as started when this returns, so that a crash leaves no request unknown. Raises leadership.Fenced,
    and has done nothing, when another process delivers now. `ahead` saves reading when it is given again.
    """

    def both(tx: Connection) -> list[Delivery]:
        leadership.check_lead(tx, leadership.DELIVERY, owner)
        changes = tally.Changes()
        if settlements:
            settling.write_down(tx, owner, settlements, now, changes)
        claimed = _claim(tx, owner, most, turn, now, ahead or Ahead(), changes)
        tally.add(tx, changes)
        return claimed

    return await db.write_at_once(both)


async def claim(db: Database, *, owner: str, most: int, now: datetime) -> list[Delivery]:
    return await take_turn(db, owner, (), most=most, now=now)


async def next_due(tx: Transaction) -> datetime | None:
    """When the next delivery is due; None when there is none."""
    await tx.run_sync(in_index_order)
    return min((row.since for row in await tx.execute(_HEADS) if row.since), default=None)


async def languages(tx: Transaction, announcement_id: int, *states: DeliveryState) -> set[str]:
    """What the chats read whose delivery is in one of the states (`Delivery.reads`). It looks at all of them."""
    theirs = delivery.c.announcement_id == announcement_id, delivery.c.state.in_(states)
    reads = func.coalesce(case((announcement.c.story_id.is_not(None), chat.c.edition)), chat.c.language)
    query = select(reads).select_from(delivery).join(announcement, announcement.c.id == delivery.c.announcement_id)
    query = query.join(chat, chat.c.number == delivery.c.chat_number).where(*theirs)
    return set((await tx.execute(query.distinct())).scalars())


def _claim(
    tx: Connection, owner: str, most: int, turn: int, now: datetime, ahead: Ahead, changes: tally.Changes
) -> list[Delivery]:
    """What editors may change at any time, the announcements, is read each time."""
    in_index_order(tx)
    ahead.forget_old(now)
    ahead.more = False
    heads = {row.id: row for row in _HEADS_NOW.rows(tx) if row.since and row.since <= now}
    waiting: list[Waiting] = []
    for row in heads.values():
        with ahead.unreadable.passed_over(row.id):
            waiting.append(_waiting(row))
    claimed: list[Delivery] = []
    for one in in_turn(waiting, turn, now):
        if len(claimed) < most:
            with ahead.unreadable.passed_over(one.announcement_id):
                told = _announcement(heads[one.announcement_id])
                claimed += _claim_of(tx, told, owner, most - len(claimed), now, ahead, changes)
    return claimed


def _claim_of(
    tx: Connection, told: Announcement, owner: str, most: int, now: datetime, ahead: Ahead, changes: tally.Changes
) -> list[Delivery]:
    starting = _START if told.kind in PUSHES else _START_AMENDING
    claimed: list[Delivery] = []
    while len(claimed) < most and (rows := next_of(tx, told, most - len(claimed), now, ahead, changes)):
        wanted = [row.id for row in rows]
        ours = {row.id for row in starting.rows(tx, wanted=wanted, told=told.id, claimer=owner, now=now)}
        claimed += [_delivery(row, told, row.id in ahead.silent) for row in rows if row.id in ours]
        if not ours:  # Somebody else has them in hand.
            break
    return claimed


def _waiting(row: Row[Any]) -> Waiting:
    with reading():
        return Waiting(row.id, Lane(row.lane), row.since)


def _announcement(row: Row[Any]) -> Announcement:
    with reading():
        return Announcement(
            row.id,
            AnnouncementKind(row.kind),
            row.story_id,
            alerts.from_json(row.alert),
            row.created_at,
            row.expires_at,
            Doubt(row.doubt),
            alerts.from_json(row.original),
            row.opens_at,
        )


def _delivery(row: Row[Any], told: Announcement, silent: bool) -> Delivery:
    return Delivery(
        row.id,
        told,
        row.chat_number,
        row.chat_id,
        ChatKind(row.kind),
        row.language,
        row.time_zone,
        row.thread_id,
        row.ambiguous,
        row.edition or "",
        Detail(row.detail),
        _target_of(row, told) if row.target_id is not None else None,
        silent,
        (told.kind in GATHERED and row.message_id) or 0,
    )


def _target_of(row: Row[Any], told: Announcement) -> Target | None:
    if row.target_state is None:
        return None
    first = () if row.target_message_id is None else (row.target_message_id,)
    # Of a story's own deliveries each has the story; a summary has none.
    summary = row.target_id if told.story_id is not None and row.target_story_id is None else 0
    return Target((*first, *(row.target_others or ())), summary)
