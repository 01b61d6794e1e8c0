"""A draft as its editor sees it, whatever it becomes: its preview, what can be set, the last look, the confirmation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from bot.desk import amending, broadcast
from bot.desk.broadcast import EVERYONE
from bot.news.alert import Alert, Reference
from bot.news.delivery import AnnouncementKind
from bot.pages import progress
from bot.pages.ask import Answering, Ask, Page
from bot.pages.editors import editors_only
from bot.store import Transaction, drafts, tags
from bot.store.drafts import TIME, Draft, DraftState
from bot.views import audience as audience_view
from bot.views import drafting as view
from bot.views import objections, text
from bot.views.desk import Cancel, CancelBroadcast, CheckDraft, ConfirmBroadcast, OpenDraft, UsePoll, WriteText
from bot.views.reply import Answer, Reply, Row


async def anew(
    tx: Transaction, ask: Ask, draft: Draft, language: str = "", *, note: str = "", also: tuple[Row, ...] = ()
) -> Answer:
    """The preview, exactly as readers get it, and below it what is waited for, or else what can be set."""
    shown = await sheet(tx, ask, draft)
    below = view.sheet(shown, ask.words, note=note, also=also)
    if draft.awaits == TIME:
        below = view.ask_time(shown, ask.words)
    elif draft.awaits:
        below = view.ask_language(draft.id, draft.awaits, ask.words)
    if draft.alert.poll:
        return Answer(below, preview=view.poll_again(draft.alert.poll), if_refused=below, fresh=True)
    refused = objections.refused(draft.id, language or ask.chat.language, ask.words)
    return Answer(below, preview=await _preview(tx, ask, draft, language), if_refused=refused, fresh=True)


async def _preview(tx: Transaction, ask: Ask, draft: Draft, language: str) -> Reply:
    spoken = language or next(iter(draft.alert.texts), ask.chat.language)
    return await amending.drawn(tx, draft, ask.room.words.get(spoken, ask.words))


async def resume(tx: Transaction, ask: Ask, draft: Draft, *, note: str = "", also: tuple[Row, ...] = ()) -> Answer:
    """As it stands; whatever was waited for, the editor went on without it."""
    changed = replace(draft, awaits="", album="")
    if not await drafts.save(tx, changed):
        return Answer(toast=view.too_late(ask.words), alert=True)
    return await anew(tx, ask, replace(changed, revision=draft.revision + 1), note=note, also=also)


async def in_the_way(
    tx: Transaction,
    ask: Ask,
    kind: AnnouncementKind,
    story_id: int | None = None,
    of_id: int | None = None,
    *,
    also: tuple[Row, ...] = (),
) -> Answer | None:
    """The editor's open draft with what they wrote: it goes on where it is the one wanted, else is asked about."""
    draft = await drafts.current(tx, ask.chat.id)
    if draft is None or not draft.written:
        return None
    if draft.aims_at(kind, story_id, of_id):
        return await resume(tx, ask, draft, note=view.resumed(ask.words), also=also)
    opening = text.opening(draft.alert, ask.chat.language)
    return Answer(objections.unsent(draft.id, opening, ask.words, also=also), fresh=True)


async def use_poll(ask: Ask, draft: Draft, intent: UsePoll) -> Answer | Reply:
    """The tapped message is the bot's own copy of the poll; what it asks is the text that editors know it by."""
    asks = {ask.chat.language: draft.origins.question} if draft.origins.question else {}
    alert = Alert(asks, poll=Reference(ask.chat.id, ask.request.message_id))
    async with ask.room.db.write() as tx:
        shown = await saved(tx, ask, replace(draft, alert=alert, awaits=""))
    return Answer(shown.reply, toast=shown.toast, alert=shown.alert, fresh=True)


async def open_draft(ask: Ask, draft: Draft, intent: OpenDraft) -> Answer | Reply:
    """Whatever was waited for, the editor went on without it."""
    if not (draft.alert.texts or draft.alert.media or draft.alert.poll):
        return await write_text(ask, draft, WriteText(draft.id, draft.awaits or ask.chat.language))
    async with ask.room.db.write() as tx:
        if intent.fresh:
            return await resume(tx, ask, draft)
        return await saved(tx, ask, replace(draft, awaits="", album=""))


async def write_text(ask: Ask, draft: Draft, intent: WriteText) -> Answer | Reply:
    if intent.language not in ask.room.words:
        return Answer(toast=view.too_late(ask.words), alert=True)
    changed = replace(draft, awaits=intent.language)
    async with ask.room.db.write() as tx:
        if not await drafts.save(tx, changed):
            return Answer(toast=view.too_late(ask.words), alert=True)
        if draft.alert.texts or draft.alert.media:
            return view.ask_language(draft.id, intent.language, ask.words)
        return view.ask_text(await sheet(tx, ask, changed), intent.language, ask.words)


async def check(ask: Ask, draft: Draft, intent: CheckDraft) -> Answer | Reply:
    async with ask.room.db.read() as tx:
        return await last_look(tx, ask, draft)


async def last_look(tx: Transaction, ask: Ask, draft: Draft) -> Reply:
    shown = await sheet(tx, ask, draft)
    return view.check(shown, shown.count / ask.room.send_rate, ask.words)


async def confirm(ask: Ask, draft: Draft, intent: ConfirmBroadcast) -> Answer | Reply:
    """Its message becomes the one that shows the progress."""
    async with ask.room.db.write() as tx:
        if intent.revision != draft.revision:
            return Answer(await last_look(tx, ask, draft), toast=view.changed(ask.words), alert=True)
        announcement_id = await broadcast.confirm(tx, draft, ask.request.message_id, ask.now)
        if announcement_id is None:
            return Answer(toast=view.too_late(ask.words), alert=True)
        return await progress.shown(tx, ask, announcement_id)


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


async def saved(tx: Transaction, ask: Ask, changed: Draft) -> Answer:
    if not await drafts.save(tx, changed):
        return Answer(toast=view.too_late(ask.words), alert=True)
    return Answer(view.sheet(await sheet(tx, ask, changed), ask.words))


async def sheet(tx: Transaction, ask: Ask, draft: Draft) -> view.Sheet:
    amends = draft.kind is not AnnouncementKind.ALERT
    chosen = draft.audience or EVERYONE
    named = await tags.by_ids(tx, chosen.tag_ids or (), ask.chat.language)
    return view.Sheet(
        draft.id,
        draft.revision,
        draft.kind,
        await amending.original(tx, draft.story_id, draft.of_id, ask.chat.language) if amends else "",
        draft.alert,
        "" if amends else audience_view.whom(chosen, named, ask.words),
        await broadcast.reach(tx, draft, ask.now),
        draft.opens_at if draft.opens_at and draft.opens_at > ask.now else None,
        draft.doubt,
        ask.chat.time_zone,
        ask.now,
    )


def of_draft(answer: Callable[[Ask, Draft, Any], Awaitable[Answer | Reply]]) -> Answering:
    """For buttons of a draft: refuses strangers, other editors' drafts, and closed ones."""

    async def guarded(ask: Ask, intent: Any) -> Answer | Reply:
        async with ask.room.db.read() as tx:
            draft = await drafts.get(tx, intent.draft_id)
        if draft is None or draft.editor_id != ask.chat.id or draft.state is not DraftState.OPEN:
            return Answer(toast=view.too_late(ask.words), alert=True)
        return await answer(ask, draft, intent)

    return editors_only(guarded)


PAGE = Page(
    answers={
        OpenDraft: of_draft(open_draft),
        WriteText: of_draft(write_text),
        UsePoll: of_draft(use_poll),
        CheckDraft: of_draft(check),
        ConfirmBroadcast: of_draft(confirm),
        CancelBroadcast: of_draft(cancel),
        Cancel: editors_only(cancel_open),
    },
    commands={"cancel": lambda words: Cancel()},
)
