"""Taps on inline buttons that wait for answerCallbackQuery."""

import asyncio
from dataclasses import dataclass
from itertools import count
from typing import Any

from bot.playground.refusals import bad_request

LIFETIME = 30.0  # seconds in which a tap can be answered
_MANY = 1_000


@dataclass(frozen=True, slots=True)
class Tap:
    id: str
    at: float
    answer: asyncio.Future[dict[str, Any]]


class Callbacks:
    def __init__(self) -> None:
        self._taps: dict[str, Tap] = {}
        self._ids = count(4_382_057_193_000_001)

    def open(self, now: float) -> Tap:
        tap = Tap(str(next(self._ids)), now, asyncio.get_running_loop().create_future())
        self._taps[tap.id] = tap
        if len(self._taps) > _MANY:
            del self._taps[next(iter(self._taps))]
        return tap

    def answer(self, tap_id: str, answer: dict[str, Any], now: float) -> None:
        """A second answer changes nothing. Raises Refusal if there is no such tap, or it is too long ago."""
        tap = self._taps.get(tap_id)
        if tap is None or now - tap.at > LIFETIME:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        if not tap.answer.done():
            tap.answer.set_result(answer)
