"""Why a chat got something, or why not, from what is kept: announcements, deliveries and subscriptions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from bot.news.audience import Audience
from bot.news.chats import Chat, Level
from bot.news.delivery import GATHERED, AnnouncementKind, AnnouncementState, DeliveryState, Lane
from bot.news.story import BreakingReason
from bot.news.why import (
    MOST_AHEAD,
    Account,
    Follow,
    Push,
    Received,
    Sending,
    Subject,
    Verdict,
    Whereabouts,
    missed,
)
from bot.store import alerts, announcements, editions, tags
from bot.store.announcements import STORY_PUSHES
from bot.store.audiences import from_json
from bot.store.chats import GONE
from bot.store.database import Transaction
from bot.store.tables import DUE, announcement, chat, delivery, hold, story, subscription

STEPS = (400, 4000, 16_000)
"""Announcements among which a chat's message is looked for, a step further back each time: there is no index by message
on purpose, as every message would pay for it."""
TOLD = (*STORY_PUSHES, AnnouncementKind.ALERT, *GATHERED, AnnouncementKind.CORRECTION)

_ANNOUNCEMENT = [column.label(f"told_{column.name}") for column in announcement.c]
_SENDING = select(delivery, *_ANNOUNCEMENT).join(announcement, announcement.c.id == delivery.c.announcement_id)
_PUSH = select(*_ANNOUNCEMENT)


async def received(tx: Transaction, reader: Chat, *, message_id: int = 0, thread_id: int = 0) -> Received | None:
    """What came to the chat as this message, or the last push to its topic (0: none); None when nothing did."""
    sending = await _found(tx, reader.number, message_id, thread_id)
    if sending is None:
        return None
    audience = sending.push.audience or Audience(())
    follows = [
        follow
        for follow in await _follows(tx, reader.number, audience.tag_ids or (), reader.language)
        if follow.thread_id == sending.thread_id
        and follow.subscription_id <= sending.push.high_water
        and follow.level in audience.levels
    ]
    asked = await tags.by_ids(tx, audience.tag_ids or (), reader.language)
    subject = await of_announcement(tx, sending.push.id, reader.language)
    return Received(sending, subject, tuple(follows), tuple(asked), await _amended(tx, sending))


async def verdict(tx: Transaction, story_id: int, chat_id: int, now: datetime) -> Verdict | None:
    """How a story stands in a chat; None for a chat that was never met."""
    known = (await tx.execute(select(chat).where(chat.c.id == chat_id))).one_or_none()
    if known is None:
        return None
    theirs = delivery.c.story_id == story_id, delivery.c.chat_number == known.number
    found = await _sendings(tx, _SENDING.where(*theirs).order_by(delivery.c.id))
    sendings = tuple([(sending, await _whereabouts(tx, sending, chat_id, now)) for sending in found])
    stopped = None
    if not sendings:
        pushes = [push for push in await _announced(tx, story_id) if push.kind in STORY_PUSHES]
        tag_ids = {tag_id for push in pushes if push.audience for tag_id in push.audience.tag_ids or ()}
        stopped = missed(pushes, known.number, await _follows(tx, known.number, tag_ids, known.language))
    gone = (known.gone_reason or "", known.gone_at) if known.state == GONE else None
    return Verdict(chat_id, gone, sendings, stopped)


async def account(tx: Transaction, story_id: int) -> Account:
    told = []
    for push in await _announced(tx, story_id):
        progress = await announcements.progress(tx, push.id)
        assert progress is not None
        told.append((push, progress))
    return Account(tuple(told))


async def subject(tx: Transaction, story_id: int, language: str) -> Subject | None:
    """None for a story that is not kept."""
    facts = select(story.c.breaking_reason, story.c.retracted_at).where(story.c.id == story_id)
    row = (await tx.execute(facts)).one_or_none()
    edition = await editions.edition(tx, story_id, language)
    if row is None or edition is None:
        return None
    reason = BreakingReason(row.breaking_reason) if row.breaking_reason else None
    also = tuple(link.title for link in edition.also)
    return Subject(edition.title, breaking=reason, retracted_at=row.retracted_at, also=also)


async def _found(tx: Transaction, number: int, message_id: int, thread_id: int) -> Sending | None:
    before, row = None, None
    for step in STEPS:
        ids = await _earlier(tx, before, step)
        if not ids or (row := await _among(tx, ids, number, message_id, thread_id)):
            break
        before = ids[-1]
    if row is not None and row.told_kind == AnnouncementKind.CORRECTION:
        # What it corrects came for a reason; the correction came because of that.
        row = (await tx.execute(_SENDING.where(delivery.c.id == row.target_id))).one_or_none()
    return _sending(row) if row else None


async def _earlier(tx: Transaction, before: int | None, most: int) -> Sequence[int]:
    """Announcements of which chats get a message, newest first."""
    told = select(announcement.c.id).where(announcement.c.kind.in_(TOLD))
    if before is not None:
        told = told.where(announcement.c.id < before)
    return (await tx.execute(told.order_by(announcement.c.id.desc()).limit(most))).scalars().all()


async def _among(tx: Transaction, ids: Sequence[int], number: int, message_id: int, thread_id: int) -> Row[Any] | None:
    """The chat's message, or its last one in the topic, of announcements that are neighbours."""
    near = select(announcement.c.id).where(announcement.c.id.between(ids[-1], ids[0]), announcement.c.kind.in_(TOLD))
    got = delivery.c.chat_number == number, delivery.c.message_id.is_not(None)
    sent = _SENDING.where(delivery.c.announcement_id.in_(near), *got).order_by(delivery.c.announcement_id.desc())
    if not message_id:
        here = delivery.c.thread_id == thread_id, announcement.c.kind != AnnouncementKind.CORRECTION
        return (await tx.execute(sent.where(*here).limit(1))).one_or_none()
    album = delivery.c.others.is_not(None)
    rows = await tx.execute(sent.where(or_(delivery.c.message_id == message_id, album)))
    return next((row for row in rows if message_id in (row.message_id, *(row.others or ()))), None)


async def _sendings(tx: Transaction, query: Select[Any]) -> list[Sending]:
    return [_sending(row) for row in await tx.execute(query)]


async def _announced(tx: Transaction, story_id: int) -> list[Push]:
    """All that was announced of the story, oldest first."""
    told = _PUSH.where(announcement.c.story_id == story_id).order_by(announcement.c.id)
    return [_push(row) for row in await tx.execute(told)]


async def _follows(tx: Transaction, number: int, tag_ids: Collection[int], language: str) -> list[Follow]:
    theirs = subscription.c.chat_number == number, subscription.c.tag_id.in_(tag_ids)
    rows = (await tx.execute(select(subscription).where(*theirs).order_by(subscription.c.id))).all()
    named = {tag.id: tag for tag in await tags.by_ids(tx, [row.tag_id for row in rows], language)}
    return [Follow(row.id, named[row.tag_id], Level(row.level), row.thread_id) for row in rows]


async def of_announcement(tx: Transaction, announcement_id: int, language: str) -> Subject:
    facts = select(announcement.c.story_id, announcement.c.alert).where(announcement.c.id == announcement_id)
    row = (await tx.execute(facts)).one()
    if row.story_id is not None:
        return await subject(tx, row.story_id, language) or Subject()
    return Subject(alert=alerts.from_json(row.alert))


async def _amended(tx: Transaction, sending: Sending) -> tuple[tuple[AnnouncementKind, datetime], ...]:
    """What was done to the message, oldest first."""
    push = sending.push
    of_it: ColumnElement[bool] = announcement.c.of_id == push.id
    if push.story_id is not None:
        of_it = and_(announcement.c.story_id == push.story_id, announcement.c.kind.not_in(STORY_PUSHES))
    done = (
        select(announcement.c.kind, delivery.c.settled_at)
        .join(announcement, announcement.c.id == delivery.c.announcement_id)
        .where(of_it, delivery.c.target_id == sending.id, delivery.c.state == DeliveryState.SENT)
        .order_by(delivery.c.settled_at)
    )
    return tuple([(AnnouncementKind(kind), at) for kind, at in await tx.execute(done)])


async def _whereabouts(tx: Transaction, sending: Sending, chat_id: int, now: datetime) -> Whereabouts | None:
    if sending.state is not DeliveryState.DUE:
        return None
    earlier = or_(
        delivery.c.due_at < sending.due_at,
        and_(delivery.c.due_at == sending.due_at, delivery.c.id < sending.id),
    )
    ahead = select(delivery.c.id).where(delivery.c.announcement_id == sending.push.id, DUE, earlier).limit(MOST_AHEAD)
    count: int = (await tx.execute(select(func.count()).select_from(ahead.subquery()))).scalar_one()
    holds = select(func.max(hold.c.until)).where(hold.c.chat_id.in_([chat_id, 0]), hold.c.until > now)
    return Whereabouts(count, (await tx.execute(holds)).scalar())


def _push(row: Row[Any]) -> Push:
    return Push(
        row.told_id,
        AnnouncementKind(row.told_kind),
        Lane(row.told_lane),
        AnnouncementState(row.told_state),
        row.told_story_id,
        from_json(row.told_audience) if row.told_audience else None,
        row.told_high_water,
        row.told_cursor,
        row.told_fanned,
        row.told_opens_at,
        row.told_author_id,
        row.told_end_reason or "",
    )


def _sending(row: Row[Any]) -> Sending:
    return Sending(
        row.id,
        _push(row),
        DeliveryState(row.state),
        row.thread_id,
        row.message_id,
        row.attempts,
        row.ambiguous,
        row.due_at,
        row.started_at,
        row.settled_at,
        row.reason or "",
        row.target_id is not None,
    )
