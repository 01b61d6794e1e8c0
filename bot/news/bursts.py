"""Bursts: how many headlines a chat gets as messages of their own, before the rest becomes one "5 more".

It stands in memory: one process delivers at a time, and after its end a chat gets a few messages more at most.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

AT_ONCE = 3
"""Headlines of their own in a window. Ten real publishers' feeds had 0.3 to 22 headlines an hour, and up to nine in ten
minutes. Who follows all that one publishes hardly meets this at most of them; at the two busiest, a fifth and a third
of the headlines are folded, and at worst 24 messages an hour are left."""
WINDOW = timedelta(minutes=10)

Place = tuple[int, int]
"""(chat number, topic of its forum)."""


@dataclass(slots=True)
class _Burst:
    since: datetime
    own: tuple[int, ...] = ()
    """Deliveries that are messages of their own, so that one that is tried again is not counted anew."""
    more: int = 0
    """The delivery into which the rest goes."""


@dataclass(slots=True)
class Bursts:
    _since: datetime | None = None
    _now: dict[Place, _Burst] = field(default_factory=dict)
    _before: dict[Place, _Burst] = field(default_factory=dict)
    """What is older than two windows is dropped with its dictionary."""

    def lets(self, place: Place, delivery_id: int, now: datetime) -> bool:
        """Whether the headline is a message of its own."""
        burst = self._burst(place, now)
        if delivery_id in burst.own:
            return True
        if len(burst.own) >= AT_ONCE:
            return False
        burst.own = (*burst.own, delivery_id)
        return True

    def more(self, place: Place, now: datetime) -> int:
        """The delivery into which the rest of the window went so far; 0 for none."""
        return self._burst(place, now).more

    def goes_into(self, place: Place, more: int, now: datetime) -> None:
        self._burst(place, now).more = more

    def _burst(self, place: Place, now: datetime) -> _Burst:
        if self._since is None or not timedelta(0) <= now - self._since < WINDOW:
            self._now, self._before, self._since = {}, self._now, now
        known = self._now.get(place) or self._before.get(place)
        if known is None or not timedelta(0) <= now - known.since < WINDOW:
            known = self._now[place] = _Burst(now)
        return known
