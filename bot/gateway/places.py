"""Places: what keeps a sender within so many messages a second of Telegram's, whatever the network does.

A message takes its place from when it is let go, until a second after it was counted. Telegram counts it before the
answer comes back, and will count the next one a way there after that leaves; the way there and the way back take no
less than the quickest round trip. So the place is free again a second less that round trip after the answer.
"""

from __future__ import annotations

from collections import deque

MARGIN = 0.002
"""Seconds: two clocks never run alike."""
RECENT = 60.0
"""Seconds that a round trip counts among the recent ones, at least."""


class Quickest:
    """The quickest of the recent round trips, in seconds; 0 before the first."""

    def __init__(self) -> None:
        self._seen = self._before = float("inf")
        self._since = float("-inf")

    def saw(self, took: float, now: float) -> None:
        if now - self._since >= RECENT:
            self._before, self._seen, self._since = self._seen, took, now
        self._seen = min(self._seen, took)

    @property
    def seconds(self) -> float:
        quickest = min(self._seen, self._before)
        return quickest if quickest < float("inf") else 0.0


class Places:
    """Those that one class of messages has taken. Times are in seconds of the event loop's clock."""

    def __init__(self) -> None:
        self._in_flight = 0
        self._answered: deque[float] = deque()

    @property
    def taken(self) -> int:
        return self._in_flight + len(self._answered)

    def take(self, count: int) -> None:
        self._in_flight += count

    def give_back(self, count: int) -> None:
        self._in_flight -= count

    def answered(self, count: int, now: float) -> None:
        self._in_flight -= count
        self._answered.extend([now] * count)

    def free(self, before: float) -> None:
        """Those answered by then."""
        while self._answered and self._answered[0] <= before:
            self._answered.popleft()

    def answered_at(self, count: int) -> float:
        """When the `count`th of those that are still taken was answered, or the last; inf when none was."""
        if not self._answered:
            return float("inf")
        return self._answered[min(max(count, 1), len(self._answered)) - 1]
