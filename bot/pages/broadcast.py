"""/broadcast: an editor's alert, step by step: text, audience, preview, confirmation, result."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.desk import broadcast as desk
from bot.news.audience import Audience
from bot.pages.ask import Answering, Ask, Page
from bot.pages.editors import editors_only
from bot.store import Transaction, announcements, audiences, drafts, tags
from bot.store.drafts import Draft, DraftState
from bot.views import broadcast as view
from bot.views.intents import (
    Aim,
    Broadcast,
    BroadcastResult,
    CancelBroadcast,
    ChooseAudience,
    ConfirmBroadcast,
    Said,
)
from bot.views.reply import Answer, Reply

TEXT_MAX = 4000
"""Characters; a little below Telegram's 4096."""


async def open_draft(ask: Ask, intent: Broadcast) -> Reply:
    async with ask.room.db.write() as tx:
        draft = await drafts.open_draft(tx, ask.chat.id, ask.now)
    return view.ask_text(draft.id, ask.words)


async def take_text(ask: Ask, draft: Draft, intent: Said) -> Answer | Reply:
    """The preview, exactly as readers get it, and below it the question to whom."""
    if len(intent.words) > TEXT_MAX:
        return view.too_long(draft.id, ask.words)
    async with ask.room.db.write() as tx:
        await drafts.write(tx, draft.id, intent.html)
    return Answer(
        await _audiences(ask, draft.id, 0), preview=view.alert(intent.html), if_refused=view.refused(ask.words)
    )


async def choose(ask: Ask, draft: Draft, intent: ChooseAudience) -> Reply:
    return await _audiences(ask, draft.id, intent.page)


async def aim(ask: Ask, draft: Draft, intent: Aim) -> Reply:
    audience = desk.audience(intent.tag_id)
    async with ask.room.db.write() as tx:
        await drafts.aim(tx, draft.id, audience)
        tag = await tags.by_id(tx, intent.tag_id, ask.chat.language) if intent.tag_id else None
        chats = await audiences.audience_size(tx, audience)
    return view.confirm(draft.id, tag, chats, chats / ask.room.send_rate, ask.words)


async def confirm(ask: Ask, draft: Draft, intent: ConfirmBroadcast) -> Answer:
    if not draft.html or draft.audience is None:
        return Answer(toast=view.too_late(ask.words), alert=True)
    async with ask.room.db.write() as tx:
        announcement_id = await desk.confirm(tx, draft, ask.now)
        if announcement_id is None:
            return Answer(toast=view.too_late(ask.words), alert=True)
        outcomes = await announcements.outcomes(tx, announcement_id)
    return Answer(view.result(draft.id, outcomes, ask.words, under_way=True))


async def cancel(ask: Ask, draft: Draft, intent: CancelBroadcast) -> Reply:
    async with ask.room.db.write() as tx:
        await drafts.cancel(tx, draft.id)
    return view.cancelled(ask.words)


async def show_result(ask: Ask, intent: BroadcastResult) -> Answer | Reply:
    async with ask.room.db.read() as tx:
        draft = await drafts.get(tx, intent.draft_id)
        if not ask.editor or draft is None or draft.announcement_id is None:
            return Answer(toast=view.too_late(ask.words), alert=True)
        outcomes = await announcements.outcomes(tx, draft.announcement_id)
        under_way = not await announcements.finished(tx, draft.announcement_id)
    return view.result(draft.id, outcomes, ask.words, under_way=under_way)


async def _audiences(ask: Ask, draft_id: int, page: int) -> Reply:
    async with ask.room.db.read() as tx:
        found = await tags.popular(
            tx, ask.chat.language, offset=page * view.TAGS_PER_PAGE, limit=view.TAGS_PER_PAGE + 1
        )
        sized = [(tag, await _size(tx, desk.audience(tag.id))) for tag in found[: view.TAGS_PER_PAGE]]
        everyone = await _size(tx, desk.EVERYONE)
    return view.choose(draft_id, everyone, sized, page, len(found) > view.TAGS_PER_PAGE, ask.words)


async def _size(tx: Transaction, audience: Audience) -> int:
    return await audiences.audience_size(tx, audience)


def _of_draft(answer: Callable[[Ask, Draft, Any], Awaitable[Answer | Reply]]) -> Answering:
    """For buttons of a draft: refuses strangers, other editors' drafts, and closed ones."""

    async def guarded(ask: Ask, intent: Any) -> Answer | Reply:
        async with ask.room.db.read() as tx:
            draft = await drafts.get(tx, intent.draft_id)
        if draft is None or draft.editor_id != ask.chat.id:
            return Answer(toast=view.too_late(ask.words), alert=True)
        if draft.state not in (DraftState.WAITING_TEXT, DraftState.CHOOSING):
            return Answer(toast=view.too_late(ask.words), alert=True)
        return await answer(ask, draft, intent)

    return editors_only(guarded)


PAGE = Page(
    answers={
        Broadcast: editors_only(open_draft),
        ChooseAudience: _of_draft(choose),
        Aim: _of_draft(aim),
        ConfirmBroadcast: _of_draft(confirm),
        CancelBroadcast: _of_draft(cancel),
        BroadcastResult: editors_only(show_result),
    },
    commands={"broadcast": lambda words: Broadcast()},
)
