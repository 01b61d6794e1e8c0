"""Chats that go and move; what comes is met."""

from __future__ import annotations

from datetime import datetime

from bot.pages.ask import Newsroom
from bot.store import chats


async def leave(room: Newsroom, chat_id: int, reason: str, now: datetime) -> None:
    """The chat's deliveries end; its settings stay for its return."""
    async with room.db.write() as tx:
        await chats.leave(tx, chat_id, reason, now)


async def move(room: Newsroom, chat_id: int, new_id: int) -> None:
    """A group became a supergroup: it keeps its settings. Harmless when dispatch has met the new id before."""
    async with room.db.write() as tx:
        await chats.move(tx, chat_id, new_id)
