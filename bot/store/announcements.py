"""Announcements, and the deliveries that they become (DESIGN §6)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Integer, Row, Select, Text, exists, func, literal, select, update

from bot.news.audience import Audience
from bot.news.delivery import AnnouncementKind, DeliveryState, Lane
from bot.store.audiences import first_after, from_json, high_water, members, to_json, within
from bot.store.database import Database, Transaction
from bot.store.dialects import insert
from bot.store.tables import FANNING, OPEN, announcement, delivery
from bot.store.tables.columns import Moment

_FANNING, _READY = "fanning", "ready"


async def announce(
    tx: Transaction,
    *,
    kind: AnnouncementKind,
    lane: Lane,
    audience: Audience,
    story_id: int | None = None,
    html: str = "",
    author_id: int | None = None,
    now: datetime,
    expires_at: datetime | None = None,
) -> int:
    """Promises the announcement to everyone who is in the audience now; `fan_out` writes the deliveries."""
    new = announcement.insert().values(
        kind=kind,
        lane=lane,
        story_id=story_id,
        html=html,
        audience=to_json(audience),
        high_water=await high_water(tx, audience),
        cursor=0,
        state=_FANNING,
        author_id=author_id,
        created_at=now,
        expires_at=expires_at,
    )
    announcement_id: int = (await tx.execute(new.returning(announcement.c.id))).scalar_one()
    return announcement_id


async def announced(tx: Transaction, story_id: int, kind: AnnouncementKind) -> bool:
    """Whether the story was ever announced as that."""
    told = select(announcement.c.id).where(announcement.c.story_id == story_id, announcement.c.kind == kind)
    return (await tx.execute(told.limit(1))).first() is not None


async def unfinished(tx: Transaction) -> list[int]:
    """Announcements whose deliveries are not all written yet, oldest first."""
    rows = await tx.execute(select(announcement.c.id).where(FANNING).order_by(announcement.c.id))
    return list(rows.scalars())


async def fan_out(db: Database, announcement_id: int, *, chunk: int = 5000) -> int:
    """Writes the deliveries of an announcement and tells how many are new.

    Each `chunk` of chats is a transaction of its own and moves the cursor: after a crash it goes on where it was. Two
    at once take turns.
    """
    made = 0
    while True:
        async with db.write() as tx:
            row = (await tx.execute(_fanning(announcement_id))).one_or_none()
            if row is None:
                return made
            made += await _fan_out_next(tx, row, chunk)


async def outcomes(tx: Transaction, announcement_id: int) -> dict[DeliveryState, int]:
    """How many deliveries are in each state; states without any are left out."""
    rows = await tx.execute(
        select(delivery.c.state, func.count())
        .where(delivery.c.announcement_id == announcement_id)
        .group_by(delivery.c.state)
    )
    return {DeliveryState(state): number for state, number in rows}


async def finished(tx: Transaction, announcement_id: int) -> bool:
    """All deliveries are written, and every one has ended."""
    under_way = exists().where(delivery.c.announcement_id == announcement_id, OPEN)
    done = select(announcement.c.id).where(announcement.c.id == announcement_id, ~FANNING, ~under_way)
    return (await tx.execute(done)).first() is not None


def _fanning(announcement_id: int) -> Select[Any]:
    return select(announcement).where(announcement.c.id == announcement_id, FANNING).with_for_update()


async def _fan_out_next(tx: Transaction, row: Row[Any], chunk: int) -> int:
    """The next chunk's deliveries, or the end."""
    audience = from_json(row.audience)
    start = await first_after(tx, audience, row.cursor)
    if start is None:
        await tx.execute(update(announcement).where(announcement.c.id == row.id).values(state=_READY))
        return 0
    upto = start + chunk - 1
    told = members(audience, *within(audience, row.high_water, row.cursor, upto)).subquery()
    fields: dict[str, Any] = {
        "announcement_id": literal(row.id, BigInteger),
        "story_id": literal(row.story_id, BigInteger),
        "chat_number": told.c.chat_number,
        "thread_id": told.c.thread_id,
        "lane": literal(row.lane, Integer),
        "state": literal(DeliveryState.DUE.value, Text),
        "due_at": literal(row.created_at, Moment),
        "attempts": literal(0),
        "ambiguous": literal(0),
    }
    # The WHERE tells SQLite that ON CONFLICT does not belong to the SELECT.
    owed = (
        select(*fields.values()).where(told.c.chat_number > row.cursor).order_by(told.c.chat_number, told.c.thread_id)
    )
    made = await tx.execute(insert(tx, delivery).from_select(list(fields), owed).on_conflict_do_nothing())
    await tx.execute(update(announcement).where(announcement.c.id == row.id).values(cursor=upto))
    return made.rowcount
