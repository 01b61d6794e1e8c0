"""Holds: what Telegram asked us to wait is a row, so that it lasts after a restart and in every process."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from bot.gateway.pace import Pace
from bot.store import Database, holds, signals

SETBACK = 1.0
"""Seconds before holds that could not be written are written again."""
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Holds:
    db: Database
    pace: Pace
    now: Callable[[], datetime]
    stale: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when another process wrote holds."""
    setback: float = SETBACK
    _unwritten: dict[int, float] = field(default_factory=dict)
    """Chat id → until when, of the loop's clock."""

    async def load(self) -> None:
        """Nothing leaves to those who are held. At the start, and when another process says that there are new ones."""
        async with self.db.read() as tx:
            current = await holds.current(tx, await holds.clock(tx, self.now()))
        for hold in current:
            self.pace.hold(hold.chat_id, hold.seconds)

    async def run(self, stop: asyncio.Event) -> None:
        """Writes new holds as they come, until `stop`; what came before it is written, if the database is there."""
        stopping = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                if not self._unwritten:
                    await self._first(stopping)
                self._drain()
                if not await self._written():
                    with suppress(TimeoutError):
                        await asyncio.wait_for(asyncio.shield(stopping), self.setback)
            self._drain()
            await self._written()
        finally:
            stopping.cancel()

    async def follow(self, stop: asyncio.Event) -> None:
        """Loads what other processes write, until `stop`."""
        stopped = asyncio.create_task(stop.wait())
        stopped.add_done_callback(lambda _: self.stale.set())
        while not stop.is_set():
            await self.stale.wait()
            self.stale.clear()
            try:
                await self.load()
            except Exception:  # a door: a database that is away for a moment
                _log.exception("flood waits could not be read; trying again")
                await asyncio.wait((stopped,), timeout=self.setback)
                self.stale.set()

    async def _first(self, stopping: asyncio.Task[bool]) -> None:
        """Waits for a new hold, or the end."""
        getting = asyncio.create_task(self.pace.new_holds.get())
        await asyncio.wait((getting, stopping), return_when=asyncio.FIRST_COMPLETED)
        if getting.done():
            self._add(*getting.result())
        else:
            getting.cancel()

    def _drain(self) -> None:
        while not self.pace.new_holds.empty():
            self._add(*self.pace.new_holds.get_nowait())

    def _add(self, chat_id: int, until: float) -> None:
        self._unwritten[chat_id] = max(until, self._unwritten.get(chat_id, until))

    async def _written(self) -> bool:
        """Whether nothing is left to be written."""
        clock = asyncio.get_running_loop().time
        try:
            if any(until > clock() for until in self._unwritten.values()):
                async with self.db.write() as tx:
                    now = await holds.clock(tx, self.now())
                    await holds.forget(tx, now)
                    # Only now: the turn to write may have been long in coming.
                    left = {chat_id: until - clock() for chat_id, until in self._unwritten.items()}
                    await holds.put(tx, {chat_id: seconds for chat_id, seconds in left.items() if seconds > 0}, now)
                    await signals.tell(tx, signals.HOLDS)
        except Exception:  # a door: waits are kept in memory, and written once the database is back
            _log.exception("%d flood waits could not be written; trying again", len(self._unwritten))
            return False
        self._unwritten.clear()
        return True
