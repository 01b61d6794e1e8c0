"""How long it takes from an announcement to its first and last message, as far as one time of delivering sees it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime

from bot.news.delivery import GATHERED, LANES, Announcement, Lane, Settlement


def _nothing(*_: object) -> None:
    """Nobody counts."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told how delivery goes; times in seconds."""

    settled: Callable[[Lane, Settlement], None] = _nothing
    recovered: Callable[[int], None] = _nothing
    first: Callable[[Lane, float], None] = _nothing
    last: Callable[[Lane, float], None] = _nothing


@dataclass(slots=True)
class Timing:
    """Of what opened `since` then: of what others began nobody here knows when its first message left. What gathers
    other deliveries stays open, and tells nothing."""

    watch: Watch
    since: datetime
    _running: dict[int, tuple[Lane, datetime, datetime]] = field(default_factory=dict)
    """Announcement → its lane, when it opened, and when the latest message of it arrived."""

    def sent(self, told: Announcement, now: datetime) -> None:
        if told.opens_at is None or told.opens_at < self.since or told.kind in GATHERED:
            return
        lane = LANES[told.kind]
        if told.id not in self._running:
            self.watch.first(lane, (now - told.opens_at).total_seconds())
        self._running[told.id] = lane, told.opens_at, now

    def closed(self, announcement_ids: Collection[int]) -> None:
        for one in announcement_ids:
            if one in self._running:
                lane, opened, last = self._running.pop(one)
                self.watch.last(lane, (last - opened).total_seconds())
