"""Words without a command: the text of an editor's open draft, or a topic."""

from __future__ import annotations

from bot.pages import broadcast, headlines
from bot.pages.ask import Ask, Page
from bot.store import drafts
from bot.views.intents import Look, Said
from bot.views.reply import Answer, Reply


async def said(ask: Ask, intent: Said) -> Answer | Reply | None:
    if ask.editor:
        async with ask.room.db.read() as tx:
            draft = await drafts.current(tx, ask.chat.id)
        if draft and draft.state is drafts.DraftState.WAITING_TEXT:
            return await broadcast.take_text(ask, draft, intent)
    return await headlines.look(ask, Look(intent.words))


PAGE = Page(answers={Said: said}, commands={})
