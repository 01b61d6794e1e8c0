"""Telegram's limits on sending: 30 a second over a sliding second, 1 a second to a person, 20 a minute to a group."""

import math
from collections import deque

from bot.playground.refusals import too_many

A_SECOND, PAID_A_SECOND = 30, 1_000
BURST = 3  # short bursts to one person are tolerated
A_MINUTE_TO_GROUP = 20
_EVERYBODY = 0


class Limits:
    """A 429 closes the door for its whole `retry_after`: `early` counts those who knocked before it was over."""

    def __init__(self, on: bool) -> None:
        self.on = on
        self.refused = 0
        self.early = 0
        self._closed: dict[int, float] = {}
        self._second: deque[float] = deque()
        self._bursts: dict[int, tuple[float, float]] = {}
        self._minutes: dict[int, deque[float]] = {}

    def admit(self, chat_id: int, private: bool, paid: bool, now: float) -> None:
        """Counts one message; raises Refusal 429. `now` in seconds of any steady clock."""
        if not self.on:
            return
        self._check_closed(_EVERYBODY, now)
        self._check_closed(chat_id, now)
        _forget(self._second, now - 1)
        if len(self._second) >= (PAID_A_SECOND if paid else A_SECOND):
            self._refuse(_EVERYBODY, self._second[0] + 1 - now, now)
        if private:
            self._admit_person(chat_id, now)
        else:
            self._admit_group(chat_id, now)
        self._second.append(now)

    def _admit_person(self, chat_id: int, now: float) -> None:
        left, since = self._bursts.get(chat_id, (BURST, now))
        left = min(BURST, left + now - since)
        if left < 1:
            self._refuse(chat_id, 1 - left, now)
        self._bursts[chat_id] = (left - 1, now)

    def _admit_group(self, chat_id: int, now: float) -> None:
        minute = self._minutes.setdefault(chat_id, deque())
        _forget(minute, now - 60)
        if len(minute) >= A_MINUTE_TO_GROUP:
            self._refuse(chat_id, minute[0] + 60 - now, now)
        minute.append(now)

    def _check_closed(self, door: int, now: float) -> None:
        until = self._closed.get(door)
        if until is None:
            return
        if now >= until:
            del self._closed[door]
            return
        self.early += 1
        self.refused += 1
        raise too_many(max(1, math.ceil(until - now)))

    def _refuse(self, door: int, wait: float, now: float) -> None:
        seconds = max(1, math.ceil(wait))
        self._closed[door] = now + seconds
        self.refused += 1
        raise too_many(seconds)


def _forget(times: deque[float], before: float) -> None:
    while times and times[0] <= before:
        times.popleft()
