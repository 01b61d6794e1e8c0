"""Chats that come, go and move."""

from __future__ import annotations

from datetime import datetime

from bot.pages.ask import Ask, Newsroom, Page
from bot.store import chats
from bot.views.intents import Joined, Migrated
from bot.views.reply import Answer


async def leave(room: Newsroom, chat_id: int, reason: str, now: datetime) -> None:
    """The chat's deliveries end; its settings stay for its return."""
    async with room.db.write() as tx:
        await chats.leave(tx, chat_id, reason, now)


async def joined(ask: Ask, intent: Joined) -> Answer | None:
    """Meeting the chat has woken it already; it was not asked anything, so it is told nothing."""
    return None


async def migrated(ask: Ask, intent: Migrated) -> Answer | None:
    async with ask.room.db.write() as tx:
        await chats.move(tx, ask.request.chat_id, intent.chat_id)
    return None


PAGE = Page(answers={Joined: joined, Migrated: migrated}, commands={})
