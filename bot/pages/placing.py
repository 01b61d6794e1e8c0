"""Where in a group or channel something comes, and what is said of it."""

from __future__ import annotations

from bot.pages.ask import Ask
from bot.store import Transaction, outlets, subscriptions
from bot.views import placing as view
from bot.views.reply import Reply


async def spotted(ask: Ask, tx: Transaction) -> view.Spot:
    return view.Spot(ask.chat, ask.thread_id, await outlets.topics(tx, ask.chat.number))


async def added(ask: Ask, tag_id: int, new: bool) -> Reply:
    """`new`: it was not there before, or not so."""
    async with ask.room.db.read() as tx:
        own = await subscriptions.of_chat(tx, ask.chat.number, ask.chat.language)
        spot = await spotted(ask, tx)
    one = next(one for one in own if one.tag.id == tag_id and one.thread_id == ask.thread_id)
    return view.added(one, ask.undo() if new else None, spot, ask.words)
