"""/privacy, /mydata and /forgetme: what is kept about a chat."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from datetime import datetime
from typing import Any

from bot.news.chats import Chat
from bot.news.staff import Role
from bot.pages.ask import Ask, Newsroom, Page
from bot.pages.request import Request
from bot.store import chats, personal
from bot.views import privacy as view
from bot.views.intents import Forget, GetMine, OpenPrivacy
from bot.views.reply import Answer, Document, Reply


async def open_privacy(ask: Ask, intent: OpenPrivacy) -> Reply:
    return view.privacy(ask.room.retention, ask.may(Role.ANALYST), ask.words)


async def get_mine(ask: Ask, intent: GetMine) -> Answer | Reply:
    told = personal.told(ask.room.db, ask.chat.id, ask.request.person_id or ask.chat.id)
    return Answer(document=Document("mydata.json", _json(told), view.too_large(ask.words)))


async def ask_forget(ask: Ask, intent: Forget) -> Answer | Reply:
    return view.ask_forget(ask.may(Role.ANALYST), ask.words)


async def forget_outlet(ask: Ask, chat: Chat) -> Answer | Reply:
    """A group or channel, for one of its admins."""
    async with ask.room.db.write() as tx:
        await personal.forget(tx, chat.id, ask.now, editor=False)
    return view.forgotten(ask.words)


async def forget(room: Newsroom, request: Request, language: str, role: Role, now: datetime) -> Answer | Reply:
    """Of a private chat. Meets nobody: a second tap must not make a new chat of one that was just forgotten.

    `language`: if it was.
    """
    async with room.db.read() as tx:
        known = await chats.get(tx, request.chat_id)
    words = room.words[known.language if known else language]
    editor = role >= Role.ANALYST
    async with room.db.write() as tx:
        await personal.forget(tx, request.chat_id, now, editor=editor)
    return view.forgotten(words)


async def _json(told: AsyncIterator[tuple[str, list[Mapping[str, Any]]]]) -> AsyncGenerator[bytes, None]:
    """One object: part → its rows."""
    begun, between = "", ""
    async for part, rows in told:
        if part != begun:
            yield (("\n],\n" if begun else "{\n") + f'"{part}": [').encode()
            begun, between = part, "\n"
        for row in rows:
            yield (between + json.dumps(row, ensure_ascii=False, default=_plain)).encode()
            between = ",\n"
    yield b"\n]\n}\n"


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


PAGE = Page(
    answers={OpenPrivacy: open_privacy, GetMine: get_mine, Forget: ask_forget},
    commands={
        "privacy": lambda words: OpenPrivacy(),
        "mydata": lambda words: GetMine(),
        "forgetme": lambda words: Forget(),
    },
)
