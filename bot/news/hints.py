"""What is said once, and not again for a while, so that a group is not told the same by everybody's turn."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

AGAIN = timedelta(hours=1)
REMEMBERED = 1000


@dataclass(slots=True)
class Hints:
    """In memory only: after a restart a hint may come once more."""

    _given: OrderedDict[int, datetime] = field(default_factory=OrderedDict)
    """Group → when it was last told."""

    def due(self, chat_id: int, now: datetime) -> bool:
        """Whether the group may be told now; then it is."""
        given = self._given.get(chat_id)
        if given is not None and timedelta(0) <= now - given < AGAIN:
            return False
        self._given[chat_id] = now
        self._given.move_to_end(chat_id)
        if len(self._given) > REMEMBERED:
            self._given.popitem(last=False)
        return True
