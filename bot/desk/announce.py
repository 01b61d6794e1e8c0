"""Announcements: what many chats are to be told, in the transaction of the story or alert itself (DESIGN §6)."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.news.audience import Audience
from bot.news.chats import Level
from bot.news.delivery import AnnouncementKind, Lane
from bot.news.story import BreakingReason
from bot.store import Transaction, outbox, stories

FRESH = timedelta(hours=6)
"""Breaking news older than this is not pushed, and a push that waited longer expires."""


async def announce_breaking(tx: Transaction, story_id: int, reason: BreakingReason, now: datetime) -> int | None:
    """The announcement's id; None when the story was announced as breaking before or has no tag to follow."""
    await stories.make_breaking(tx, story_id, reason, now)
    if await announced(tx, story_id):
        return None
    audience = Audience(tuple(await stories.tags_of(tx, story_id)), (Level.BREAKING, Level.ALL))
    return await _announce_story(tx, AnnouncementKind.BREAKING, Lane.BREAKING, audience, story_id, now)


async def announced(tx: Transaction, story_id: int) -> bool:
    """Whether the story was pushed as breaking."""
    return await outbox.announced(tx, story_id, AnnouncementKind.BREAKING)


async def announce_headline(tx: Transaction, story_id: int, now: datetime) -> int | None:
    """For those who want every headline of its tags; None when there is nobody."""
    audience = Audience(tuple(await stories.tags_of(tx, story_id)), (Level.ALL,))
    if not await outbox.audience_size(tx, audience):
        return None
    return await _announce_story(tx, AnnouncementKind.HEADLINE, Lane.HEADLINE, audience, story_id, now)


async def breaking_audience(tx: Transaction, story_id: int) -> int:
    """How many chats a push of the story would reach."""
    tag_ids = tuple(await stories.tags_of(tx, story_id))
    return await outbox.audience_size(tx, Audience(tag_ids, (Level.BREAKING, Level.ALL)))


async def _announce_story(
    tx: Transaction, kind: AnnouncementKind, lane: Lane, audience: Audience, story_id: int, now: datetime
) -> int | None:
    if not audience.tag_ids:
        return None
    return await outbox.announce(
        tx, kind=kind, lane=lane, audience=audience, story_id=story_id, now=now, expires_at=now + FRESH
    )
