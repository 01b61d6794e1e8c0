"""The outbox: deliveries are claimed, sent elsewhere, and settled. Announcements are asked for here too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, Interval, Row, Select, Update, bindparam, func, null, select, union_all, update

from bot.news.chats import ChatKind
from bot.news.delivery import Announcement, AnnouncementKind, Delivery, DeliveryState, Lane, Settlement
from bot.store import chats
from bot.store.announcements import announce, announced, fan_out, finished, outcomes, unfinished
from bot.store.audiences import audience_size
from bot.store.database import Database, Transaction
from bot.store.dialects import DIALECTS, SQLITE, json_row, number, on_sqlite
from bot.store.tables import DUE, STARTED, announcement, chat, delivery
from bot.store.tables.columns import without_refused

__all__ = [
    "announce",
    "announced",
    "audience_size",
    "claim",
    "fan_out",
    "finished",
    "next_due",
    "outcomes",
    "recover",
    "settle",
    "unfinished",
]

_LANES = tuple(lane for lane in Lane if lane is not Lane.REPLY)
"""Replies are sent at once and never wait here."""

# Queries are built once: the outbox is asked many times a second.

# The LIMIT stands inside: right after a fan-out PostgreSQL's statistics know nothing of a million new rows, and the
# planner, who expects two, would join and sort them all.
_TAKEN = (
    select(delivery)
    .where(DUE, delivery.c.lane == bindparam("lane"), delivery.c.due_at <= bindparam("now"))
    .order_by(delivery.c.due_at, delivery.c.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
    .subquery("taken")
)

NEXT: Select[Any] = (
    select(
        _TAKEN.c.id,
        _TAKEN.c.announcement_id,
        _TAKEN.c.story_id,
        _TAKEN.c.chat_number,
        _TAKEN.c.thread_id,
        _TAKEN.c.lane,
        _TAKEN.c.ambiguous,
        chat.c.id.label("chat_id"),
        chat.c.kind,
        chat.c.language,
        chat.c.time_zone,
        announcement.c.kind.label("told_as"),
        announcement.c.html,
        announcement.c.created_at,
        announcement.c.expires_at,
    )
    .join(chat, chat.c.number == _TAKEN.c.chat_number)
    .join(announcement, announcement.c.id == _TAKEN.c.announcement_id)
    .order_by(_TAKEN.c.due_at, _TAKEN.c.id)
)
"""The next deliveries of a lane that are due."""

_FIRST_OF_LANES = union_all(
    *(select(func.min(delivery.c.due_at).label("due_at")).where(DUE, delivery.c.lane == lane) for lane in _LANES)
).subquery()

_FIRST = select(func.min(_FIRST_OF_LANES.c.due_at))


def _start(dialect: str) -> Update:
    row = json_row(dialect, "claimed")
    # SQLite's one process needs no lease: the next one voids its claims.
    lease = null() if dialect == SQLITE else func.now() + bindparam("lease", type_=Interval)
    return (
        update(delivery)
        .where(delivery.c.id == number(row, "id"))
        .values(
            state=DeliveryState.STARTED,
            attempts=delivery.c.attempts + 1,
            owner=bindparam("claimer"),
            lease_until=lease,
            started_at=bindparam("now"),
        )
    )


def _end(dialect: str) -> Update:
    row = json_row(dialect, "ended")
    return (
        update(delivery)
        .where(delivery.c.id == number(row, "id"), STARTED, delivery.c.owner == bindparam("holder"))
        .values(
            state=row["state"].as_string(),
            message_id=number(row, "message_id"),
            reason=row["reason"].as_string(),
            ambiguous=delivery.c.ambiguous + number(row, "ambiguous"),
            settled_at=bindparam("now"),
            owner=null(),
            lease_until=null(),
        )
        .returning(delivery.c.id)
    )


_START = {dialect: _start(dialect) for dialect in DIALECTS}
_END = {dialect: _end(dialect) for dialect in DIALECTS}

_AGAIN = (
    update(delivery)
    .where(delivery.c.id == bindparam("delivery_id"), STARTED, delivery.c.owner == bindparam("holder"))
    .values(
        state=DeliveryState.DUE,
        due_at=bindparam("again_at"),
        reason=bindparam("because"),
        ambiguous=delivery.c.ambiguous + bindparam("in_doubt", type_=Integer),
        owner=null(),
        lease_until=null(),
    )
)


async def claim(db: Database, *, owner: str, most: int, now: datetime, lease: float) -> list[Delivery]:
    """Takes up to `most` due deliveries for `owner`: by lane, then by time.

    They are stamped as started when this returns, so that a crash leaves no request unknown. `lease` is in seconds, by
    the database's clock.
    """
    async with db.write() as tx:
        rows: list[Row[Any]] = []
        for lane in _LANES:
            if len(rows) < most:
                room = {"lane": int(lane), "now": now, "most": most - len(rows)}
                rows += (await tx.execute(NEXT, room)).all()
        if rows:
            claimed = [{"id": row.id} for row in rows]
            stamp = {"claimed": claimed, "claimer": owner, "lease": timedelta(seconds=lease), "now": now}
            await tx.execute(_START[tx.dialect.name], stamp)
    told: dict[int, Announcement] = {}
    return [_delivery(row, told) for row in rows]


async def settle(db: Database, owner: str, settlements: Sequence[Settlement], now: datetime) -> int:
    """Writes down how attempts ended, and tells how many; a claim that is no longer the owner's is not touched.

    A chat that is gone loses its other open deliveries too; one that moved keeps its number under its new id.
    """
    async with db.write() as tx:
        ours = await _settle(tx, owner, settlements, now)
        known = [one for one in settlements if one.delivery_id in ours]
        gone = {one.chat_number: one.reason for one in known if one.state is DeliveryState.GONE}
        await chats.lose(tx, gone, now)
        for one in known:
            if one.moved_to is not None:
                await chats.readdress(tx, one.chat_number, one.moved_to)
    return len(ours)


async def _settle(tx: Transaction, owner: str, settlements: Sequence[Settlement], now: datetime) -> set[int]:
    """Ids of those that were the owner's."""
    again = [one for one in settlements if one.state is DeliveryState.DUE]
    ended = [_ending(one) for one in settlements if one.state is not DeliveryState.DUE]
    ours: set[int] = set()
    if ended:
        found = await tx.execute(_END[tx.dialect.name], {"ended": ended, "holder": owner, "now": now})
        ours.update(found.scalars())
    for one in again:
        fields = {"again_at": one.due_at, "because": one.reason or None, "in_doubt": int(one.ambiguous)}
        if (await tx.execute(_AGAIN, {**fields, "delivery_id": one.delivery_id, "holder": owner})).rowcount:
            ours.add(one.delivery_id)
    return ours


async def recover(db: Database, *, owner: str, now: datetime, alone: bool = False) -> int:
    """Makes deliveries that nobody will settle due again, and counts them as ambiguous.

    Whatever another owner started is lost when `owner` delivers `alone`, as on SQLite, whose file has one process;
    otherwise a lease must have ended.
    """
    async with db.write() as tx:
        lost = delivery.c.owner != owner if alone or on_sqlite(tx) else delivery.c.lease_until < func.now()
        again = {"state": DeliveryState.DUE, "due_at": now, "owner": None, "lease_until": None}
        count = {"ambiguous": delivery.c.ambiguous + 1}
        return (await tx.execute(update(delivery).where(STARTED, lost).values({**again, **count}))).rowcount


async def next_due(tx: Transaction) -> datetime | None:
    """When the next delivery is due; None when there is none. One step into the index for each lane."""
    due: datetime | None = (await tx.execute(_FIRST)).scalar()
    return due


def _delivery(row: Row[Any], told: dict[int, Announcement]) -> Delivery:
    if row.announcement_id not in told:
        told[row.announcement_id] = Announcement(
            row.announcement_id,
            AnnouncementKind(row.told_as),
            Lane(row.lane),
            row.story_id,
            row.html,
            row.created_at,
            row.expires_at,
        )
    return Delivery(
        row.id,
        told[row.announcement_id],
        row.chat_number,
        row.chat_id,
        ChatKind(row.kind),
        row.language,
        row.time_zone,
        row.thread_id,
        row.ambiguous,
    )


def _ending(one: Settlement) -> dict[str, Any]:
    return {
        "id": one.delivery_id,
        "state": one.state,
        "message_id": one.message_id,
        "reason": without_refused(one.reason) or None,
        "ambiguous": int(one.ambiguous),
    }
