"""Who was put off, and when they come back: by lane, so that nobody waits behind what is less urgent."""

from __future__ import annotations

from collections import deque

from bot.news.delivery import Lane

MISSED = 10.0
"""Seconds after which whoever has not come back does not come any more: cancelled, expired, sent by another process."""


class Waiting:
    """For one chat. Times are in seconds of the event loop's clock."""

    def __init__(self) -> None:
        self._times: dict[Lane, deque[float]] = {}
        """Rising."""
        self._most: dict[Lane, int] = {}

    def came(self, lane: Lane, now: float) -> None:
        """Somebody of the lane asks: they come back in the order of their times."""
        times = self._times.get(lane)
        if times and times[0] <= now:
            times.popleft()

    def put_off(self, lane: Lane, messages: int, first: float, space: float) -> float:
        """A time of their own, not before `first`."""
        times = self._times.setdefault(lane, deque())
        self._most[lane] = max(messages, self._most[lane] if times else 0)
        times.append(max(first, times[-1] + space) if times else first)
        return times[-1]

    def expected(self, now: float) -> dict[Lane, int]:
        """The lanes of those who wait, and the most messages that one of them has."""
        for times in self._times.values():
            if times and times[0] < now - MISSED:
                times.clear()
        return {lane: self._most[lane] for lane, times in self._times.items() if times}
