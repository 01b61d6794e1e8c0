"""A message that Telegram refuses whoever gets it is not tried on everybody.

What one language's readers get may be at fault while another's is not, so each language is judged by itself.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.news.delivery import Delivery, DeliveryState
from bot.store import Database, announcements, outbox

ENOUGH = 5
"""Chats of a language that refuse a message for its own fault, before any took it, prove that every other will."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Quarantine:
    db: Database
    wake: Callable[[], None]
    """Wakes whoever ends announcements."""
    _took: set[tuple[int, str]] = field(default_factory=set)
    """(announcement, language) that some chat took."""
    _refused: Counter[tuple[int, str]] = field(default_factory=Counter)
    _stopped: dict[tuple[int, str], str] = field(default_factory=dict)
    """And Telegram's reason."""

    def stops(self, delivery: Delivery) -> str:
        """Why nobody else of its language is tried; "" for no reason."""
        return self._stopped.get(_look(delivery), "") if self._stopped else ""

    def took(self, delivery: Delivery) -> None:
        self._took.add(_look(delivery))

    async def refused(self, delivery: Delivery, reason: str) -> None:
        """Counts a refusal; the one that is enough stops the language, and the announcement when no other is left."""
        look = _look(delivery)
        self._refused[look] += 1
        if look in self._took or self._refused[look] < ENOUGH or look in self._stopped:
            return
        self._stopped[look] = reason
        try:
            await self._stop(delivery, reason)
        except Exception:  # a door: what cannot be looked up or written down now, the next refusal will
            _log.exception("announcement %d could not be quarantined", delivery.announcement.id)
            del self._stopped[look]

    async def _stop(self, delivery: Delivery, reason: str) -> None:
        told, language = delivery.announcement.id, delivery.language
        async with self.db.read() as tx:
            took = await outbox.languages(tx, told, DeliveryState.SENT)
            waiting = await outbox.languages(tx, told, DeliveryState.DUE, DeliveryState.STARTED)
        took |= {language for one, language in self._took if one == told}
        if language in took:  # It did before our start: those that refuse it are odd ones.
            self._took.add(_look(delivery))
            del self._stopped[_look(delivery)]
            return
        _log.error("announcement %d is refused for every chat with %s: %s", told, language, reason)
        if not took and waiting <= {language for one, language in self._stopped if one == told}:
            async with self.db.write() as tx:
                await announcements.quarantine(tx, told, reason)
            self.wake()


def _look(delivery: Delivery) -> tuple[int, str]:
    return delivery.announcement.id, delivery.language
