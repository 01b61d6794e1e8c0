"""What a page is given: one question, and the newsroom it is asked in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.desk.survey import Publishers
from bot.locales import Words
from bot.news.chats import Chat, ChatKind
from bot.news.retention import Retention
from bot.pages.request import Request
from bot.store import Database
from bot.views.card import Setting
from bot.views.intents import Intent, On, Part, Place, Undo
from bot.views.reply import Answer, Reply


async def _nobody(chat_id: int, person_id: int) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What every page may use. `editors` are the root editors' ids; `send_rate` is messages a second."""

    db: Database
    names: Mapping[str, str]
    """What the publishers call themselves, by language."""
    words: Mapping[str, Words]
    editors: frozenset[int]
    language: str
    """For chats whose Telegram speaks none of ours."""
    time_zone: str
    send_rate: float
    publishers: Publishers
    download: Callable[[str, int], Awaitable[bytes]]
    """A file of Telegram's, by its id, of so many bytes at most. Raises ReadingError."""
    administers: Callable[[int, int], Awaitable[bool]] = _nobody
    """(group, person) → whether they are one of its admins."""
    retention: Retention = field(default_factory=Retention)


@dataclass(frozen=True, slots=True)
class Ask:
    room: Newsroom
    chat: Chat
    request: Request
    words: Words
    now: datetime

    @property
    def newsroom_name(self) -> str:
        names = self.room.names
        return names.get(self.chat.language) or " · ".join(dict.fromkeys(names.values()))

    @property
    def editor(self) -> bool:
        """An editor, in person: not forwarded, not anonymous, in the private chat with the bot."""
        return (
            self.request.person_id in self.room.editors
            and self.chat.kind is ChatKind.PRIVATE
            and not self.request.forwarded
        )

    def undo(self, on: On = On.ALONE, back: Place | None = None) -> Undo:
        """Takes back what this question changes."""
        return Undo(int(self.now.timestamp() * 1000), on, back)

    def setting(
        self,
        *,
        part: Part = Part.NONE,
        back: Place | None = None,
        followed: frozenset[int] | None = None,
        saved: bool = False,
    ) -> Setting:
        chat = self.chat
        return Setting(chat.kind, chat.time_zone, self.now, part, back, followed, self.editor, saved=saved)


Answering = Callable[[Ask, Any], Awaitable[Answer | Reply | None]]
"""A page's answer to one kind of intent. A bare Reply is an Answer without a toast."""


@dataclass(frozen=True, slots=True)
class Page:
    """One place of the conversation: the commands that lead to it, and its answers by kind of intent."""

    answers: Mapping[type[Intent], Answering]
    commands: Mapping[str, Callable[[str], Intent]]
    """Command without its slash → the intent that its arguments make."""
    changes: frozenset[type[Intent]] = frozenset()
    """By which a chat chooses for itself: what they change can be taken back."""
