"""/correct and /retract: what was sent lately, and a draft that corrects it, edits it or takes it back."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import amending
from bot.news.alert import Alert
from bot.news.delivery import AnnouncementKind
from bot.news.staff import Role
from bot.pages import broadcast, drafting
from bot.pages.ask import Ask, Page
from bot.store import Transaction, articles, broadcasts, drafts
from bot.store.announcements import DELETABLE
from bot.store.broadcasts import Told
from bot.store.drafts import Draft
from bot.views import amending as view
from bot.views import objections
from bot.views.desk import Amend, Amendment, Broadcast, Instead
from bot.views.objections import Obstacle
from bot.views.reply import Answer, Reply

KINDS = {
    Amendment.CORRECT: AnnouncementKind.CORRECTION,
    Amendment.RETRACT: AnnouncementKind.RETRACTION,
    Amendment.STRIKE: AnnouncementKind.RETRACTION,
    Amendment.DELETE: AnnouncementKind.RECALL,
    Amendment.EDIT: AnnouncementKind.UPDATE,
}


async def amend(ask: Ask, intent: Amend) -> Answer | Reply:
    """Below the message that was tapped, which may be a card or a report that stays."""
    if not intent.story_id and not intent.of_id:
        return await _recent(ask, intent)
    kind = KINDS[intent.by]
    async with ask.room.db.read() as tx:
        told = await broadcasts.get(tx, intent.of_id) if intent.of_id else None
        obstacle = await amending.obstacle(tx, kind, intent.story_id or None, intent.of_id or None)
        if obstacle is Obstacle.UNSENT:
            subject = await amending.original(tx, None, intent.of_id, ask.chat.language)
            return Answer(objections.unseen(subject, intent.of_id, ask.words), fresh=True)
        if obstacle or not await _amendable(tx, intent, told):
            return Answer(toast=view.gone(ask.words), alert=True)
        if intent.by is Amendment.RETRACT:
            return Answer(await _how(tx, ask, intent, told), fresh=True)
    if earlier := await drafting.in_the_way(ask, kind, intent):
        return earlier
    return Answer(await _begin(ask, intent, told), fresh=True)


async def instead(ask: Ask, draft: Draft, intent: Instead) -> Answer | Reply:
    """In one tap: the draft is discarded, and the next one begun; nothing is, where that cannot be."""
    if (begin := intent.begin) and (begin.story_id or begin.of_id):
        async with ask.room.db.read() as tx:
            told = await broadcasts.get(tx, begin.of_id) if begin.of_id else None
            obstacle = await amending.obstacle(tx, KINDS[begin.by], begin.story_id or None, begin.of_id or None)
            if obstacle or not await _amendable(tx, begin, told):
                return Answer(toast=view.gone(ask.words), alert=True)
    async with ask.room.db.write() as tx:
        await drafts.cancel(tx, draft.id)
    answer = await (amend(ask, intent.begin) if intent.begin else broadcast.begin(ask, Broadcast()))
    # The message that was tapped has served; a preview stands above what is asked next.
    return replace(answer, fresh=answer.preview is not None) if isinstance(answer, Answer) else answer


async def _amendable(tx: Transaction, intent: Amend, told: Told | None) -> bool:
    if intent.story_id:
        return intent.by is not Amendment.EDIT and await articles.edition(tx, intent.story_id, "") is not None
    if told is None or told.kind is not AnnouncementKind.ALERT:
        return False
    polled = told.alert is not None and told.alert.poll is not None
    return not (polled and intent.by in (Amendment.EDIT, Amendment.STRIKE))


async def _begin(ask: Ask, intent: Amend, told: Told | None) -> Reply:
    """A draft of it: waiting for its text, or to be looked at where it has none."""
    kind, language = KINDS[intent.by], ask.chat.language
    alert = told.alert if told and told.alert and kind is AnnouncementKind.UPDATE else Alert()
    if alert.texts and language not in alert.texts:
        language = next(iter(alert.texts))
    async with ask.room.db.write() as tx:
        draft = await drafts.open_draft(
            tx,
            ask.chat.id,
            ask.now,
            kind=kind,
            story_id=intent.story_id or None,
            of_id=intent.of_id or None,
            alert=alert,
            awaits="" if kind is AnnouncementKind.RECALL else language,
        )
    if kind is AnnouncementKind.RECALL:
        return await drafting.last_look(ask, draft)
    return await drafting.ask_text(ask, draft, language)


async def _how(tx: Transaction, ask: Ask, intent: Amend, told: Told | None) -> Reply:
    story_id, of_id = intent.story_id or None, intent.of_id or None
    struck = await broadcasts.reached_before(tx, AnnouncementKind.RETRACTION, story_id, of_id, ask.now)
    deleted = await broadcasts.reached_before(tx, AnnouncementKind.RECALL, story_id, of_id, ask.now)
    polled = told is not None and told.alert is not None and told.alert.poll is not None
    return view.how(
        intent.story_id,
        intent.of_id,
        await amending.original(tx, story_id, of_id, ask.chat.language),
        None if polled else sum(struck.values()),
        sum(deleted.values()),
        ask.words,
    )


async def _recent(ask: Ask, intent: Amend) -> Reply:
    async with ask.room.db.read() as tx:
        found = await broadcasts.recent(tx, ask.now - DELETABLE)
        start = intent.page * view.PER_PAGE
        pushed = [
            view.Pushed(
                told.story_id or 0,
                0 if told.story_id else told.id,
                await amending.original(tx, told.story_id, told.id, ask.chat.language),
                told.opens_at,
                told.sent,
            )
            for told in found[start : start + view.PER_PAGE]
        ]
    more = len(found) > start + view.PER_PAGE
    return view.recent(intent.by, pushed, intent.page, more, ask.chat.time_zone, ask.now, ask.words)


PAGE = Page(
    answers={Amend: amend, Instead: drafting.of_draft(instead)},
    commands={
        "correct": lambda words: Amend(Amendment.CORRECT),
        "retract": lambda words: Amend(Amendment.RETRACT),
    },
    needs=dict.fromkeys((Amend, Instead), Role.EDITOR),
)
