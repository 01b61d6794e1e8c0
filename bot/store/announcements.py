"""Announcements: what is promised to many chats, and the acts on it (DESIGN §6). `fanning` writes their deliveries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, null, or_, select, update

from bot.news.alert import Alert
from bot.news.audience import Audience
from bot.news.delivery import (
    LANES,
    AnnouncementKind,
    AnnouncementState,
    DeliveryState,
    Doubt,
    Progress,
)
from bot.store import alerts, folding, signals, tally
from bot.store.audiences import from_json, high_water, to_json
from bot.store.database import Transaction
from bot.store.tables import DUE, STARTED, UNDONE, announcement, delivery
from bot.store.unreadable import Unreadable, reading

EDITABLE = timedelta(hours=24)
"""How long after it was sent a message is still edited."""
DELETABLE = timedelta(hours=48)
"""How long Telegram lets a bot delete what it sent."""

STORY_PUSHES = (AnnouncementKind.BREAKING, AnnouncementKind.HEADLINE)
_STATE = announcement.c.state


@dataclass(frozen=True, slots=True)
class Quarantined:
    announcement_id: int
    kind: AnnouncementKind
    story_id: int | None
    of_id: int | None
    reason: str


async def announce(
    tx: Transaction,
    *,
    kind: AnnouncementKind,
    audience: Audience | None = None,
    story_id: int | None = None,
    alert: Alert | None = None,
    of_id: int | None = None,
    after_story_id: int | None = None,
    author_id: int | None = None,
    now: datetime,
    opens_at: datetime | None = None,
    expires_at: datetime | None = None,
    doubt: Doubt = Doubt.RETRY,
    fanned: bool = False,
) -> int:
    """Promises it to whoever is in the audience when it opens, now or at `opens_at`; without one, to the chats that
    got (or are still to get) the story's push, or the alert `of_id`. `fanned`: nobody is told at once."""
    waits = opens_at is not None and opens_at > now
    about = {"story_id": story_id, "of_id": of_id, "after_story_id": after_story_id, "author_id": author_id}
    new = announcement.insert().values(
        kind=kind,
        lane=LANES[kind],
        alert=alerts.to_json(alert),
        audience=to_json(audience) if audience else None,
        high_water=await high_water(tx, audience) if audience else 0,
        cursor=0,
        fanned=fanned,
        state=AnnouncementState.SCHEDULED if waits else AnnouncementState.OPEN,
        doubt=doubt,
        reported=True,
        created_at=now,
        opens_at=opens_at if waits else now,
        expires_at=expires_at,
        **about,
    )
    announcement_id: int = (await tx.execute(new.returning(announcement.c.id))).scalar_one()
    await signals.tell(tx, signals.ANNOUNCED)
    return announcement_id


async def announced(tx: Transaction, story_id: int, kind: AnnouncementKind) -> bool:
    """Whether the story was ever announced as that."""
    told = select(announcement.c.id).where(announcement.c.story_id == story_id, announcement.c.kind == kind)
    return (await tx.execute(told.limit(1))).first() is not None


async def pushed_since(tx: Transaction, story_id: int, since: datetime) -> bool:
    """Whether chats were told of the story after that."""
    told = announcement.c.story_id == story_id, announcement.c.kind.in_(STORY_PUSHES), announcement.c.created_at > since
    return (await tx.execute(select(announcement.c.id).where(*told).limit(1))).first() is not None


async def editable(tx: Transaction, story_id: int, now: datetime) -> bool:
    """Whether some chat got the story so lately that its message may still be edited."""
    # Of pushes that are over, their end tells: to look for such a delivery may mean to look at all of them.
    theirs = announcement.c.story_id == story_id, announcement.c.kind.in_(STORY_PUSHES), tally.reached()
    pushes = (await tx.execute(select(announcement.c.id, announcement.c.done_at).where(*theirs))).all()
    if any(push.done_at and push.done_at > now - EDITABLE for push in pushes):
        return True
    running = [push.id for push in pushes if push.done_at is None]
    sent = delivery.c.announcement_id.in_(running), delivery.c.settled_at > now - EDITABLE
    got = select(delivery.c.id).where(*sent, delivery.c.message_id.is_not(None)).limit(1)
    return bool(running) and (await tx.execute(got)).first() is not None


async def progress(tx: Transaction, announcement_id: int) -> Progress | None:
    columns = announcement.c.kind, _STATE, announcement.c.end_reason, announcement.c.ends_as
    row = (await tx.execute(select(*columns).where(announcement.c.id == announcement_id))).one_or_none()
    if row is None:
        return None
    owed, outcomes, doubts = await tally.of(tx, announcement_id)
    kind, state = AnnouncementKind(row.kind), AnnouncementState(row.state)
    ends_as = DeliveryState(row.ends_as) if row.ends_as else None
    return Progress(kind, state, owed, outcomes, doubts, row.end_reason or "", ends_as)


async def outcomes(tx: Transaction, announcement_id: int) -> dict[DeliveryState, int]:
    """How many deliveries ended in each way; states without any are left out. DUE: those that have not ended."""
    owed, ended, _ = await tally.of(tx, announcement_id)
    waiting = owed - sum(ended.values())
    return ended | ({DeliveryState.DUE: waiting} if waiting else {})


async def finished(tx: Transaction, announcement_id: int) -> bool:
    """All deliveries are written, and every one has ended."""
    done = select(announcement.c.id).where(announcement.c.id == announcement_id, announcement.c.fanned, _all_ended())
    return (await tx.execute(done)).first() is not None


async def pause(tx: Transaction, announcement_id: int) -> bool:
    """Whether it was open, as below: False for an act that comes too late or twice."""
    return await _change(tx, announcement_id, _STATE == AnnouncementState.OPEN, state=AnnouncementState.PAUSED)


async def resume(tx: Transaction, announcement_id: int) -> bool:
    return await _change(tx, announcement_id, _STATE == AnnouncementState.PAUSED, state=AnnouncementState.OPEN)


async def end(tx: Transaction, announcement_id: int, ends_as: DeliveryState, reason: str) -> bool:
    """Nothing more of it is sent; what is still due ends as that."""
    running = _STATE.in_([AnnouncementState.SCHEDULED, AnnouncementState.OPEN, AnnouncementState.PAUSED])
    # Of what never opened nobody is owed anything.
    fanned = or_(announcement.c.fanned, _STATE == AnnouncementState.SCHEDULED)
    ending = {"state": AnnouncementState.ENDING, "ends_as": ends_as, "end_reason": reason, "fanned": fanned}
    return await _change(tx, announcement_id, running, **ending)


async def quarantine(tx: Transaction, announcement_id: int, reason: str) -> bool:
    """Telegram refuses it for every chat: it ends, and editors are to be told."""
    if not await end(tx, announcement_id, DeliveryState.REFUSED, reason):
        return False
    await tx.execute(update(announcement).where(announcement.c.id == announcement_id).values(reported=False))
    return True


async def unreported(tx: Transaction) -> list[Quarantined]:
    """Of which no editor knows yet, oldest first."""
    rows = await tx.execute(select(announcement).where(~announcement.c.reported).order_by(announcement.c.id))
    return [Quarantined(row.id, AnnouncementKind(row.kind), row.story_id, row.of_id, row.end_reason) for row in rows]


async def reported(tx: Transaction, announcement_id: int) -> None:
    await tx.execute(update(announcement).where(announcement.c.id == announcement_id).values(reported=True))


async def end_updates(tx: Transaction, story_id: int, reason: str) -> set[str]:
    """Edits that are not made yet are dropped; the languages that they were for, with "" for all."""
    theirs = announcement.c.story_id == story_id, announcement.c.kind == AnnouncementKind.UPDATE, UNDONE
    languages: set[str] = set()
    for row in (await tx.execute(select(announcement.c.id, announcement.c.audience).where(*theirs))).all():
        if await end(tx, row.id, DeliveryState.CANCELLED, reason):
            languages |= set(from_json(row.audience).editions if row.audience else ()) or {""}
    return languages


async def tend(tx: Transaction, now: datetime, unreadable: Unreadable | None = None) -> list[int]:
    """Opens what is scheduled for now, ends what has expired, closes what has ended; what it closed."""
    scheduled = select(announcement.c.id, announcement.c.audience).where(
        UNDONE, _STATE == AnnouncementState.SCHEDULED, announcement.c.opens_at <= now
    )
    for row in (await tx.execute(scheduled)).all():
        with (unreadable or Unreadable()).passed_over(row.id):
            await _open(tx, row.id, row.audience)
    expired = select(announcement.c.id).where(UNDONE, announcement.c.expires_at <= now)
    for announcement_id in (await tx.execute(expired)).scalars().all():
        await end(tx, announcement_id, DeliveryState.EXPIRED, "too late to be news")
    over = update(announcement).where(
        UNDONE,
        _STATE.in_([AnnouncementState.OPEN, AnnouncementState.PAUSED, AnnouncementState.ENDING]),
        announcement.c.fanned,
        _all_ended(),
        ~folding.growing(),
    )
    done = over.values(state=AnnouncementState.DONE, done_at=now).returning(announcement.c.id)
    return list((await tx.execute(done)).scalars())


async def _open(tx: Transaction, announcement_id: int, kept: Mapping[str, Any] | None) -> None:
    """Whoever came until now is in it."""
    with reading():
        audience = from_json(kept) if kept else None
    from_now = {"state": AnnouncementState.OPEN, "high_water": await high_water(tx, audience) if audience else 0}
    await tx.execute(update(announcement).where(announcement.c.id == announcement_id).values(from_now))


def _all_ended() -> ColumnElement[bool]:
    """A condition on announcements: none of the deliveries that are written is open."""
    # One step into an index for each; the order is the index's, or PostgreSQL would rather look through the table.
    theirs = select(delivery.c.id).where(delivery.c.announcement_id == announcement.c.id).correlate(announcement)
    due = theirs.where(DUE).order_by(delivery.c.due_at).limit(1).scalar_subquery()
    started = theirs.where(STARTED).order_by(delivery.c.announcement_id).limit(1).scalar_subquery()
    return due.is_(null()) & started.is_(null())


async def _change(tx: Transaction, announcement_id: int, condition: ColumnElement[bool], **fields: Any) -> bool:
    changed = update(announcement).where(announcement.c.id == announcement_id, condition).values(fields)
    if not (await tx.execute(changed)).rowcount:
        return False
    await signals.tell(tx, signals.ANNOUNCED)
    return True
