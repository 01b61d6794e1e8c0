"""Corrections, edits and retractions of what was sent, by an editor."""

from __future__ import annotations

from datetime import datetime

from bot.desk.announce import SETTLES
from bot.locales import Words
from bot.news.alert import Alert
from bot.news.delivery import AnnouncementKind
from bot.store import Transaction, announcements, articles, audit, broadcasts, stories
from bot.store.broadcasts import Told
from bot.store.drafts import Draft
from bot.views import corrections
from bot.views.reply import Reply
from bot.views.text import opening

_ACTS = {
    AnnouncementKind.CORRECTION: "correct",
    AnnouncementKind.UPDATE: "edit",
    AnnouncementKind.RETRACTION: "retract",
    AnnouncementKind.RECALL: "recall",
}
"""What the audit log calls it."""


async def announce(tx: Transaction, draft: Draft, now: datetime) -> int:
    """The announcement's id. What is still due of the original is rewritten by an edit, ended when it is taken back."""
    opens_at = None
    if draft.kind is AnnouncementKind.UPDATE and draft.of_id is not None:
        await broadcasts.rewrite(tx, draft.of_id, draft.alert)
        await broadcasts.end_edits(tx, draft.of_id, "a newer one follows")
        # What leaves until then may still have the old text, and is edited too.
        opens_at = now + SETTLES
    elif draft.kind in (AnnouncementKind.RETRACTION, AnnouncementKind.RECALL):
        await _take_back(tx, draft, now)
    announcement_id = await announcements.announce(
        tx,
        kind=draft.kind,
        story_id=draft.story_id,
        of_id=draft.of_id,
        alert=draft.alert,
        author_id=draft.editor_id,
        now=now,
        opens_at=opens_at,
    )
    await audit.note(tx, draft.editor_id, _ACTS[draft.kind], await original(tx, draft.story_id, draft.of_id), now)
    return announcement_id


async def _take_back(tx: Transaction, draft: Draft, now: datetime) -> None:
    if draft.story_id is not None:
        await announcements.end_pushes(tx, draft.story_id, "retracted")
        await stories.retract(tx, draft.story_id, now)
    elif draft.of_id is not None:
        await broadcasts.end_alert(tx, draft.of_id, "retracted")


async def original(tx: Transaction, story_id: int | None, of_id: int | None, language: str = "") -> str:
    """The headline of the story, or how the alert begins."""
    if story_id is not None:
        edition = await articles.edition(tx, story_id, language)
        return edition.title if edition else f"#{story_id}"
    told = await broadcasts.get(tx, of_id) if of_id else None
    return opening(told.alert, language) if told and told.alert else f"#{of_id}"


async def subject(tx: Transaction, told: Told, language: str = "") -> str:
    """What an announcement of an editor's is about."""
    if told.kind is AnnouncementKind.ALERT:
        return opening(told.alert or Alert(), language)
    return await original(tx, told.story_id, told.of_id, language)


async def drawn(tx: Transaction, draft: Draft, words: Words) -> Reply:
    """As readers of that language will see it."""
    match draft.kind:
        case AnnouncementKind.CORRECTION:
            return corrections.correction(draft.alert, words)
        case AnnouncementKind.RETRACTION if draft.story_id is not None:
            edition = await articles.edition(tx, draft.story_id, words.language)
            if edition is not None:
                return corrections.retracted_story(edition, draft.alert, words)
        case AnnouncementKind.RETRACTION if draft.of_id is not None:
            told = await broadcasts.get(tx, draft.of_id)
            return corrections.retracted_alert(told.alert if told and told.alert else Alert(), draft.alert, words)
    return corrections.alert(draft.alert, words.language)
