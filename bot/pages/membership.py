"""Chats that come, go and move."""

from __future__ import annotations

from datetime import datetime

from bot.pages.ask import Ask, Newsroom, Page
from bot.store import chats
from bot.views.intents import Joined
from bot.views.reply import Answer


async def leave(room: Newsroom, chat_id: int, reason: str, now: datetime) -> None:
    """The chat's deliveries end; its settings stay for its return."""
    async with room.db.write() as tx:
        await chats.leave(tx, chat_id, reason, now)


async def move(room: Newsroom, chat_id: int, new_id: int) -> None:
    """A group became a supergroup: it keeps its settings. Harmless when dispatch has met the new id before."""
    async with room.db.write() as tx:
        await chats.move(tx, chat_id, new_id)


async def joined(ask: Ask, intent: Joined) -> Answer | None:
    """Meeting the chat has woken it already; it was not asked anything, so it is told nothing."""
    return None


PAGE = Page(answers={Joined: joined}, commands={})
