"""Logging: where lines go, in which form, and that no secret is among them."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Collection
from datetime import UTC, datetime

SHORTEST = 6
"""Characters of the shortest text that is blotted out: a shorter one would be found in every other word."""
LATELY = 600.0
"""Seconds after which a complaint is a new one."""
REMEMBERED = 200
"""Different complaints."""


def configure(level: str, form: str, secrets: Collection[str]) -> None:
    """`form` is "text" or "json". Every secret is blotted out of every line, tracebacks included."""
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(form, secrets))
    handler.addFilter(Repeats())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.captureWarnings(True)


def formatter(form: str, secrets: Collection[str]) -> logging.Formatter:
    blot = _blotting(secrets)
    return _Json(blot) if form == "json" else _Text(blot)


def _blotting(secrets: Collection[str]) -> Callable[[str], str]:
    """The longest first: a URL is gone before the password within it."""
    hidden = sorted({secret for secret in secrets if len(secret) >= SHORTEST}, key=len, reverse=True)

    def blot(text: str) -> str:
        for secret in hidden:
            text = text.replace(secret, "***")
        return text

    return blot


class Repeats(logging.Filter):
    """Of a complaint that comes again and again, shows the 1st, 2nd, 4th, 8th … and says so: what a disk that is full,
    or a database that is away, makes every part say every second would push all else out of the log."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[tuple[str, str], tuple[int, float]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return True
        what = record.name, record.getMessage()
        times, last = self._said.pop(what, (0, 0.0))
        times = times + 1 if record.created - last < LATELY else 1
        self._said[what] = times, record.created
        if len(self._said) > REMEMBERED:
            del self._said[next(iter(self._said))]
        if times > 1:
            record.msg, record.args = f"{what[1]} ({times} times)", ()
        return not times & (times - 1)


class _Text(logging.Formatter):
    def __init__(self, blot: Callable[[str], str]) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        self._blot = blot

    def format(self, record: logging.LogRecord) -> str:
        return self._blot(super().format(record))


class _Json(logging.Formatter):
    """Blots before it escapes: an escaped secret would no longer be known."""

    def __init__(self, blot: Callable[[str], str]) -> None:
        super().__init__()
        self._blot = blot

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": self._blot(record.name),
            "message": self._blot(record.getMessage()),
        }
        if record.exc_info:
            line["traceback"] = self._blot(self.formatException(record.exc_info))
        if record.stack_info:
            line["stack"] = self._blot(self.formatStack(record.stack_info))
        return json.dumps(line, ensure_ascii=False)
