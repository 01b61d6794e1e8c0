"""Chats' own limits: when a chat may get its next message. A private chat, and a group or channel.

In a group, what is more urgent goes first, but every lane has a share of the minute for itself while it waits.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.gateway.waiting import Waiting
from bot.news.chats import ChatKind
from bot.news.delivery import Lane

PERSON_EVERY = 1.0
PERSON_BURST = 3
PERSON_MARGIN = 0.1
"""Seconds. The network may bring together what left apart."""
GROUP_MOST = 20
GROUP_WINDOW = 60.0
GROUP_MARGIN = 0.5
GROUP_SHARE = 2
"""Messages of a group's minute that each lane keeps for itself: of all other lanes together, even a largest album."""
PUT_OFF_EVERY = 1.5
PUT_OFF_SLOWER = 1.1
"""Whoever is put off comes back a little late, now more and now less: their times stand wider apart than they must."""
FEW = 1000
"""Chats remembered before those that are idle are looked for."""
NEVER = float("-inf")
_Others = Mapping[Lane, int]
"""Other lanes that wait for the same chat, and the most messages that one of them has."""
_NOBODY: _Others = MappingProxyType({})
_REPLIES: _Others = MappingProxyType({Lane.REPLY: 1})


@dataclass(slots=True)
class Person:
    """One a second, with bursts. An album is one act."""

    burst: int = PERSON_BURST
    short: float = 0.0
    """Messages that a burst lacks …"""
    since: float = NEVER
    """… at this time, from which on they come back."""

    def free(self, _: int) -> float:
        over = self.short - (self.burst - 1)
        return self.since + over * PERSON_EVERY if over > 0 else NEVER

    def ready(self, messages: int, _: Lane, others: _Others, __: float) -> float:
        """Replies go first; between the rest there is time enough."""
        return float("inf") if Lane.REPLY in others else self.free(messages)

    def left(self, _: int, __: Lane, now: float) -> None:
        self.short = max(self.short - max(now - self.since, 0.0) / PERSON_EVERY, 0.0) + 1
        self.since = now + PERSON_MARGIN

    def spacing(self, _: int) -> float:
        return PUT_OFF_EVERY

    def idle(self, now: float) -> bool:
        return self.since + self.short * PERSON_EVERY <= now


@dataclass(slots=True)
class Group:
    """So many in any minute, of a group or channel; an album counts all its messages."""

    recent: deque[tuple[float, Lane]] = field(default_factory=lambda: deque(maxlen=GROUP_MOST))

    def free(self, messages: int) -> float:
        return _after([at for at, _ in self.recent], GROUP_MOST - min(messages, GROUP_MOST))

    def ready(self, messages: int, lane: Lane, others: _Others, now: float) -> float:
        free = self.free(messages)
        if not others or free > now:
            return free
        share = _after([at for at, of in self.recent if of is lane], max(GROUP_SHARE - messages, 0))
        if share <= now or min(others) < lane:
            return share
        needed = messages + sum(self._keeps(other, most, now) for other, most in others.items())
        return share if needed > GROUP_MOST else min(share, self.free(needed))

    def left(self, messages: int, lane: Lane, now: float) -> None:
        self.recent.extend([(now, lane)] * messages)

    def spacing(self, messages: int) -> float:
        return messages * (GROUP_WINDOW + GROUP_MARGIN) / GROUP_MOST * PUT_OFF_SLOWER

    def idle(self, now: float) -> bool:
        return not self.recent or self.recent[-1][0] + GROUP_WINDOW + GROUP_MARGIN <= now

    def _keeps(self, lane: Lane, messages: int, now: float) -> int:
        """What is left of the lane's share."""
        used = sum(of is lane and at + GROUP_WINDOW + GROUP_MARGIN > now for at, of in self.recent)
        return max(max(GROUP_SHARE, messages) - used, 0)


def _after(times: Sequence[float], most: int) -> float:
    """When no more than so many of them are in a group's minute."""
    surplus = len(times) - most
    return times[surplus - 1] + GROUP_WINDOW + GROUP_MARGIN if surplus > 0 else NEVER


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
        self._waiting: dict[int, Waiting] = {}
        self._sweep_at = FEW

    def __len__(self) -> int:
        return len(self._chats) + len(self._held)

    def hold(self, chat_id: int, until: float, now: float) -> None:
        if len(self) >= self._sweep_at:
            self._sweep(now)
        self._held[chat_id] = max(self._held.get(chat_id, NEVER), until)

    def held_until(self, chat_id: int) -> float:
        return self._held.get(chat_id, NEVER)

    def ready(self, chat_id: int, lane: Lane, messages: int, now: float) -> float:
        """When so many messages of the lane may leave to the chat."""
        chat = self._chats.get(chat_id)
        ready = chat.ready(messages, lane, self._others(chat_id, lane, now), now) if chat is not None else NEVER
        return max(ready, self.held_until(chat_id)) if self._held else ready

    def left(self, chat_id: int, kind: ChatKind, lane: Lane, messages: int, now: float) -> None:
        self._chat(chat_id, kind, now).left(messages, lane, now)

    def take_back(self, chat_id: int) -> Lane:
        """Of a message to a group that does not leave after all; its lane."""
        group = self._chats.get(chat_id)
        return group.recent.pop()[1] if isinstance(group, Group) and group.recent else Lane.DIGEST

    def came(self, chat_id: int, lane: Lane, now: float) -> None:
        """Somebody asks, who may have been put off."""
        if self._waiting and (waiting := self._waiting.get(chat_id)):
            waiting.came(lane, now)
            if not waiting.expected(now):
                del self._waiting[chat_id]

    def put_off(self, chat_id: int, kind: ChatKind, lane: Lane, messages: int, now: float) -> float:
        """When to ask again: each who is put off gets a time of their own in their lane."""
        chat = self._chat(chat_id, kind, now)
        space = chat.spacing(messages)
        first = max(chat.free(messages), self.held_until(chat_id))
        waiting = self._waiting.setdefault(chat_id, Waiting())
        return waiting.put_off(lane, messages, first if first > now else now + space, space)

    def _others(self, chat_id: int, lane: Lane, now: float) -> _Others:
        """Replies wait in a line, the rest until the time that it was given."""
        replies = _REPLIES if chat_id in self._lines and lane is not Lane.REPLY else _NOBODY
        if not self._waiting or (waiting := self._waiting.get(chat_id)) is None:
            return replies
        others = waiting.expected(now)
        others.pop(lane, None)
        return others | dict(replies)

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
        self._waiting = {chat_id: waiting for chat_id, waiting in self._waiting.items() if waiting.expected(now)}
        self._chats = {
            chat_id: chat for chat_id, chat in self._chats.items() if chat_id in self._waiting or not chat.idle(now)
        }
        self._held = {chat_id: until for chat_id, until in self._held.items() if until > now}
        self._sweep_at = max(2 * len(self), FEW)
