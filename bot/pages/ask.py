"""What a page is given: one question, and the newsroom it is asked in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.desk.survey import Publishers
from bot.locales import Words
from bot.news.chats import Chat, ChatKind
from bot.news.retention import Retention
from bot.news.staff import Role
from bot.pages.request import Request
from bot.store import Database
from bot.views.card import Setting
from bot.views.figures import Figure
from bot.views.intents import Intent, Part, Place
from bot.views.reply import Answer, Reply


async def _no_pictures(figures: Sequence[Figure]) -> tuple[bytes, ...]:
    return ()


async def _nobody(chat_id: int, person_id: int) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What every page may use. `roots` are the root editors' ids; `send_rate` is messages a second."""

    db: Database
    names: Mapping[str, str]
    """What the publishers call themselves, by language."""
    words: Mapping[str, Words]
    roots: frozenset[int]
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
    draw: Callable[[Sequence[Figure]], Awaitable[tuple[bytes, ...]]] = _no_pictures
    """PNGs; none where they cannot be drawn now."""
    username: str = ""
    """The bot's own, for links that open it."""


@dataclass(frozen=True, slots=True)
class Ask:
    room: Newsroom
    chat: Chat
    request: Request
    words: Words
    now: datetime
    role: Role = Role.NOBODY
    """Of the person who asks, wherever they ask."""

    @property
    def newsroom_name(self) -> str:
        names = self.room.names
        return names.get(self.chat.language) or " · ".join(dict.fromkeys(names.values()))

    def may(self, role: Role) -> bool:
        """Whether they may do what takes this role, in person: not forwarded, in the private chat with the bot."""
        return self.role >= role and self.chat.kind is ChatKind.PRIVATE and not self.request.forwarded

    def setting(
        self, *, part: Part = Part.NONE, back: Place | None = None, followed: frozenset[int] | None = None
    ) -> Setting:
        return Setting(self.chat.kind, self.chat.time_zone, self.now, part, back, followed, self.may(Role.EDITOR))


Answering = Callable[[Ask, Any], Awaitable[Answer | Reply | None]]
"""A page's answer to one kind of intent. A bare Reply is an Answer without a toast."""


@dataclass(frozen=True, slots=True)
class Page:
    """One place of the conversation: the commands that lead to it, and its answers by kind of intent."""

    answers: Mapping[type[Intent], Answering]
    commands: Mapping[str, Callable[[str], Intent]]
    """Command without its slash → the intent that its arguments make."""
    needs: Mapping[type[Intent], Role] = field(default_factory=dict)
    """Who may ask for that; everybody for all else."""
    in_groups: Collection[type[Intent]] = ()
    """What they may ask for in a group, too."""
