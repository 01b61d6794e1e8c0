"""What statistics are made of: who follows what by day, how fast announcements arrived, and how reading goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, distinct, func, null, select

from bot.news.delivery import AnnouncementKind, AnnouncementState, DeliveryState
from bot.store.audiences import ACTIVE
from bot.store.database import Database, Transaction
from bot.store.dialects import insert
from bot.store.tables import EVERYTHING, announcement, chat, delivery, reach, subscribers, subscription, tag, tally

_KINDS = AnnouncementKind.BREAKING, AnnouncementKind.HEADLINE, AnnouncementKind.ALERT
TOPICS = 20
"""Topics that are counted, of those that most chats follow."""
AT_ONCE = 5
"""Announcements that are measured in one turn."""


@dataclass(frozen=True, slots=True)
class Push:
    """Something that was announced, and that somebody got or is to get."""

    announcement_id: int
    kind: AnnouncementKind
    opens_at: datetime
    sent: int
    done: bool
    first_at: datetime | None
    last_at: datetime | None
    """None while it is being sent, and where nobody got it."""


async def count(db: Database, day: date) -> None:
    """Chats that follow something, and each of the topics that most follow; what was counted of the day before goes.

    What readers follow in their own words is nobody's to see.
    """
    async with db.read() as tx:
        everybody = select(func.count(distinct(subscription.c.chat_number))).join(chat).where(ACTIVE)
        rows = [(EVERYTHING, (await tx.execute(everybody)).scalar_one())]
        chats = func.count(distinct(subscription.c.chat_number)).label("chats")
        by_topic = select(subscription.c.tag_id, chats).join(chat).join(tag, tag.c.id == subscription.c.tag_id)
        most = by_topic.where(ACTIVE, ~tag.c.phrase).group_by(subscription.c.tag_id).order_by(chats.desc())
        rows += [(row.tag_id, row.chats) for row in await tx.execute(most.limit(TOPICS))]
    async with db.write() as tx:
        await tx.execute(delete(subscribers).where(subscribers.c.day == day))
        await tx.execute(subscribers.insert(), [{"day": day, "tag_id": id_, "chats": chats} for id_, chats in rows])


async def history(tx: Transaction, since: date) -> dict[date, Mapping[int, int]]:
    """Day → topic → chats, with EVERYTHING for all; the oldest day first."""
    rows = await tx.execute(select(subscribers).where(subscribers.c.day >= since).order_by(subscribers.c.day))
    days: dict[date, dict[int, int]] = {}
    for row in rows:
        days.setdefault(row.day, {})[row.tag_id] = row.chats
    return dict(days)


async def measure(db: Database) -> None:
    """When the first and the last chat got what has ended: looked up once, outside of any writing."""
    new = announcement.c.state == AnnouncementState.DONE, reach.c.announcement_id.is_(null()), _told()
    query = select(announcement.c.id).outerjoin(reach).where(*new).order_by(announcement.c.id.desc()).limit(AT_ONCE)
    times = func.min(delivery.c.settled_at), func.max(delivery.c.settled_at)
    found = []
    async with db.read() as tx:
        for one in (await tx.execute(query)).scalars().all():
            got = delivery.c.announcement_id == one, delivery.c.state == DeliveryState.SENT
            first, last = (await tx.execute(select(*times).where(*got))).one()
            found.append({"announcement_id": one, "first_at": first, "last_at": last})
    if found:
        async with db.write() as tx:
            await tx.execute(insert(tx, reach).on_conflict_do_nothing(), found)


async def pushes(tx: Transaction, most: int) -> list[Push]:
    """The newest first."""
    sent = func.coalesce(tally.c.count, 0).label("sent")
    counted = (tally.c.announcement_id == announcement.c.id) & (tally.c.name == DeliveryState.SENT.value)
    query = (
        select(announcement, reach.c.first_at, reach.c.last_at, sent)
        .outerjoin(reach)
        .outerjoin(tally, counted)
        .where(_told(), announcement.c.opens_at.is_not(null()), sent > 0)
        .order_by(announcement.c.id.desc())
        .limit(most)
    )
    return [
        Push(
            row.id,
            AnnouncementKind(row.kind),
            row.opens_at,
            row.sent,
            row.state == AnnouncementState.DONE,
            row.first_at,
            row.last_at,
        )
        for row in await tx.execute(query)
    ]


def _told() -> ColumnElement[bool]:
    return announcement.c.kind.in_(_KINDS)
