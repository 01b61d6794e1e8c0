"""Announcements of a newer version, as while processes are replaced one by one: this one passes them over."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_log = logging.getLogger(__name__)


class NotReadable(Exception):
    """What a row says means nothing here. The message tells what."""


@contextmanager
def reading() -> Iterator[None]:
    """Raises NotReadable for whatever a value from a row can be unfit for; nothing else may happen in it."""
    try:
        yield
    except (LookupError, TypeError, ValueError) as error:
        raise NotReadable(f"{type(error).__name__}: {error}") from error


@dataclass(slots=True)
class Unreadable:
    """Those that were met; each is named in the log once."""

    _named: set[int] = field(default_factory=set)

    @contextmanager
    def passed_over(self, announcement_id: int) -> Iterator[None]:
        try:
            yield
        except NotReadable as error:
            if announcement_id not in self._named:
                self._named.add(announcement_id)
                _log.error("announcement %d cannot be read here, and waits for who can: %s", announcement_id, error)
