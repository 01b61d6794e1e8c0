"""Chats that go, move, or let nobody answer there; what comes is met."""

from __future__ import annotations

from datetime import datetime

from bot.news.chats import ChatKind
from bot.news.outlets import TidingKind
from bot.pages.ask import Newsroom
from bot.pages.request import Request
from bot.store import chats, outlets, tidings


async def leave(room: Newsroom, chat_id: int, reason: str, now: datetime) -> None:
    """The chat's deliveries end; its settings stay for its return."""
    async with room.db.write() as tx:
        await chats.leave(tx, chat_id, reason, now)


async def move(room: Newsroom, chat_id: int, new_id: int) -> None:
    """A group became a supergroup: it keeps its settings. Harmless when dispatch has met the new id before."""
    async with room.db.write() as tx:
        await chats.move(tx, chat_id, new_id)


async def silenced(room: Newsroom, request: Request, now: datetime) -> None:
    """What was asked in a group cannot be answered there: who set it up is told in private, once; where nobody did,
    the admin who asked."""
    async with room.db.read() as tx:
        chat = await chats.get(tx, request.chat_id)
        kept = bool(chat and await outlets.keepers(tx, chat.number))
    person_id = request.person_id
    if chat is None or chat.kind is ChatKind.PRIVATE:
        return
    admin = not kept and person_id is not None and await room.administers(chat.id, person_id)
    async with room.db.write() as tx:
        if admin and person_id is not None:
            await outlets.keep(tx, chat.number, person_id, now)
        await tx.run_sync(tidings.note_kept, [chat.number], TidingKind.MUTE, now)
