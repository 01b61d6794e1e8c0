"""Chats' own limits: when a chat may get its next message. A private chat, and a group or channel."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.news.chats import ChatKind

PERSON_EVERY = 1.0
PERSON_BURST = 3
PERSON_MARGIN = 0.1
"""Seconds. The network may bring together what left apart."""
GROUP_MOST = 20
GROUP_WINDOW = 60.0
GROUP_MARGIN = 0.5
PUT_OFF_EVERY = 1.5
PUT_OFF_SLOWER = 1.1
"""Whoever is put off comes back a little late, now more and now less: their times stand wider apart than they must."""
FEW = 1000
"""Chats remembered before those that are idle are looked for."""
NEVER = float("-inf")


@dataclass(slots=True)
class Person:
    """One a second, with bursts. An album is one act."""

    burst: int = PERSON_BURST
    short: float = 0.0
    """Messages that a burst lacks …"""
    since: float = NEVER
    """… at this time, from which on they come back."""
    put_off_to: float = NEVER

    def ready(self, _: int) -> float:
        over = self.short - (self.burst - 1)
        return self.since + over * PERSON_EVERY if over > 0 else NEVER

    def left(self, _: int, now: float) -> None:
        self.short = max(self.short - max(now - self.since, 0.0) / PERSON_EVERY, 0.0) + 1
        self.since = now + PERSON_MARGIN

    def spacing(self, _: int) -> float:
        return PUT_OFF_EVERY

    def idle(self, now: float) -> bool:
        return max(self.since + self.short * PERSON_EVERY, self.put_off_to) <= now


@dataclass(slots=True)
class Group:
    """So many in any minute, of a group or channel; an album counts all its messages."""

    recent: deque[float] = field(default_factory=lambda: deque(maxlen=GROUP_MOST))
    put_off_to: float = NEVER

    def ready(self, messages: int) -> float:
        surplus = len(self.recent) + min(messages, GROUP_MOST) - GROUP_MOST
        return self.recent[surplus - 1] + GROUP_WINDOW + GROUP_MARGIN if surplus > 0 else NEVER

    def left(self, messages: int, now: float) -> None:
        self.recent.extend([now] * messages)

    def spacing(self, messages: int) -> float:
        return messages * (GROUP_WINDOW + GROUP_MARGIN) / GROUP_MOST * PUT_OFF_SLOWER

    def idle(self, now: float) -> bool:
        last = self.recent[-1] if self.recent else NEVER
        return max(last + GROUP_WINDOW + GROUP_MARGIN, self.put_off_to) <= now


@dataclass(slots=True)
class _Line:
    """Replies that wait for one chat, in the order of asking."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0


class Turns:
    """Times are in seconds of the event loop's clock. What chats did is forgotten once it limits them no more."""

    def __init__(self, person_burst: int = PERSON_BURST) -> None:
        self._person_burst = person_burst
        self._chats: dict[int, Person | Group] = {}
        self._held: dict[int, float] = {}
        self._lines: dict[int, _Line] = {}
        self._sweep_at = FEW

    def __len__(self) -> int:
        return len(self._chats) + len(self._held)

    def hold(self, chat_id: int, until: float, now: float) -> None:
        if len(self) >= self._sweep_at:
            self._sweep(now)
        self._held[chat_id] = max(self._held.get(chat_id, NEVER), until)

    def held_until(self, chat_id: int) -> float:
        return self._held.get(chat_id, NEVER)

    def ready(self, chat_id: int, messages: int) -> float:
        """When so many messages may leave to the chat."""
        chat = self._chats.get(chat_id)
        ready = chat.ready(messages) if chat is not None else NEVER
        return max(ready, self.held_until(chat_id)) if self._held else ready

    def left(self, chat_id: int, kind: ChatKind, messages: int, now: float) -> None:
        self._chat(chat_id, kind, now).left(messages, now)

    def put_off(self, chat_id: int, kind: ChatKind, messages: int, now: float) -> float:
        """When to ask again: each who is put off gets a time of their own."""
        chat = self._chat(chat_id, kind, now)
        space = chat.spacing(messages)
        first = max(self.ready(chat_id, messages), now + space if chat_id in self._lines else now)
        chat.put_off_to = max(first, chat.put_off_to + space)
        return chat.put_off_to

    def awaited(self, chat_id: int) -> bool:
        """Whether replies wait for the chat."""
        return chat_id in self._lines

    @asynccontextmanager
    async def line(self, chat_id: int) -> AsyncIterator[None]:
        """One at a time for each chat, in the order of asking."""
        line = self._lines.setdefault(chat_id, _Line())
        line.length += 1
        try:
            async with line.lock:
                yield
        finally:
            line.length -= 1
            if not line.length:
                del self._lines[chat_id]

    def _chat(self, chat_id: int, kind: ChatKind, now: float) -> Person | Group:
        chat = self._chats.get(chat_id)
        if chat is None:
            if len(self) >= self._sweep_at:
                self._sweep(now)
            chat = self._chats[chat_id] = self._unmet(kind)
        return chat

    def _unmet(self, kind: ChatKind) -> Person | Group:
        return Person(self._person_burst) if kind is ChatKind.PRIVATE else Group()

    def _sweep(self, now: float) -> None:
        """After a sweep the memory may double before the next, so that all sweeps together cost O(1) a message."""
        self._chats = {chat_id: chat for chat_id, chat in self._chats.items() if not chat.idle(now)}
        self._held = {chat_id: until for chat_id, until in self._held.items() if until > now}
        self._sweep_at = max(2 * len(self), FEW)
