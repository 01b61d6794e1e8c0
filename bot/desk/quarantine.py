"""A message that Telegram refuses whoever gets it is not tried on everybody."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.news.delivery import DeliveryState
from bot.store import Database, announcements

ENOUGH = 5
"""Chats that refuse a message for its own fault, before any took it, prove that every other will."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Quarantine:
    db: Database
    wake: Callable[[], None]
    """Wakes whoever ends announcements."""
    _refused: Counter[int] = field(default_factory=Counter)

    async def refused(self, announcement_id: int, reason: str) -> None:
        """Counts a refusal; the one that is enough ends the announcement, if no chat took it."""
        self._refused[announcement_id] += 1
        if self._refused[announcement_id] != ENOUGH:
            return
        try:
            async with self.db.write() as tx:
                took = (await announcements.outcomes(tx, announcement_id)).get(DeliveryState.SENT)
                if not took and await announcements.quarantine(tx, announcement_id, reason):
                    _log.error("announcement %d is quarantined: %s", announcement_id, reason)
            self.wake()
        except Exception:  # a door: what cannot be quarantined now, the next refusals will
            _log.exception("announcement %d could not be quarantined", announcement_id)
            del self._refused[announcement_id]
