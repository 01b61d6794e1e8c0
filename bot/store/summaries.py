"""Summaries: into one message goes what a chat was not disturbed with (DESIGN §6: what is folded has ended, visibly).

A summary is a delivery like others. Those that were folded into it name it as their target.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Update, bindparam, func, insert, literal_column, or_, select, update

from bot.news.delivery import LANES, AnnouncementKind, AnnouncementState, DeliveryState, Doubt
from bot.news.story import Headline
from bot.store import dialects, lists, tally
from bot.store.database import Transaction
from bot.store.dialects import json_row, number
from bot.store.lists import Listing
from bot.store.prepared import Prepared
from bot.store.tables import DUE, FOLDED, OPEN, UNDONE, announcement, delivery, story
from bot.store.tables.columns import Moment

QUIET = "quiet"
"""The reason of what waits, or was folded, since its chat was quiet."""
_SUMMARY = announcement.c.kind == literal_column("'summary'")
_Place = tuple[int, int]
"""(chat, thread)."""


class Resting(NamedTuple):
    """A delivery to a chat that is quiet until then."""

    id: int
    chat_number: int
    thread_id: int
    until: datetime


def _fold(dialect: str) -> Update:
    row = json_row(dialect, "folded")
    return (
        update(delivery)
        .where(delivery.c.id == number(row, "id"), DUE)
        .values(
            state=DeliveryState.FOLDED,
            target_id=number(row, "summary_id"),
            settled_at=bindparam("now", type_=Moment),
            reason=QUIET,
        )
        .returning(delivery.c.id)
    )


def _aim(dialect: str) -> Update:
    row = json_row(dialect, "folded")
    return (
        update(delivery)
        .where(delivery.c.target_id == number(row, "id"), DUE)
        .values(target_id=number(row, "summary_id"))
    )


_FOLD = Prepared(_fold)
_AIM = Prepared(_aim)


def growing() -> ColumnElement[bool]:
    """A condition on announcements: summaries may still be added to it, which nobody can see from outside."""
    newest = announcement.alias()
    last = select(func.max(newest.c.id)).where(newest.c.state != literal_column("'done'"), newest.c.kind == "summary")
    return _SUMMARY & (announcement.c.id == last.scalar_subquery())


def fold(tx: Connection, announcement_id: int, resting: Sequence[Resting], now: datetime) -> tally.Changes:
    """Each into the summary that its chat is still to get, made where there is none. What it tells is still to be
    added to the tally."""
    due = _due(tx, {one.chat_number for one in resting})
    until = {(one.chat_number, one.thread_id): one.until for one in resting}
    changes: tally.Changes = Counter()
    if missing := {place: at for place, at in until.items() if place not in due}:
        due |= _begin(tx, missing, now, changes)
    into = [{"id": one.id, "summary_id": due[one.chat_number, one.thread_id]} for one in resting]
    changes[announcement_id, DeliveryState.FOLDED] += len(_FOLD.rows(tx, folded=into, now=now))
    # What would answer them answers the summary.
    _AIM.rows(tx, folded=into)
    return changes


def _due(tx: Connection, chat_numbers: Collection[int]) -> dict[_Place, int]:
    """Their summaries that are not sent yet."""
    told = tx.execute(select(announcement.c.id).where(UNDONE, _SUMMARY)).scalars().all()
    # By the chat's open deliveries: those of one announcement may be a million.
    theirs = delivery.c.chat_number.in_(chat_numbers), OPEN, DUE, (delivery.c.announcement_id + 0).in_(told)
    rows = tx.execute(select(delivery.c.id, delivery.c.chat_number, delivery.c.thread_id).where(*theirs))
    return {(row.chat_number, row.thread_id): row.id for row in rows}


def _begin(
    tx: Connection, until: Mapping[_Place, datetime], now: datetime, changes: tally.Changes
) -> dict[_Place, int]:
    """In the newest announcement of summaries; in another one for chats that have got theirs of that."""
    newest = tx.execute(select(func.max(announcement.c.id)).where(UNDONE, _SUMMARY)).scalar()
    begun = _add(tx, newest, until, changes) if newest else {}
    if rest := {place: at for place, at in until.items() if place not in begun}:
        begun |= _add(tx, _announce(tx, now), rest, changes)
    return begun


def _announce(tx: Connection, now: datetime) -> int:
    kind = AnnouncementKind.SUMMARY
    nobody = {"high_water": 0, "cursor": 0, "fanned": True, "reported": True}
    new = insert(announcement).values(
        kind=kind,
        lane=LANES[kind],
        state=AnnouncementState.OPEN,
        doubt=Doubt.RETRY,
        created_at=now,
        opens_at=now,
        **nobody,
    )
    announcement_id: int = tx.execute(new.returning(announcement.c.id)).scalar_one()
    return announcement_id


def _add(
    tx: Connection, announcement_id: int, until: Mapping[_Place, datetime], changes: tally.Changes
) -> dict[_Place, int]:
    owed = {"announcement_id": announcement_id, "state": DeliveryState.DUE, "reason": QUIET}
    none = {"attempts": 0, "ambiguous": 0}
    rows = [
        {"chat_number": number_, "thread_id": thread_id, "due_at": at, **owed, **none}
        for (number_, thread_id), at in sorted(until.items())
    ]
    new = dialects.insert(tx, delivery).on_conflict_do_nothing(
        index_elements=["announcement_id", "chat_number", "thread_id"]
    )
    made = tx.execute(new.returning(delivery.c.id, delivery.c.chat_number, delivery.c.thread_id), rows).all()
    changes[announcement_id, tally.OWED] += len(made)
    return {(row.chat_number, row.thread_id): row.id for row in made}


async def of(
    tx: Transaction, summary_id: int, language: str, now: datetime, *, offset: int = 0, limit: int = 8
) -> Listing:
    """What was folded into it, newest first; nothing in particular where there is no such summary.

    What was taken back before it was sent is left out, and later marked. What is too old is not called breaking.
    """
    summary = delivery.alias()
    query = (
        select(delivery.c.story_id, announcement.c.expires_at, story.c.retracted_at)
        .join(announcement, announcement.c.id == delivery.c.announcement_id)
        .join(story, story.c.id == delivery.c.story_id)
        .join(summary, summary.c.id == delivery.c.target_id)
        .where(delivery.c.target_id == summary_id, FOLDED)
        .where(or_(story.c.retracted_at.is_(None), story.c.retracted_at > summary.c.settled_at))
        .order_by(delivery.c.announcement_id.desc())
        .offset(offset)
        .limit(limit + 1)
    )
    rows = (await tx.execute(query)).all()
    lines = await lists.of_stories(tx, [row.story_id for row in rows], language, retracted=True)
    shown: list[Headline] = []
    for row in rows[:limit]:
        if line := lines.get(row.story_id):
            fresh = row.expires_at is None or now < row.expires_at
            shown.append(replace(line, breaking=line.breaking and fresh, retracted=row.retracted_at is not None))
    return Listing(tuple(shown), 0, len(rows) > limit)


async def is_of(tx: Transaction, summary_id: int, chat_number: int) -> bool:
    """Whether it is the chat's own."""
    own = delivery.c.id == summary_id, delivery.c.chat_number == chat_number
    return (await tx.execute(select(delivery.c.id).where(*own))).first() is not None
