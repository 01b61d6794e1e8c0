"""The outbox: deliveries are claimed, sent elsewhere, and settled. Announcements are asked for here too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, func, select, union_all, update

from bot.news.chats import ChatKind
from bot.news.delivery import Announcement, AnnouncementKind, Delivery, DeliveryState, Lane, Settlement
from bot.store import chats
from bot.store.announcements import announce, announced, fan_out, finished, outcomes, unfinished
from bot.store.audiences import audience_size
from bot.store.database import Database, Transaction
from bot.store.dialects import on_sqlite
from bot.store.tables import DUE, STARTED, announcement, chat, delivery

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

_CLAIMED: tuple[ColumnElement[Any], ...] = (
    delivery.c.id,
    delivery.c.announcement_id,
    delivery.c.story_id,
    delivery.c.chat_number,
    delivery.c.thread_id,
    delivery.c.lane,
    delivery.c.attempts,
    chat.c.id.label("chat_id"),
    chat.c.kind,
    chat.c.language,
    chat.c.time_zone,
    announcement.c.kind.label("told_as"),
    announcement.c.html,
    announcement.c.created_at,
    announcement.c.expires_at,
)

# Built once: the outbox is asked many times a second.
_NEXT = (
    select(*_CLAIMED)
    .join(chat, chat.c.number == delivery.c.chat_number)
    .join(announcement, announcement.c.id == delivery.c.announcement_id)
    .where(DUE, delivery.c.lane == bindparam("lane"), delivery.c.due_at <= bindparam("now"))
    .order_by(delivery.c.due_at, delivery.c.id)
    .limit(bindparam("most"))
    .with_for_update(of=delivery, skip_locked=True)
)

_FIRST_OF_LANES = union_all(
    *(select(func.min(delivery.c.due_at).label("due_at")).where(DUE, delivery.c.lane == lane) for lane in _LANES)
).subquery()

_FIRST = select(func.min(_FIRST_OF_LANES.c.due_at))

_HELD = (
    select(delivery.c.id)
    .where(delivery.c.id.in_(bindparam("ids", expanding=True)), STARTED, delivery.c.owner == bindparam("owner"))
    .order_by(delivery.c.id)
    .with_for_update()
)

_SETTLE = (
    update(delivery)
    .where(delivery.c.id == bindparam("delivery_id"))
    .values(
        state=bindparam("ends_as"),
        due_at=func.coalesce(bindparam("again_at", type_=delivery.c.due_at.type), delivery.c.due_at),
        settled_at=bindparam("ended_at"),
        message_id=func.coalesce(bindparam("sent_as", type_=delivery.c.message_id.type), delivery.c.message_id),
        reason=bindparam("because"),
        ambiguous=delivery.c.ambiguous + bindparam("in_doubt", type_=delivery.c.ambiguous.type),
        owner=None,
        lease_until=None,
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
                rows += (await tx.execute(_NEXT, room)).all()
        if rows:
            ids = [row.id for row in rows]
            await tx.execute(update(delivery).where(delivery.c.id.in_(ids)).values(_start(tx, owner, now, lease)))
    told: dict[int, Announcement] = {}
    return [_delivery(row, told) for row in rows]


async def settle(db: Database, owner: str, settlements: Sequence[Settlement], now: datetime) -> int:
    """Writes down how attempts ended, and tells how many; a claim that is no longer the owner's is not touched.

    A chat that is gone loses its other open deliveries too; one that moved keeps its number under its new id.
    """
    async with db.write() as tx:
        asked = {"ids": [one.delivery_id for one in settlements], "owner": owner}
        ours = set((await tx.execute(_HELD, asked)).scalars())
        known = [one for one in settlements if one.delivery_id in ours]
        if known:
            await tx.execute(_SETTLE, [_ending(one, now) for one in known])
        gone = {one.chat_number: one.reason for one in known if one.state is DeliveryState.GONE}
        await chats.lose(tx, gone, now)
        for one in known:
            if one.moved_to is not None:
                await chats.readdress(tx, one.chat_number, one.moved_to)
    return len(known)


async def recover(db: Database, *, owner: str, now: datetime) -> int:
    """Makes deliveries that nobody will settle due again, and counts them as ambiguous.

    On SQLite the file has one process: whatever another owner started is lost. On PostgreSQL a lease must have ended.
    """
    async with db.write() as tx:
        lost = delivery.c.owner != owner if on_sqlite(tx) else delivery.c.lease_until < func.now()
        again = {"state": DeliveryState.DUE, "due_at": now, "owner": None, "lease_until": None}
        count = {"ambiguous": delivery.c.ambiguous + 1}
        return (await tx.execute(update(delivery).where(STARTED, lost).values({**again, **count}))).rowcount


async def next_due(tx: Transaction) -> datetime | None:
    """When the next delivery is due; None when there is none. One step into the index for each lane."""
    due: datetime | None = (await tx.execute(_FIRST)).scalar()
    return due


def _start(tx: Transaction, owner: str, now: datetime, lease: float) -> dict[str, Any]:
    # SQLite's one process needs no lease: the next one voids its claims.
    until = None if on_sqlite(tx) else func.now() + timedelta(seconds=lease)
    return {
        "state": DeliveryState.STARTED,
        "attempts": delivery.c.attempts + 1,
        "owner": owner,
        "lease_until": until,
        "started_at": now,
    }


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
        row.attempts + 1,
    )


def _ending(one: Settlement, now: datetime) -> dict[str, Any]:
    return {
        "delivery_id": one.delivery_id,
        "ends_as": one.state,
        "again_at": one.due_at,
        "ended_at": None if one.state is DeliveryState.DUE else now,
        "sent_as": one.message_id,
        "because": one.reason or None,
        "in_doubt": int(one.ambiguous),
    }
