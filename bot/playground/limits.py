"""Telegram's limits on sending: 30 a second over a sliding second, 1 a second to a person, 20 a minute to a group."""

import math
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.playground.refusals import too_many


@dataclass(frozen=True, slots=True)
class Rates:
    """`paid_a_second` is for paid broadcasts, which free messages neither feel nor crowd out."""

    a_second: int = 30
    paid_a_second: int = 1_000
    burst: int = 3  # short bursts to one person are tolerated
    a_minute_to_group: int = 20


class Limits:
    """A 429 closes the door for its whole `retry_after`; to knock before it is over is early, and refused too.

    `refused` and `early` count by door: `all` (30 a second), `paid`, `person`, `group`.
    """

    def __init__(self, on: bool) -> None:
        self.on = on
        self.set({})

    def set(self, wish: Mapping[str, Any]) -> None:
        """Telegram's own rates but for those named; all counts begin anew. Raises ValueError."""
        unknown = wish.keys() - Rates.__dataclass_fields__.keys()
        if unknown:
            raise ValueError(f"unknown fields: {', '.join(sorted(unknown))}")
        if any(type(rate) is not int or rate < 1 for rate in wish.values()):
            raise ValueError("a rate is a whole number above 0")
        self.rates = replace(Rates(), **wish)
        self.refused: Counter[str] = Counter()
        self.early: Counter[str] = Counter()
        self._closed: dict[int | str, float] = {}  # by chat, or `all`, `paid`
        self._seconds: dict[str, deque[float]] = {"all": deque(), "paid": deque()}
        self._bursts: dict[int, tuple[float, float]] = {}
        self._minutes: dict[int, deque[float]] = {}

    def admit(self, chat_id: int, private: bool, paid: bool, now: float, count: int = 1) -> None:
        """Counts a message, or an album of `count`; raises Refusal 429. `now` in seconds of any steady clock.

        More than a door ever lets through needs it empty, and fills it. An album to a person is one act.
        """
        if not self.on:
            return
        door = "paid" if paid else "all"
        self._check_closed(door, door, now)
        self._check_closed(chat_id, "person" if private else "group", now)
        second, a_second = self._seconds[door], self.rates.paid_a_second if paid else self.rates.a_second
        wait = _wait(second, 1, a_second, count, now)
        if wait:
            self._refuse(door, door, wait, now)
        if private:
            self._admit_person(chat_id, now)
        else:
            self._admit_group(chat_id, now, count)
        second.extend([now] * count)

    def public(self) -> dict[str, Any]:
        doors = {door: {"refused": self.refused[door], "early": self.early[door]} for door in sorted(self.refused)}
        return {
            "on": self.on, **asdict(self.rates), "refused": self.refused.total(), "early": self.early.total(),
            "doors": doors,
        }  # fmt: skip

    def _admit_person(self, chat_id: int, now: float) -> None:
        left, since = self._bursts.get(chat_id, (self.rates.burst, now))
        left = min(self.rates.burst, left + now - since)
        if left < 1:
            self._refuse(chat_id, "person", 1 - left, now)
        self._bursts[chat_id] = (left - 1, now)

    def _admit_group(self, chat_id: int, now: float, count: int) -> None:
        minute = self._minutes.setdefault(chat_id, deque())
        wait = _wait(minute, 60, self.rates.a_minute_to_group, count, now)
        if wait:
            self._refuse(chat_id, "group", wait, now)
        minute.extend([now] * count)

    def _check_closed(self, place: int | str, door: str, now: float) -> None:
        until = self._closed.get(place)
        if until is None:
            return
        if now >= until:
            del self._closed[place]
            return
        self.early[door] += 1
        self.refused[door] += 1
        raise too_many(max(1, math.ceil(until - now)))

    def _refuse(self, place: int | str, door: str, wait: float, now: float) -> None:
        seconds = max(1, math.ceil(wait))
        self._closed[place] = now + seconds
        self.refused[door] += 1
        raise too_many(seconds)


def _wait(times: deque[float], window: float, most: int, count: int, now: float) -> float:
    """Seconds until `count` more fit into the sliding window, 0 if they do now; `times` forgets what left it."""
    while times and times[0] <= now - window:
        times.popleft()
    surplus = len(times) + min(count, most) - most
    return times[surplus - 1] + window - now if surplus > 0 else 0
