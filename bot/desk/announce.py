"""Announcements of stories: what many chats are to be told, in the transaction of the story itself (DESIGN §6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.locales import LANGUAGES
from bot.news.audience import Audience
from bot.news.chats import Level
from bot.news.delivery import AnnouncementKind
from bot.news.story import BreakingReason
from bot.store import Transaction, announcements, articles, audiences, broadcasts, stories
from bot.store.languages import nearest

FRESH = timedelta(hours=6)
"""Breaking news older than this is not pushed, and a push that waited longer expires."""
THREADED = timedelta(hours=24)
"""How long after the first push a later development still stands under it."""
SETTLES = timedelta(seconds=3)
"""So long a change of a story waits for the next one; longer than a drawing of the old card serves."""


async def announce_breaking(
    tx: Transaction, story_id: int, reason: BreakingReason, now: datetime, *, tag_ids: tuple[int, ...] | None = None
) -> int | None:
    """The announcement's id; None when the story was announced as breaking before, has no tag, or was retracted.

    `tag_ids`: other tags than its own, whose followers get it.
    """
    if await _retracted(tx, story_id):
        return None
    await stories.make_breaking(tx, story_id, reason, now)
    if await announced(tx, story_id):
        return None
    as_headline = await announcements.announced(tx, story_id, AnnouncementKind.HEADLINE)
    tag_ids = await stories.tags_of(tx, story_id) if tag_ids is None else tag_ids
    audience = await audience_of(tx, tag_ids)
    told = await _announce_story(tx, AnnouncementKind.BREAKING, audience, story_id, now)
    if told is not None and as_headline:
        await announce_update(tx, story_id, now)  # whoever has it as a headline sees that it is breaking now
    return told


async def _retracted(tx: Transaction, story_id: int) -> bool:
    """Until the transaction ends nobody retracts it."""
    await broadcasts.hold(tx, story_id, None)
    return await stories.retracted(tx, story_id)


async def announce_folded(tx: Transaction, story_id: int, now: datetime, *, language: str, wider: bool) -> int | None:
    """Another publisher tells of the story too: cards that were sent say so. Under `wider` tags, whoever follows only
    those gets the story, in the way in which the others got it."""
    if wider and not await announced(tx, story_id):
        await announce_headline(tx, story_id, now)
    elif wider and not await _retracted(tx, story_id):
        audience = await _followers(tx, story_id, *Level)
        await _announce_story(tx, AnnouncementKind.BREAKING, audience, story_id, now)
    return await announce_update(tx, story_id, now, edition=language)


async def announced(tx: Transaction, story_id: int) -> bool:
    """Whether the story was pushed as breaking."""
    return await announcements.announced(tx, story_id, AnnouncementKind.BREAKING)


async def announce_headline(tx: Transaction, story_id: int, now: datetime) -> int | None:
    """For those who want every headline of its tags; None when there is nobody, or when it was retracted."""
    if await _retracted(tx, story_id):
        return None
    audience = await _followers(tx, story_id, Level.ALL)
    at_once = await audiences.anybody(tx, audience)
    if not at_once and not await audiences.anybody(tx, replace(audience, levels=(Level.DIGEST,))):
        return None
    # Digests tell what was announced, whether or not anybody got it at once.
    return await _announce_story(tx, AnnouncementKind.HEADLINE, audience, story_id, now, fanned=not at_once)


async def announce_update(tx: Transaction, story_id: int, now: datetime, *, edition: str = "") -> int | None:
    """Edits the cards that were sent, or are on their way, to what the story says then; None when there are none.

    `edition`: only the cards that show the edition in this language.
    """
    if await _retracted(tx, story_id):
        return None
    on_its_way = await announcements.pushed_since(tx, story_id, now - FRESH)
    if not on_its_way and not await announcements.editable(tx, story_id, now):
        return None
    languages = await announcements.end_updates(tx, story_id, "a newer one follows")
    languages |= await _readers_of(tx, story_id, edition)
    return await announcements.announce(
        tx,
        kind=AnnouncementKind.UPDATE,
        story_id=story_id,
        audience=None if "" in languages else Audience(None, editions=tuple(sorted(languages))),
        now=now,
        opens_at=now + SETTLES,
    )


async def _readers_of(tx: Transaction, story_id: int, edition: str) -> set[str]:
    """The languages whose chats are shown this edition of the story; "" stands for all."""
    if not edition:
        return {""}
    known = await articles.editions(tx, story_id)
    return {language for language in LANGUAGES if nearest(language, known) == edition}


async def breaking_audience(tx: Transaction, story_id: int) -> int:
    """How many chats a push of the story would reach."""
    return await audiences.audience_size(tx, await _followers(tx, story_id, *Level))


async def _followers(tx: Transaction, story_id: int, *levels: Level) -> Audience:
    return await audience_of(tx, await stories.tags_of(tx, story_id), *levels)


async def audience_of(tx: Transaction, tag_ids: tuple[int, ...], *levels: Level) -> Audience:
    """Who follows one of the tags, or everything; without `levels`, whoever gets its breaking news."""
    levels, tag_ids = levels or tuple(Level), await stories.with_everything(tx, tag_ids)
    return Audience(tag_ids, levels, filtered=await audiences.left_out(tx, tag_ids))


async def _announce_story(
    tx: Transaction,
    kind: AnnouncementKind,
    audience: Audience,
    story_id: int,
    now: datetime,
    *,
    fanned: bool = False,
) -> int | None:
    """Under the push of the story that it links to, as a later development."""
    if not audience.tag_ids:
        return None
    first = await stories.last_pushed(tx, await stories.linked(tx, story_id), now - THREADED)
    return await announcements.announce(
        tx,
        kind=kind,
        audience=audience,
        story_id=story_id,
        after_story_id=first,
        now=now,
        expires_at=now + FRESH,
        fanned=fanned,
    )
