"""The one pace between everything that sends and Telegram: so many messages in any second, people first.

Replies and bulk each keep a share of the rate for themselves, lent to the other while they need nothing.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

SLACK = 0.05
"""Seconds added to Telegram's second: the network may bring together what left a second apart."""
TICK = 0.001
"""The shortest wait, in seconds."""
BULK_STEP = 0.05
"""Seconds of bulk that may leave at once. It leaves evenly, so that a reply soon finds a free place."""


class Pace:
    """`rate` in messages per second; `reply_share` of it is kept for replies, and as much for bulk.

    Its clock is the event loop's.
    """

    def __init__(self, rate: float, reply_share: float = 0.2) -> None:
        self._limit = max(int(rate), 1)
        self._window = max(self._limit / rate, 1.0) + SLACK
        self._kept = min(int(self._limit * reply_share), self._limit // 2)
        self._step = max(int(rate * BULK_STEP), 1)
        self._left: deque[tuple[float, bool]] = deque()
        """When each message of the last window left, and whether it was a reply."""
        self._replies_left = 0
        self._paused_until = self._next_bulk = float("-inf")
        self._replies_waiting = 0
        self._bulk_waiting = False
        self._reply_turn = asyncio.Lock()
        self._bulk_turn = asyncio.Lock()

    async def reply(self) -> None:
        """Returns when one reply may leave; in the order of asking, before all bulk."""
        self._replies_waiting += 1
        try:
            async with self._reply_turn:
                await self._free(self._free_for_reply)
                self._leave(1, reply=True)
        finally:
            self._replies_waiting -= 1

    async def bulk(self, most: int) -> int:
        """Waits until at least one message may leave, and says how many may leave now: 1 … `most`."""
        async with self._bulk_turn:
            self._bulk_waiting = True
            try:
                count = min(await self._free(self._free_for_bulk), most)
                self._leave(count, reply=False)
                return count
            finally:
                self._bulk_waiting = False

    def pause(self, seconds: float) -> None:
        """Telegram asked the whole token to wait: nothing leaves before that is over."""
        self._paused_until = max(self._paused_until, _now() + seconds)

    async def _free(self, places: Callable[[], int]) -> int:
        while True:
            self._forget()
            if free := places():
                return free
            await asyncio.sleep(self._wait())

    def _free_for_reply(self) -> int:
        if _now() < self._paused_until:
            return 0
        return max(min(self._limit - len(self._left), self._most_replies() - self._replies_left), 0)

    def _free_for_bulk(self) -> int:
        if _now() < max(self._paused_until, self._next_bulk):
            return 0
        first = min(self._replies_waiting, self._most_replies() - self._replies_left)
        places = self._limit - len(self._left) - first
        if self._replies_left or self._replies_waiting:
            places = min(places, self._limit - self._kept - self._bulk_left())
        return max(min(places, self._step), 0)

    def _most_replies(self) -> int:
        return self._limit - (self._kept if self._bulk_waiting or self._bulk_left() else 0)

    def _bulk_left(self) -> int:
        return len(self._left) - self._replies_left

    def _leave(self, count: int, *, reply: bool) -> None:
        now = _now()
        self._left.extend([(now, reply)] * count)
        if reply:
            self._replies_left += 1
        else:
            self._next_bulk = now + count * self._window / self._limit

    def _forget(self) -> None:
        horizon = _now() - self._window
        while self._left and self._left[0][0] <= horizon:
            _, reply = self._left.popleft()
            self._replies_left -= reply

    def _wait(self) -> float:
        """Seconds until something may have changed."""
        now = _now()
        if now < self._paused_until:
            return self._paused_until - now
        changes = [self._next_bulk - now, self._left[0][0] + self._window - now] if self._left else []
        return max(min([BULK_STEP, *(change for change in changes if change > 0)]), TICK)


def _now() -> float:
    return asyncio.get_running_loop().time()
