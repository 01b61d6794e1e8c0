"""A message that Telegram refuses whoever gets it is not tried on everybody.

What one language's readers get may be at fault while another's is not, so each language is judged by itself.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.news.delivery import Delivery, DeliveryState
from bot.store import Database, announcements, fanning, outbox

ENOUGH = 5
"""Chats of a language that refuse a message for its own fault, before any took it, prove that every other will."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Quarantine:
    """Of one time of delivering: what it remembers of announcements is forgotten with it."""

    db: Database
    flying: Mapping[int, Delivery]
    """What is claimed and not answered yet, by its id."""
    wake: Callable[[], None]
    """Wakes whoever ends announcements."""
    _took: dict[int, set[str]] = field(default_factory=dict)
    """Languages in which some chat took an announcement."""
    _refused: dict[int, Counter[str]] = field(default_factory=dict)
    """How many chats of each language did not."""
    _beside: dict[tuple[int, str], set[int]] = field(default_factory=dict)
    """What was under way when there were enough of them: its answers are waited for."""
    _stopped: dict[tuple[int, str], str] = field(default_factory=dict)
    """(announcement, language) → Telegram's reason."""
    _asked: dict[int, asyncio.Event] = field(default_factory=dict)
    """Announcements that are being looked up, with the events of its end."""
    _undecided: set[int] = field(default_factory=set)
    """Those whose languages are all stopped so far."""

    async def stops(self, delivery: Delivery) -> str:
        """Why nobody else of its language is tried; "" for no reason."""
        told = delivery.announcement.id
        if told in self._asked:
            await self._asked[told].wait()
        reason = self._stopped.get((told, delivery.reads), "") if self._stopped else ""
        if told in self._undecided:
            await self._judge_once(told, reason)
        return reason

    def took(self, delivery: Delivery) -> None:
        told, language = delivery.announcement.id, delivery.reads
        if told not in self._took:
            self._took[told] = {language}
        elif language not in self._took[told]:
            self._took[told].add(language)
            self._stopped.pop((told, language), None)

    async def refused(self, delivery: Delivery, reason: str) -> None:
        """Counts a refusal. Enough of them stop the language, and the announcement when no other is left."""
        told, language = delivery.announcement.id, delivery.reads
        refused = self._refused.setdefault(told, Counter())
        refused[language] += 1
        if refused[language] == ENOUGH:
            alike = (one for one in self.flying.values() if (one.announcement.id, one.reads) == (told, language))
            self._beside[told, language] = {one.id for one in alike}
        if refused[language] >= ENOUGH:
            self._beside[told, language].discard(delivery.id)
        if language not in self._took.get(told, ()) and max(refused.values()) >= ENOUGH:
            await self._judge_once(told, reason)

    async def _judge_once(self, told: int, reason: str) -> None:
        if told in self._asked:
            return
        answered = self._asked[told] = asyncio.Event()
        try:
            await self._judge(told, reason)
        except Exception:  # a door: what cannot be looked up or written down now, the next one will
            _log.exception("announcement %d could not be quarantined", told)
        finally:
            del self._asked[told]
            answered.set()

    async def _judge(self, told: int, reason: str) -> None:
        async with self.db.read() as tx:
            unwritten = await fanning.unwritten(tx, told)
            if unwritten and told in self._undecided:
                return
            took = await outbox.languages(tx, told, DeliveryState.SENT)
            due = await outbox.languages(tx, told, DeliveryState.DUE)
        # Others may have got it before our start, or have just been told.
        took |= self._took.setdefault(told, took)
        bad = {language for language in self._refused[told] if language not in took and self._proven(told, language)}
        for language in bad:
            if (told, language) not in self._stopped:
                self._stopped[told, language] = reason
                _log.error("announcement %d is refused for every chat with %s: %s", told, language, reason)
        self._undecided.discard(told)
        if took or not bad or not due <= bad:
            return
        if unwritten:  # Nobody knows yet in which languages others are to get it.
            self._undecided.add(told)
            return
        async with self.db.write() as tx:
            await announcements.quarantine(tx, told, reason)
        self.wake()

    def _proven(self, told: int, language: str) -> bool:
        """Enough chats refused it, and none that was being told then took it."""
        return self._refused[told][language] >= ENOUGH and not self._beside[told, language] & self.flying.keys()
