"""A draft, step by step, whatever it becomes: its texts and media, what can be set, the last look, the confirmation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from bot.desk import amending, broadcast
from bot.desk.broadcast import EVERYONE
from bot.news.alert import Alert, Reference
from bot.news.delivery import AnnouncementKind
from bot.news.moments import moment
from bot.pages import progress
from bot.pages.ask import Answering, Ask, Page
from bot.pages.editors import editors_only
from bot.store import Transaction, drafts, tags
from bot.store.drafts import TIME, Draft, DraftState
from bot.views import audience as audience_view
from bot.views import drafting as view
from bot.views import text
from bot.views.desk import Cancel, CancelBroadcast, CheckDraft, ConfirmBroadcast, OpenDraft, UsePoll, WriteText
from bot.views.intents import Said
from bot.views.reply import Answer, Reply

MOST_PARTS = 10
"""Of an album."""


async def take(ask: Ask, draft: Draft, said: Said) -> Answer | Reply:
    """The message that a draft waited for."""
    if draft.awaits == TIME:
        return await _take_time(ask, draft, said)
    if said.album and said.album == draft.album:
        return await _take_part(ask, draft, said)
    if said.poll and draft.kind is AnnouncementKind.ALERT:
        return view.poll(Reference(ask.chat.id, ask.request.message_id), draft.id, ask.words)
    amends = draft.kind is not AnnouncementKind.ALERT
    if said.poll or said.other or (amends and (said.media or not said.words)):
        return view.not_this(draft.id, ask.words, only_text=amends)
    return await _take_text(ask, draft, said)


async def _take_text(ask: Ask, draft: Draft, said: Said) -> Answer | Reply:
    """The preview, exactly as readers get it, and below it what can be set."""
    texts = {**draft.alert.texts, draft.awaits: said.html} if said.html else draft.alert.texts
    alert = Alert(texts, said.media or draft.alert.media)
    changed = replace(draft, alert=alert, awaits="", album=said.album)
    async with ask.room.db.write() as tx:
        if over := await _too_long(tx, ask, changed, draft.awaits):
            return view.too_long(draft.id, *over, ask.words)
        await drafts.save(tx, changed)
        shown = await _preview(tx, ask, changed, draft.awaits)
        below = view.sheet(await sheet(tx, ask, changed), ask.words)
    if said.album:
        return view.album(draft.id, ask.words)
    return Answer(below, preview=shown, if_refused=view.refused(draft.id, draft.awaits, ask.words))


async def _take_part(ask: Ask, draft: Draft, said: Said) -> Answer:
    """Parts of an album come one by one; any of them may have the caption."""
    texts = draft.alert.texts or ({ask.chat.language: said.html} if said.html else {})
    alert = Alert(texts, (*draft.alert.media, *said.media)[:MOST_PARTS])
    async with ask.room.db.write() as tx:
        await drafts.save(tx, replace(draft, alert=alert))
    return Answer()


async def _take_time(ask: Ask, draft: Draft, said: Said) -> Answer | Reply:
    opens_at = moment(said.words, ask.now, ask.chat.time_zone)
    async with ask.room.db.write() as tx:
        if opens_at is None:
            return view.no_time(await sheet(tx, ask, draft), ask.words)
        return await saved(tx, ask, replace(draft, opens_at=opens_at, awaits=""))


async def _too_long(tx: Transaction, ask: Ask, draft: Draft, language: str) -> tuple[int, int] | None:
    """By how many characters in the longest of all readers' languages, and how many fit there."""
    drawn = [await amending.drawn(tx, draft, words) for words in ask.room.words.values()]
    over = max(len(text.plain(reply.text)) - (text.CAPTION_MAX if reply.media else text.TEXT_MAX) for reply in drawn)
    return (over, max(len(text.plain(draft.alert.text(language))) - over, 0)) if over > 0 else None


async def _preview(tx: Transaction, ask: Ask, draft: Draft, language: str = "") -> Reply:
    spoken = language or next(iter(draft.alert.texts), ask.chat.language)
    return await amending.drawn(tx, draft, ask.room.words.get(spoken, ask.words))


async def use_poll(ask: Ask, draft: Draft, intent: UsePoll) -> Answer | Reply:
    """The tapped message is the bot's own copy of the poll."""
    alert = Alert(poll=Reference(ask.chat.id, ask.request.message_id))
    async with ask.room.db.write() as tx:
        shown = await saved(tx, ask, replace(draft, alert=alert, awaits=""))
    return Answer(shown.reply, toast=shown.toast, alert=shown.alert, fresh=True)


async def open_draft(ask: Ask, draft: Draft, intent: OpenDraft) -> Answer | Reply:
    """Whatever was waited for, the editor went on without it."""
    if not (draft.alert.texts or draft.alert.media or draft.alert.poll):
        return await write_text(ask, draft, WriteText(draft.id, draft.awaits or ask.chat.language))
    async with ask.room.db.write() as tx:
        shown = await saved(tx, ask, replace(draft, awaits="", album=""))
        if intent.fresh and not draft.alert.poll:
            refused = view.refused(draft.id, ask.chat.language, ask.words)
            return replace(shown, preview=await _preview(tx, ask, draft), if_refused=refused, fresh=True)
    return shown


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
        draft.opens_at,
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
