"""Summaries: what was folded into one message, line by line. It may also be a digest, or the rest of a burst."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, func, or_, select

from bot.news.bursts import Place
from bot.news.delivery import GATHERED, AnnouncementKind
from bot.news.story import Headline
from bot.store import lists
from bot.store.database import Transaction
from bot.store.lists import Listing
from bot.store.tables import FOLDED, announcement, delivery, story


class Known(NamedTuple):
    """A message into which stories were folded, by the number of its delivery."""

    id: int
    kind: AnnouncementKind
    place: Place


async def of(
    tx: Transaction, summary_id: int, language: str, now: datetime, *, offset: int = 0, limit: int = 8
) -> Listing:
    """What was folded into it, newest first; nothing in particular where there is no such summary.

    What was taken back before it was sent is left out, and later marked. What is too old is not called breaking.
    """
    query = folded(summary_id).order_by(delivery.c.announcement_id.desc()).offset(offset).limit(limit + 1)
    rows = (await tx.execute(query)).all()
    return Listing(tuple(await lines(tx, rows[:limit], language, now)), 0, len(rows) > limit)


def folded(summary_id: int) -> Select[Any]:
    summary = delivery.alias()
    return (
        select(delivery.c.story_id, announcement.c.expires_at, story.c.retracted_at)
        .join(announcement, announcement.c.id == delivery.c.announcement_id)
        .join(story, story.c.id == delivery.c.story_id)
        .join(summary, summary.c.id == delivery.c.target_id)
        .where(delivery.c.target_id == summary_id, FOLDED)
        .where(or_(story.c.retracted_at.is_(None), story.c.retracted_at > summary.c.settled_at))
    )


async def lines(tx: Transaction, rows: list[Row[Any]], language: str, now: datetime) -> list[Headline]:
    """Of rows of `folded`, in their order; what is kept no more is left out."""
    known = await lists.of_stories(tx, [row.story_id for row in rows], language, retracted=True)
    shown: list[Headline] = []
    for row in rows:
        if line := known.get(row.story_id):
            fresh = row.expires_at is None or now < row.expires_at
            shown.append(replace(line, breaking=line.breaking and fresh, retracted=row.retracted_at is not None))
    return shown


async def size(tx: Transaction, summary_id: int) -> int:
    count: int = (await tx.execute(select(func.count()).select_from(folded(summary_id).subquery()))).scalar_one()
    return count


async def known(tx: Transaction, summary_id: int, chat_number: int) -> Known | None:
    """None where it is no such message, or another chat's."""
    own = delivery.c.id == summary_id, delivery.c.chat_number == chat_number
    told = select(announcement.c.kind, delivery.c.thread_id).select_from(announcement).join(delivery).where(*own)
    row = (await tx.execute(told)).one_or_none()
    if row is None or row.kind not in GATHERED:
        return None
    return Known(summary_id, AnnouncementKind(row.kind), (chat_number, row.thread_id))
