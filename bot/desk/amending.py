"""Corrections, edits and retractions of what was sent, by an editor."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.desk.announce import SETTLES
from bot.locales import Words
from bot.news.alert import Alert
from bot.news.delivery import AnnouncementKind, AnnouncementState
from bot.store import Transaction, announcements, articles, audit, broadcasts, stories
from bot.store.broadcasts import Told
from bot.store.drafts import Draft
from bot.views import corrections
from bot.views.objections import Obstacle
from bot.views.reply import Reply
from bot.views.text import opening

_ACTS = {
    AnnouncementKind.CORRECTION: "correct",
    AnnouncementKind.UPDATE: "edit",
    AnnouncementKind.RETRACTION: "retract",
    AnnouncementKind.RECALL: "recall",
}
"""What the audit log calls it."""


_TAKING_BACK = (AnnouncementKind.RETRACTION, AnnouncementKind.RECALL)


async def obstacle(tx: Transaction, kind: AnnouncementKind, story_id: int | None, of_id: int | None) -> Obstacle | None:
    """What stands against amending it so: it was taken back, or nobody has it yet. What is struck may be corrected."""
    # What was taken back in part only may be taken back once more.
    by = await broadcasts.taken_back(tx, story_id, of_id, whole=kind in _TAKING_BACK)
    if by is AnnouncementKind.RECALL:
        return Obstacle.DELETED
    if kind is not AnnouncementKind.CORRECTION:
        return Obstacle.STRUCK if by else None
    told = await broadcasts.get(tx, of_id) if of_id is not None else None
    return Obstacle.UNSENT if told and told.state is AnnouncementState.SCHEDULED else None


async def overtaken(tx: Transaction, draft: Draft) -> Obstacle | None:
    """As `obstacle`, for a draft, and whether an alert that it edits says something else by now.

    Until the transaction ends nobody changes that any more.
    """
    if draft.kind is AnnouncementKind.ALERT:
        return None
    await broadcasts.hold(tx, draft.story_id, draft.of_id)
    if found := await obstacle(tx, draft.kind, draft.story_id, draft.of_id):
        return found
    if draft.kind is not AnnouncementKind.UPDATE or draft.of_id is None:
        return None
    told = await broadcasts.get(tx, draft.of_id)
    return Obstacle.CHANGED if told and told.alert != draft.began else None


def rebased(draft: Draft, newest: Alert) -> Draft:
    """An edit of what the alert says by now: what its editor wrote stays, and all else is the newest."""
    return replace(draft, alert=replace(newest, texts={**newest.texts, **_wrote(draft)}), began=newest)


def undone(draft: Draft, newest: Alert) -> dict[str, str]:
    """Language → what another edit made of it, where the draft says something else."""
    before = draft.began.texts if draft.began else {}
    said = newest.texts
    return {
        code: said[code]
        for code, mine in _wrote(draft).items()
        if code in said and said[code] not in (mine, before.get(code))
    }


def _wrote(draft: Draft) -> dict[str, str]:
    before = draft.began.texts if draft.began else {}
    return {language: said for language, said in draft.alert.texts.items() if before.get(language) != said}


async def announce(tx: Transaction, draft: Draft, now: datetime) -> int:
    """The announcement's id; the original's, where an edit rewrote it before anybody was sent the old text."""
    announcement_id = await _announce(tx, draft, now)
    await audit.note(tx, draft.editor_id, _ACTS[draft.kind], await original(tx, draft.story_id, draft.of_id), now)
    return announcement_id


async def _announce(tx: Transaction, draft: Draft, now: datetime) -> int:
    """What is still due of the original is rewritten by an edit, ended when it is taken back."""
    opens_at = None
    if draft.kind is AnnouncementKind.UPDATE and draft.of_id is not None:
        if await broadcasts.rewrite(tx, draft.of_id, draft.alert):
            return draft.of_id
        await broadcasts.end_edits(tx, draft.of_id, "a newer one follows")
        # What leaves until then may still have the old text, and is edited too.
        opens_at = now + SETTLES
    elif draft.kind in _TAKING_BACK:
        await _take_back(tx, draft, now)
    return await announcements.announce(
        tx,
        kind=draft.kind,
        story_id=draft.story_id,
        of_id=draft.of_id,
        alert=draft.alert,
        author_id=draft.editor_id,
        now=now,
        opens_at=opens_at,
    )


async def _take_back(tx: Transaction, draft: Draft, now: datetime) -> None:
    deleted = draft.kind is AnnouncementKind.RECALL
    await broadcasts.end_original(tx, draft.story_id, draft.of_id, "retracted", deleted=deleted)
    if draft.story_id is not None:
        await stories.retract(tx, draft.story_id, now)


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
