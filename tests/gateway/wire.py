"""A network and a Telegram for the pace to work against, in time that flies."""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from itertools import count, cycle

from bot.gateway.pace import Pace
from bot.news.chats import ChatKind
from tests.gateway.clock import run

PERSON, GROUP, CHANNEL = ChatKind.PRIVATE, ChatKind.GROUP, ChatKind.CHANNEL
Way = tuple[float, float]
"""Seconds there and back."""
QUICK = 0.01


def now() -> float:
    return asyncio.get_running_loop().time()


@dataclass
class Wire:
    """A network and a Telegram. Every message goes to a chat of its own unless one is given."""

    pace: Pace
    ways: Iterator[Way] = field(default_factory=lambda: cycle([(QUICK / 2, QUICK / 2)]))
    counted: list[float] = field(default_factory=list)
    """When Telegram counted what arrived, in seconds of the loop."""
    free: list[float] = field(default_factory=list)
    """The same of what nobody pays for, where the rate is above the free one."""
    waits: list[float] = field(default_factory=list)
    """Of replies."""
    replies: list[float] = field(default_factory=list)
    """When they left."""
    chats: Iterator[int] = field(default_factory=lambda: count(1_000_000))
    flights: set[asyncio.Task[None]] = field(default_factory=set)

    async def say(self, at: float = 0, chat_id: int = 0, kind: ChatKind = PERSON) -> None:
        await asyncio.sleep(max(at - now(), 0))
        asked, chat_id = now(), chat_id or next(self.chats)
        free = await self.pace.reply(chat_id, kind)
        self.waits.append(now() - asked)
        self.replies.append(now())
        self.leave(chat_id, reply=free)

    async def pour(self, messages: int, most: int = 16) -> None:
        while messages:
            granted = await self.pace.bulk(min(most, messages))
            assert 1 <= granted <= min(most, messages)
            for _ in range(granted):
                chat_id = next(self.chats)
                assert self.pace.wait_for(chat_id, PERSON) == 0
                self.leave(chat_id, reply=False)
            messages -= granted

    def leave(self, chat_id: int, *, reply: bool) -> None:
        flight = asyncio.create_task(self._fly(chat_id, reply))
        self.flights.add(flight)
        flight.add_done_callback(self.flights.discard)

    async def _fly(self, chat_id: int, reply: bool) -> None:
        there, back = next(self.ways)
        await asyncio.sleep(there)
        self.counted.append(now())
        self.free.extend([now()] if reply else [])
        await asyncio.sleep(back)
        self.pace.answered(chat_id, None, there + back, reply=reply)

    async def landed(self) -> None:
        while self.flights:
            await asyncio.wait(self.flights)


def played(wire: Wire, *acts: Callable[[], Awaitable[None]]) -> Wire:
    async def story() -> None:
        await asyncio.gather(*(act() for act in acts))
        await wire.landed()

    run(story())
    return wire


def together(wire: Wire, replies: list[float], messages: int, most: int = 16) -> Wire:
    says = [lambda at=at: wire.say(at) for at in replies]
    return played(wire, lambda: wire.pour(messages, most), *says)


def most_in(seconds: float, times: list[float]) -> int:
    times = sorted(times)
    return max((i + 1 - bisect_left(times, time - seconds + 1e-6) for i, time in enumerate(times)), default=0)


def flooded(pace: Pace, chat_id: int, seconds: float) -> None:
    pace.give_back(-1)
    pace.answered(chat_id, seconds, QUICK, reply=False)


def poured(wire: Wire, seconds: float) -> Callable[[], Awaitable[None]]:
    async def pour() -> None:
        until = now() + seconds
        while now() < until:
            await wire.pour(1)

    return pour
