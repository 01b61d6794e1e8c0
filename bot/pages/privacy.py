"""/privacy, /mydata and /forgetme: what is kept about a chat."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Any

from bot.locales import Words
from bot.news.chats import ChatKind
from bot.news.staff import Role
from bot.pages.ask import Ask, Newsroom, Page
from bot.pages.request import Request
from bot.store import Database, chats, personal
from bot.views import privacy as view
from bot.views.intents import Forget, GetMine, OpenPrivacy
from bot.views.reply import Answer, Document, Reply


async def open_privacy(ask: Ask, intent: OpenPrivacy) -> Reply:
    return view.privacy(ask.room.retention, ask.may(Role.ANALYST), ask.words)


async def get_mine(ask: Ask, intent: GetMine) -> Answer | Reply:
    if not await _own(ask.room, ask.request):
        return _admins_only(ask.request, ask.words)
    return Answer(document=Document("mydata.json", _json(ask.room.db, ask.chat.id), view.too_large(ask.words)))


async def ask_forget(ask: Ask, intent: Forget) -> Answer | Reply:
    if not await _own(ask.room, ask.request):
        return _admins_only(ask.request, ask.words)
    return view.ask_forget(ask.may(Role.ANALYST), ask.words)


async def forget(room: Newsroom, request: Request, language: str, role: Role, now: datetime) -> Answer | Reply:
    """Meets nobody: a second tap must not make a new chat of one that was just forgotten. `language`: if it was."""
    async with room.db.read() as tx:
        known = await chats.get(tx, request.chat_id)
    words = room.words[known.language if known else language]
    if not await _own(room, request):
        return _admins_only(request, words)
    editor = request.kind is ChatKind.PRIVATE and role >= Role.ANALYST
    async with room.db.write() as tx:
        await personal.forget(tx, request.chat_id, now, editor=editor)
    return view.forgotten(words)


def _admins_only(request: Request, words: Words) -> Answer:
    """Whoever taps is told alone: others of the group need not see it."""
    said = view.admins_only(words)
    return Answer(toast=str(said.text), alert=True) if request.tapped else Answer(said)


async def _own(room: Newsroom, request: Request) -> bool:
    """A private chat is the person's own, a group its admins'."""
    if request.forwarded:
        return False
    person_id = request.person_id
    return request.kind is ChatKind.PRIVATE or (
        person_id is not None and await room.administers(request.chat_id, person_id)
    )


async def _json(db: Database, chat_id: int) -> AsyncGenerator[bytes, None]:
    """One object: part → its rows."""
    begun, between = "", ""
    async for part, rows in personal.told(db, chat_id):
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
