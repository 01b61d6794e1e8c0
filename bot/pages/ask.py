"""What a page is given: one question, and the newsroom it is asked in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.desk.survey import Publishers
from bot.locales import Words
from bot.news.chats import Chat, ChatKind
from bot.news.hints import Hints
from bot.news.retention import Retention
from bot.news.staff import Role
from bot.pages.request import Request
from bot.store import Database
from bot.views import outlets
from bot.views.card import Setting
from bot.views.figures import Figure
from bot.views.intents import Intent, On, Part, Place, Undo
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
    """(group or channel, person) → whether they are one of its admins. Raises what asking Telegram raises."""
    retention: Retention = field(default_factory=Retention)
    hints: Hints = field(default_factory=Hints)
    topics: bool = False
    """Private chats may have topics: the bot's owner switched them on at Telegram."""
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
    away: bool = False
    """It is asked in a private chat about `chat`, which is another one, by somebody who sets what that gets."""

    @property
    def thread_id(self) -> int:
        """The topic that a subscription belongs to: one person reads all topics of a private chat."""
        return 0 if self.chat.kind is ChatKind.PRIVATE else self.request.thread_id

    async def decides(self) -> bool:
        """Whether who asks may set what the chat gets: in a group its admins, as Telegram has it now."""
        if self.away or self.chat.kind is ChatKind.PRIVATE:
            return True
        return await may_set(self.room, self.request)

    def hint(self) -> Answer:
        """For who may not: to one who taps alone, and to a group no more than once in a while; else silence."""
        said = outlets.admins_only(self.words)
        if self.request.tapped:
            return Answer(toast=str(said.text), alert=True)
        return Answer(said) if self.room.hints.due(self.chat.id, self.now) else Answer()

    @property
    def newsroom_name(self) -> str:
        names = self.room.names
        return names.get(self.chat.language) or " · ".join(dict.fromkeys(names.values()))

    def may(self, role: Role) -> bool:
        """Whether they may do what takes this role, in person: not forwarded, in the private chat with the bot."""
        return self.role >= role and self.chat.kind is ChatKind.PRIVATE and not self.request.forwarded

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
        chat, editor = self.chat, self.may(Role.EDITOR)
        return Setting(chat.kind, chat.time_zone, self.now, part, back, followed, editor, saved=saved)


async def may_set(room: Newsroom, request: Request) -> bool:
    """Whether who asks in a group is one of its admins, also one who writes in its name."""
    if request.forwarded:
        return False
    person_id = request.person_id
    return request.as_chat or (person_id is not None and await room.administers(request.chat_id, person_id))


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
    needs: Mapping[type[Intent], Role] = field(default_factory=dict)
    """Who may ask for that; everybody for all else."""
    in_groups: Collection[type[Intent]] = ()
    """What they may ask for in a group, too."""
