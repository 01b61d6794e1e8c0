"""A draft as its editor sees it, whatever it becomes: its preview, what can be set, the last look, the confirmation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from bot.desk import amending, broadcast
from bot.desk.broadcast import EVERYONE
from bot.news.alert import Alert, Reference
from bot.news.delivery import AnnouncementKind
from bot.news.staff import Role
from bot.pages import progress
from bot.pages.ask import Answering, Ask, Page
from bot.store import Transaction, broadcasts, drafts, tags
from bot.store.drafts import TIME, Draft, DraftState, Origins
from bot.views import audience as audience_view
from bot.views import drafting as view
from bot.views import objections, text
from bot.views.desk import (
    Amend,
    Amendment,
    Cancel,
    CancelBroadcast,
    CheckDraft,
    ConfirmBroadcast,
    Instead,
    OpenDraft,
    UsePoll,
    WriteText,
)
from bot.views.objections import Obstacle
from bot.views.reply import Answer, Reply, Row


async def anew(ask: Ask, draft: Draft, language: str = "", *, note: str = "", also: tuple[Row, ...] = ()) -> Answer:
    """The preview, exactly as readers get it, and below it what is waited for, or else what can be set."""
    if draft.awaits == TIME:
        below = view.ask_time(draft.id, ask.chat.time_zone, ask.words)
    elif draft.awaits:
        below = view.ask_language(draft.id, draft.awaits, ask.words)
    else:
        below = view.sheet(await sheet(ask, draft), ask.words, note=note, also=also)
    if draft.alert.poll:
        return Answer(below, preview=view.poll_again(draft.alert.poll), if_refused=below, fresh=True)
    refused = objections.refused(draft.id, language or ask.chat.language, ask.words)
    return Answer(below, preview=await _preview(ask, draft, language), if_refused=refused, fresh=True)


async def _preview(ask: Ask, draft: Draft, language: str) -> Reply:
    spoken = language or next(iter(draft.alert.texts), ask.chat.language)
    async with ask.room.db.read() as tx:
        return await amending.drawn(tx, draft, ask.room.words.get(spoken, ask.words))


async def resume(ask: Ask, draft: Draft, *, note: str = "", also: tuple[Row, ...] = ()) -> Answer:
    """As it stands; whatever was waited for, the editor went on without it."""
    changed = replace(draft, awaits="", album="")
    if not await _saved(ask, changed):
        return Answer(toast=view.too_late(ask.words), alert=True)
    return await anew(ask, replace(changed, revision=draft.revision + 1), note=note, also=also)


async def in_the_way(
    ask: Ask, kind: AnnouncementKind, begin: Amend | None = None, *, also: tuple[Row, ...] = ()
) -> Answer | None:
    """The editor's open draft with what they wrote: it goes on where it is the one wanted, else is asked about.

    Wanted is a `kind` of draft, which `begin` begins; without it a broadcast.
    """
    async with ask.room.db.read() as tx:
        draft = await drafts.current(tx, ask.chat.id)
    if draft is None or not draft.written:
        return None
    instead = Instead(draft.id, begin)
    story_id, of_id = (begin.story_id or None, begin.of_id or None) if begin else (None, None)
    if draft.aims_at(kind, story_id, of_id):
        discarding = (objections.discarding(instead, ask.words),)
        return await resume(ask, draft, note=view.resumed(ask.words), also=(discarding, *also))
    opening = text.opening(draft.alert, ask.chat.language)
    return Answer(objections.unsent(instead, opening, ask.words, also=also), fresh=True)


async def use_poll(ask: Ask, draft: Draft, intent: UsePoll) -> Answer | Reply:
    """The tapped message is the bot's own copy of the poll; what it asks is the text that editors know it by."""
    question = draft.origins.question
    asks = {ask.chat.language: question} if question else {}
    alert = Alert(asks, poll=Reference(ask.chat.id, ask.request.message_id))
    shown = await saved(ask, replace(draft, alert=alert, awaits="", origins=Origins(question=question)))
    return Answer(shown.reply, toast=shown.toast, alert=shown.alert, fresh=True)


async def open_draft(ask: Ask, draft: Draft, intent: OpenDraft) -> Answer | Reply:
    """Whatever was waited for, the editor went on without it."""
    if not (draft.alert.texts or draft.alert.media or draft.alert.poll):
        return await write_text(ask, draft, WriteText(draft.id, draft.awaits or ask.chat.language))
    if intent.fresh:
        return await resume(ask, draft)
    return await saved(ask, replace(draft, awaits="", album=""))


async def write_text(ask: Ask, draft: Draft, intent: WriteText) -> Answer | Reply:
    if intent.language not in ask.room.words:
        return Answer(toast=view.too_late(ask.words), alert=True)
    if not await _saved(ask, replace(draft, awaits=intent.language)):
        return Answer(toast=view.too_late(ask.words), alert=True)
    if draft.alert.texts or draft.alert.media:
        return view.ask_language(draft.id, intent.language, ask.words)
    return await ask_text(ask, draft, intent.language)


async def ask_text(ask: Ask, draft: Draft, language: str, *, also: tuple[Row, ...] = ()) -> Reply:
    async with ask.room.db.read() as tx:
        subject = await _subject(tx, ask, draft)
    return view.ask_text(draft.id, draft.kind, subject, language, ask.words, also=also)


async def check(ask: Ask, draft: Draft, intent: CheckDraft) -> Answer | Reply:
    return await last_look(ask, draft)


async def last_look(ask: Ask, draft: Draft) -> Reply:
    shown = await sheet(ask, draft)
    return view.check(shown, shown.count / ask.room.send_rate, ask.words)


async def confirm(ask: Ask, draft: Draft, intent: ConfirmBroadcast) -> Answer | Reply:
    """Its message becomes the one that shows the progress; for a new text of what waits, one that says so."""
    if intent.revision != draft.revision:
        return Answer(await last_look(ask, draft), toast=view.changed(ask.words), alert=True)
    async with ask.room.db.write() as tx:
        sent = await broadcast.confirm(tx, draft, ask.request.message_id, ask.now)
        if sent is None:
            return Answer(toast=view.too_late(ask.words), alert=True)
        if isinstance(sent, int):
            return await (progress.rewritten if sent == draft.of_id else progress.shown)(tx, ask, sent)
    return await (_rebase(ask, draft) if sent is Obstacle.CHANGED else overtaken(ask, draft, sent))


async def overtaken(ask: Ask, draft: Draft, obstacle: Obstacle) -> Reply:
    """The draft is kept: its editor may want the words for something else."""
    async with ask.room.db.read() as tx:
        subject = await _subject(tx, ask, draft)
    correct = Amend(Amendment.CORRECT, draft.story_id or 0, draft.of_id or 0)
    return objections.overtaken(obstacle, draft.id, subject, correct, ask.words, written=bool(draft.alert.texts))


async def _rebase(ask: Ask, draft: Draft) -> Answer:
    """What another editor changed meanwhile is taken over, but where this editor wrote something else."""
    async with ask.room.db.write() as tx:
        told = await broadcasts.get(tx, draft.of_id or 0)
        newest = told.alert if told and told.alert else Alert()
        mine = amending.rebased(draft, newest)
        if not await drafts.save(tx, mine):
            return Answer(toast=view.too_late(ask.words), alert=True)
    note = objections.changed(amending.undone(draft, newest), ask.words)
    begin = Instead(draft.id, Amend(Amendment.EDIT, of_id=draft.of_id or 0))
    also = (objections.discarding(begin, ask.words),)
    return await anew(ask, replace(mine, revision=draft.revision + 1), note=note, also=(also,))


async def cancel(ask: Ask, draft: Draft, intent: CancelBroadcast) -> Answer | Reply:
    async with ask.room.db.write() as tx:
        await drafts.cancel(tx, draft.id)
    return view.cancelled(ask.words)


async def cancel_open(ask: Ask, intent: Cancel) -> Answer | Reply:
    async with ask.room.db.write() as tx:
        draft = await drafts.current(tx, ask.chat.id)
        if draft is None:
            return view.nothing_to_cancel(ask.words)
        await drafts.cancel(tx, draft.id)
    return view.cancelled(ask.words)


async def saved(ask: Ask, changed: Draft) -> Answer:
    if not await _saved(ask, changed):
        return Answer(toast=view.too_late(ask.words), alert=True)
    return Answer(view.sheet(await sheet(ask, changed), ask.words))


async def _saved(ask: Ask, changed: Draft) -> bool:
    async with ask.room.db.write() as tx:
        return await drafts.save(tx, changed)


async def sheet(ask: Ask, draft: Draft) -> view.Sheet:
    """Counts whom it reaches, so it is never drawn while a transaction writes."""
    amends = draft.kind is not AnnouncementKind.ALERT
    chosen = draft.audience or EVERYONE
    async with ask.room.db.read() as tx:
        named = await tags.by_ids(tx, chosen.tag_ids or (), ask.chat.language)
        subject = await _subject(tx, ask, draft)
    return view.Sheet(
        draft.id,
        draft.revision,
        draft.kind,
        subject,
        draft.alert,
        "" if amends else audience_view.whom(chosen, named, ask.words),
        await broadcast.reach(ask.room.db, draft, ask.now),
        draft.opens_at if draft.opens_at and draft.opens_at > ask.now else None,
        draft.doubt,
        ask.chat.time_zone,
        ask.now,
    )


async def _subject(tx: Transaction, ask: Ask, draft: Draft) -> str:
    if draft.kind is AnnouncementKind.ALERT:
        return ""
    return await amending.original(tx, draft.story_id, draft.of_id, ask.chat.language)


def of_draft(answer: Callable[[Ask, Draft, Any], Awaitable[Answer | Reply]]) -> Answering:
    """For buttons of a draft: refuses other editors' drafts, and closed ones."""

    async def guarded(ask: Ask, intent: Any) -> Answer | Reply:
        async with ask.room.db.read() as tx:
            draft = await drafts.get(tx, intent.draft_id)
        if draft is None or draft.editor_id != ask.chat.id or draft.state is not DraftState.OPEN:
            return Answer(toast=view.too_late(ask.words), alert=True)
        return await answer(ask, draft, intent)

    return guarded


PAGE = Page(
    answers={
        OpenDraft: of_draft(open_draft),
        WriteText: of_draft(write_text),
        UsePoll: of_draft(use_poll),
        CheckDraft: of_draft(check),
        ConfirmBroadcast: of_draft(confirm),
        CancelBroadcast: of_draft(cancel),
        Cancel: cancel_open,
    },
    commands={"cancel": lambda words: Cancel()},
    needs=dict.fromkeys(
        (OpenDraft, WriteText, UsePoll, CheckDraft, ConfirmBroadcast, CancelBroadcast, Cancel), Role.EDITOR
    ),
)
