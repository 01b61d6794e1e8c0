"""Beside the flow of deliveries: announcements open, become deliveries, expire, end and close; digests are owed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from bot.store import Database, announcements, digests, fanning, settling
from bot.store.unreadable import Unreadable

IDLE = 1.0
"""Seconds between looks when nothing wakes us."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Preparing:
    db: Database
    now: Callable[[], datetime]
    wake: asyncio.Event
    """Something was announced, or an announcement was ended."""
    ready: asyncio.Event
    """Set when there is something new to deliver."""
    closed: Callable[[Collection[int]], None]
    """Is told which announcements were closed."""
    _unreadable: Unreadable = field(default_factory=Unreadable)
    _turn: int = 0

    async def run(self, stop: asyncio.Event) -> None:
        stopped = asyncio.create_task(stop.wait())
        stopped.add_done_callback(lambda _: self.wake.set())
        try:
            while not stop.is_set():
                if not await self._more():
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self.wake.wait(), IDLE)
        finally:
            stopped.cancel()

    async def _more(self) -> bool:
        """Does one piece of what is to be done; whether there is more.

        A piece of ending and one of the most urgent fan-out, so that neither of them holds up the other.
        """
        self.wake.clear()
        self._turn += 1
        try:
            async with self.db.write() as tx:
                closed = await announcements.tend(tx, self.now(), self._unreadable)
            self.closed(closed)
            ended, written = await self._end_some(), await self._fan_out_some()
            owed = await digests.owe_next(self.db, self.now())
            self.ready.set()
        except Exception:  # a door: a database that is away for a moment must not end delivery
            _log.exception("announcements could not be prepared; trying again")
            return False
        return ended or written or bool(owed)

    async def _end_some(self) -> bool:
        async with self.db.read() as tx:
            ending = await settling.ending(tx)
        for announcement_id in ending:
            if await settling.end_next(self.db, announcement_id, self.now()):
                return True
        return False

    async def _fan_out_some(self) -> bool:
        async with self.db.read() as tx:
            unfanned = await fanning.unfanned(tx, self._turn)
        for announcement_id in unfanned:
            with self._unreadable.passed_over(announcement_id):
                await fanning.fan_out_next(self.db, announcement_id, now=self.now())
                return True
        return False
