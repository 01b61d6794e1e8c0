"""The last calls that a bot made: for the page, the tests and the benchmarks."""

import json
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

_CALLS = 2_000
_NUMBERS = {"chat_id", "from_chat_id", "message_id", "message_thread_id", "user_id", "offset", "limit", "timeout"}


@dataclass(frozen=True, slots=True)
class Call:
    """One request to the Bot API. `at` in seconds since 1970, `ms` how long it took, `answer` as JSON or ""."""

    n: int
    at: float
    method: str
    params: dict[str, Any]
    status: int
    answer: str
    ms: float

    def public(self) -> dict[str, Any]:
        params = {name: _readable(name, value) for name, value in self.params.items()}
        answer = json.loads(self.answer) if self.answer else None
        return {
            "n": self.n, "at": self.at, "method": self.method, "params": params,
            "status": self.status, "answer": answer, "ms": round(self.ms, 3),
        }  # fmt: skip


class Journal:
    def __init__(self) -> None:
        self.calls: deque[Call] = deque(maxlen=_CALLS)
        self.counts: Counter[str] = Counter()
        self.last = 0
        self.in_flight = 0  # requests, polls not counted, and the most there were at once
        self.most_in_flight = 0

    @contextmanager
    def flying(self) -> Iterator[None]:
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            yield
        finally:
            self.in_flight -= 1

    def record(self, at: float, method: str, params: dict[str, Any], status: int, answer: str, ms: float) -> Call:
        self.last += 1
        self.counts[method] += 1
        call = Call(self.last, at, method, params, status, answer, ms)
        self.calls.append(call)
        return call

    def after(self, n: int, method: str = "") -> list[Call]:
        wanted = method.lower()
        return [call for call in self.calls if call.n > n and wanted in ("", call.method.lower())]


def _readable(name: str, value: Any) -> Any:
    """Form fields are strings; show the numbers and nested JSON in them as such."""
    if not isinstance(value, str):
        return value
    if name in _NUMBERS and value.lstrip("-").isdigit():
        return int(value)
    if value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
