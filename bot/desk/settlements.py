"""How attempts ended, until it is written down: in micro-batches, or by the next claim on its way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime

from bot.news.delivery import Settlement
from bot.store import Database, settling

EVERY = 0.09
"""Seconds between batches, unless a claim takes them along."""
PAUSE = 1.0
"""Seconds before a batch that the database did not take is tried again."""
GRACE = 2.5
"""Seconds that the last batch gets when we stop."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Settlements:
    db: Database
    owner: str
    now: Callable[[], datetime]
    _waiting: list[Settlement] = field(default_factory=list)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def add(self, settlement: Settlement) -> None:
        self._waiting.append(settlement)

    def waiting(self) -> set[int]:
        """Ids of the deliveries."""
        return {one.delivery_id for one in self._waiting}

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[list[Settlement]]:
        """What waits; it is written down when the block ends, and waits on when the block fails."""
        async with self._turn:
            batch = self._waiting[:]
            yield batch
            del self._waiting[: len(batch)]

    async def write_until(self, landed: asyncio.Event) -> None:
        """Until everything has `landed`, and a little longer where the database does not take it at once."""
        while not landed.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(landed.wait(), EVERY)
            if not await self._written():
                with suppress(TimeoutError):
                    await asyncio.wait_for(landed.wait(), PAUSE)
        with suppress(TimeoutError):
            # What is not written down now is void at the next start, and counted as in doubt.
            await asyncio.wait_for(self._write_all(), GRACE)

    async def _write_all(self) -> None:
        written = await self._written()
        while not written:
            await asyncio.sleep(PAUSE / 2)
            written = await self._written()

    async def _written(self) -> bool:
        if not self._waiting:
            return True
        try:
            async with self.taken() as batch:
                if batch:
                    await settling.settle(self.db, self.owner, batch, self.now())
        except Exception:  # a door: what was sent must be written down once the database is back
            _log.exception("%d outcomes could not be settled; trying again", len(self._waiting))
            return False
        return True
