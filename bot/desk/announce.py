"""Announcements of stories: what many chats are to be told, in the transaction of the story itself (DESIGN §6)."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.news.audience import Audience
from bot.news.chats import Level
from bot.news.delivery import AnnouncementKind
from bot.news.story import BreakingReason
from bot.store import Transaction, announcements, audiences, stories

FRESH = timedelta(hours=6)
"""Breaking news older than this is not pushed, and a push that waited longer expires."""
THREADED = timedelta(hours=24)
"""How long after the first push a later development still stands under it."""


async def announce_breaking(
    tx: Transaction, story_id: int, reason: BreakingReason, now: datetime, *, after: int | None = None
) -> int | None:
    """The announcement's id; None when the story was announced as breaking before or has no tag to follow.

    `after`: the story of which this is a later development.
    """
    await stories.make_breaking(tx, story_id, reason, now)
    if await announced(tx, story_id):
        return None
    audience = Audience(tuple(await stories.tags_of(tx, story_id)), (Level.BREAKING, Level.ALL))
    told = await _announce_story(tx, AnnouncementKind.BREAKING, audience, story_id, now, after)
    if told is not None:
        await announce_update(tx, story_id, now)  # whoever has it as a headline sees that it is breaking now
    return told


async def announced(tx: Transaction, story_id: int) -> bool:
    """Whether the story was pushed as breaking."""
    return await announcements.announced(tx, story_id, AnnouncementKind.BREAKING)


async def announce_headline(tx: Transaction, story_id: int, now: datetime, *, after: int | None = None) -> int | None:
    """For those who want every headline of its tags; None when there is nobody."""
    audience = Audience(tuple(await stories.tags_of(tx, story_id)), (Level.ALL,))
    if not await audiences.audience_size(tx, audience):
        return None
    return await _announce_story(tx, AnnouncementKind.HEADLINE, audience, story_id, now, after)


async def announce_update(tx: Transaction, story_id: int, now: datetime) -> int | None:
    """Edits the cards that were sent to what the story says now; None when none can be edited."""
    if not await announcements.editable(tx, story_id, now):
        return None
    await announcements.end_updates(tx, story_id, "a newer one follows")
    return await announcements.announce(tx, kind=AnnouncementKind.UPDATE, story_id=story_id, now=now)


async def breaking_audience(tx: Transaction, story_id: int) -> int:
    """How many chats a push of the story would reach."""
    tag_ids = tuple(await stories.tags_of(tx, story_id))
    return await audiences.audience_size(tx, Audience(tag_ids, (Level.BREAKING, Level.ALL)))


async def _announce_story(
    tx: Transaction,
    kind: AnnouncementKind,
    audience: Audience,
    story_id: int,
    now: datetime,
    after: int | None,
) -> int | None:
    if not audience.tag_ids:
        return None
    under = after if after is not None and await announcements.pushed_since(tx, after, now - THREADED) else None
    return await announcements.announce(
        tx, kind=kind, audience=audience, story_id=story_id, after_story_id=under, now=now, expires_at=now + FRESH
    )
