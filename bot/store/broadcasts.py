"""What editors sent, as they look back at it: what runs, what can be corrected, whom it reached, each delivery."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, func, or_, select, true, tuple_, update

from bot.news.alert import Alert
from bot.news.audience import Audience
from bot.news.delivery import PUSHES, AnnouncementKind, AnnouncementState, DeliveryState
from bot.store import alerts, signals
from bot.store.announcements import DELETABLE, EDITABLE, end
from bot.store.audiences import ACTIVE, members
from bot.store.chats import named
from bot.store.database import Database, Transaction
from bot.store.tables import OPEN, STARTED, UNDONE, announcement, chat, delivery, story, tally

RECENT = 60
"""Pushes that are looked back at; a story's headline and its breaking news are one."""
CHUNK = 5000
"""Deliveries that are read at a time."""


@dataclass(frozen=True, slots=True)
class Told:
    """An announcement as it stands."""

    id: int
    kind: AnnouncementKind
    state: AnnouncementState
    story_id: int | None
    of_id: int | None
    alert: Alert | None
    created_at: datetime
    opens_at: datetime
    done_at: datetime | None
    sent: int = 0
    """Chats that got it."""


class Line(NamedTuple):
    """A delivery, as the report has it."""

    chat_id: int | None
    """None for a chat that was forgotten."""
    kind: str
    language: str
    state: str
    reason: str
    attempts: int
    sent_at: datetime | None


async def get(tx: Transaction, announcement_id: int) -> Told | None:
    row = (await tx.execute(_told().where(announcement.c.id == announcement_id))).one_or_none()
    return _of(row) if row else None


async def hold(tx: Transaction, story_id: int | None, of_id: int | None) -> None:
    """Whoever else would act on the story or the announcement waits until this transaction ends."""
    told = select(announcement.c.id).where(announcement.c.id == of_id)
    which = told if story_id is None else select(story.c.id).where(story.c.id == story_id)
    await tx.execute(which.with_for_update(key_share=True))


async def taken_back(
    tx: Transaction, story_id: int | None, of_id: int | None, *, whole: bool = False
) -> AnnouncementKind | None:
    """RECALL where a story or an alert was deleted, else RETRACTION where it was struck out.

    `whole`: but not where that was stopped midway, by an editor or because Telegram refused it.
    """
    theirs = announcement.c.story_id == story_id if story_id is not None else announcement.c.of_id == of_id
    kinds = announcement.c.kind.in_([AnnouncementKind.RECALL, AnnouncementKind.RETRACTION])
    went_through = announcement.c.ends_as.is_(None) if whole else true()
    found = set((await tx.execute(select(announcement.c.kind).where(theirs, kinds, went_through))).scalars())
    return next((kind for kind in (AnnouncementKind.RECALL, AnnouncementKind.RETRACTION) if kind in found), None)


async def under_way(tx: Transaction) -> list[Told]:
    """Alerts that are scheduled or being sent, oldest first."""
    rows = await tx.execute(
        _told().where(UNDONE, announcement.c.kind == AnnouncementKind.ALERT).order_by(announcement.c.id)
    )
    return [_of(row) for row in rows]


async def recent(tx: Transaction, since: datetime) -> list[Told]:
    """Pushes and alerts since then that reached somebody and were not taken back, newest first; a story once."""
    # What was scheduled may have been written long before anybody got it.
    reached = announcement.c.kind.in_(PUSHES), announcement.c.opens_at > since, tally.c.count > 0
    kept = or_(announcement.c.story_id.is_(None), story.c.retracted_at.is_(None)), ~_taken_back()
    query = _told().outerjoin(story, story.c.id == announcement.c.story_id).where(*reached, *kept)
    found: dict[tuple[int | None, int], Told] = {}
    newest = announcement.c.opens_at.desc(), announcement.c.id.desc()
    for row in await tx.execute(query.order_by(*newest).limit(RECENT)):
        key = (row.story_id, 0 if row.story_id else row.id)
        known = found.get(key)
        found[key] = replace(known, sent=known.sent + row.sent) if known else _of(row)
    return list(found.values())


async def reached_by_audience(tx: Transaction, audience: Audience) -> dict[str, int]:
    """Language → messages that an announcement to it would become."""
    told = members(audience).subquery()
    query = select(chat.c.language, func.count()).join_from(told, chat, chat.c.number == told.c.chat_number)
    return {row[0]: row[1] for row in await tx.execute(query.group_by(chat.c.language))}


async def reached_before(
    tx: Transaction, kind: AnnouncementKind, story_id: int | None, of_id: int | None, now: datetime
) -> dict[str, int]:
    """Language → messages that a correction, edit or recall of that would answer, change or delete."""
    sent = delivery.c.state == DeliveryState.SENT
    if kind is AnnouncementKind.UPDATE:
        sent &= delivery.c.settled_at > now - EDITABLE
    if kind is AnnouncementKind.RECALL:
        sent &= delivery.c.settled_at > now - DELETABLE
    reached = or_(sent, OPEN) if kind is AnnouncementKind.CORRECTION else or_(sent, STARTED)
    theirs = delivery.c.story_id == story_id if story_id is not None else delivery.c.announcement_id == of_id
    query = select(chat.c.language, func.count()).join_from(delivery, chat, chat.c.number == delivery.c.chat_number)
    rows = await tx.execute(query.where(theirs, ACTIVE, reached).group_by(chat.c.language))
    return {row[0]: row[1] for row in rows}


async def rewrite(tx: Transaction, announcement_id: int, alert: Alert) -> bool:
    """What is still due of it says this; whether that is all of it, as it waits for its time."""
    changed = update(announcement).where(announcement.c.id == announcement_id).values(alert=alerts.to_json(alert))
    state: str | None = (await tx.execute(changed.returning(announcement.c.state))).scalar()
    return state == AnnouncementState.SCHEDULED


async def open_now(tx: Transaction, announcement_id: int, now: datetime) -> bool:
    """Whether it was still scheduled for later: between a tap and its opening another tap finds it so for now."""
    scheduled = announcement.c.state == AnnouncementState.SCHEDULED, announcement.c.opens_at > now
    told = update(announcement).where(announcement.c.id == announcement_id, *scheduled)
    opened = (await tx.execute(told.values(opens_at=now))).rowcount > 0
    await signals.tell(tx, signals.ANNOUNCED)
    return opened


async def end_original(tx: Transaction, story_id: int | None, of_id: int | None, reason: str, *, deleted: bool) -> None:
    """Nothing more of the story or the alert is sent or edited; nor corrected, where it is deleted."""
    alert = or_(announcement.c.id == of_id, announcement.c.of_id == of_id)
    theirs = announcement.c.story_id == story_id if story_id is not None else alert
    kinds = [*PUSHES, AnnouncementKind.UPDATE, *([AnnouncementKind.CORRECTION] if deleted else [])]
    await _end_all(tx, theirs & announcement.c.kind.in_(kinds), reason)


async def end_edits(tx: Transaction, announcement_id: int, reason: str) -> None:
    edits = (announcement.c.of_id == announcement_id) & (announcement.c.kind == AnnouncementKind.UPDATE)
    await _end_all(tx, edits, reason)


async def lines(db: Database, announcement_id: int, *, chunk: int = CHUNK) -> AsyncIterator[Sequence[Line]]:
    """Every delivery, in chunks; each chunk is a transaction of its own, and no more than one is in memory."""
    after = (0, -1)
    while True:
        async with db.read() as tx:
            rows = (await tx.execute(_lines(announcement_id, after, chunk))).all()
        if not rows:
            return
        after = (rows[-1].chat_number, rows[-1].thread_id)
        yield [_line(row) for row in rows]


def _lines(announcement_id: int, after: tuple[int, int], chunk: int) -> Select[Any]:
    place = tuple_(delivery.c.chat_number, delivery.c.thread_id)
    return (
        select(delivery, chat.c.id.label("chat_id"), chat.c.kind, chat.c.language)
        .join(chat, chat.c.number == delivery.c.chat_number)
        .where(delivery.c.announcement_id == announcement_id, place > after)
        .order_by(delivery.c.chat_number, delivery.c.thread_id)
        .limit(chunk)
    )


def _line(row: Row[Any]) -> Line:
    sent_at = row.settled_at if row.state == DeliveryState.SENT else None
    return Line(
        row.chat_id if named(row.chat_id) else None,
        row.kind,
        row.language,
        row.state,
        row.reason or "",
        row.attempts,
        sent_at,
    )


def _told() -> Select[Any]:
    sent = tally.c.announcement_id == announcement.c.id, tally.c.name == DeliveryState.SENT.value
    return select(announcement, func.coalesce(tally.c.count, 0).label("sent")).outerjoin(tally, sent[0] & sent[1])


def _of(row: Row[Any]) -> Told:
    return Told(
        row.id,
        AnnouncementKind(row.kind),
        AnnouncementState(row.state),
        row.story_id,
        row.of_id,
        alerts.from_json(row.alert),
        row.created_at,
        row.opens_at,
        row.done_at,
        row.sent,
    )


def _taken_back() -> ColumnElement[bool]:
    """Whether the alert was retracted or recalled."""
    later = announcement.alias()
    kinds = later.c.kind.in_([AnnouncementKind.RETRACTION, AnnouncementKind.RECALL])
    return select(later.c.id).where(later.c.of_id == announcement.c.id, kinds).correlate(announcement).exists()


async def _end_all(tx: Transaction, which: ColumnElement[bool], reason: str) -> None:
    # In one order for everybody who ends some of them.
    theirs = select(announcement.c.id).where(which, UNDONE).order_by(announcement.c.id)
    for announcement_id in (await tx.execute(theirs)).scalars().all():
        await end(tx, announcement_id, DeliveryState.CANCELLED, reason)
