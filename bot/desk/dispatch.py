"""Dispatch: every open delivery is claimed, drawn, sent and settled (DESIGN §6).

The road of one delivery: due → started (committed before its request leaves) → whatever `news.delivery.settle` says.
No transaction is open while Telegram is asked.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from bot.locales import Words
from bot.news.chats import ChatKind
from bot.news.delivery import (
    Delivery,
    DeliveryState,
    Later,
    Outcome,
    Refused,
    Settlement,
    expired,
    settle,
)
from bot.store import Database, articles, outbox
from bot.store.leadership import leading
from bot.views.broadcast import alert
from bot.views.card import Setting, card
from bot.views.reply import Reply

IN_FLIGHT = 32
"""Requests at once: the most deliveries that a crash can leave in doubt."""
WAVE = IN_FLIGHT // 2
"""Claim when so many places are free, so that claiming costs a fraction of a transaction per message."""
SETTLE_EVERY = 0.05
"""Seconds between micro-batches of settlements."""
DELIVERER = "deliver"
"""The leadership that sending takes: one process delivers, others stand by."""
LEASE = 90.0
"""Seconds that a started delivery is ours; longer than any request may take."""
GRACE = 5.0
"""Seconds that requests in flight get to end when we stop."""
UNDRAWN = 30.0
"""Seconds before a story that could not be drawn is tried again."""
IDLE = 1.0
"""Seconds between looks at the outbox when nothing wakes it."""
DRAWN_FOR = 2.0
"""Seconds that a drawing serves further chats of one language, before the story is read again."""

_log = logging.getLogger(__name__)
T = TypeVar("T")

Send = Callable[[int, int, Reply], Awaitable[Outcome]]
"""(chat id, thread id, reply) → what Telegram said; never raises for what Telegram or the network do."""


@dataclass(frozen=True, slots=True)
class Road:
    """What dispatch needs from outside. `permits` waits for the pace and grants up to so many messages."""

    db: Database
    owner: str
    words: Mapping[str, Words]
    send: Send
    permits: Callable[[int], Awaitable[int]]
    pause: Callable[[float], None]
    now: Callable[[], datetime]


@dataclass(slots=True)
class Dispatch:
    road: Road
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    """Set by whoever announced something; saves the wait until the next look."""
    leads: bool = False
    """Whether this process is the one that delivers now."""
    _flying: set[asyncio.Task[None]] = field(default_factory=set)
    _settled: list[Settlement] = field(default_factory=list)
    _drawn: dict[tuple[int, str, str, ChatKind], asyncio.Future[Reply | None]] = field(default_factory=dict)
    _drawn_at: float = 0.0
    _fanned_at: float = 0.0
    _more: bool = False
    """The last claim got all it asked for, so there may be more."""

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`; then finishes what is in flight and settles it. Waits for its turn where another delivers."""
        async with leading(self.road.db, DELIVERER, stop) as leads:
            if leads:
                await outbox.recover(self.road.db, owner=self.road.owner, now=self.road.now(), alone=True)
                await self._deliver_until(stop)

    async def _deliver_until(self, stop: asyncio.Event) -> None:
        landed = asyncio.Event()
        settling = asyncio.create_task(self._settling(landed))
        self.leads = True
        try:
            async with asyncio.TaskGroup() as flight:
                while not stop.is_set():
                    await self._round(flight, stop)
                await self._land()
        finally:
            self.leads = False
            landed.set()
            await settling

    async def _land(self) -> None:
        """What is not back in time stays started: the next start tries it again, and counts it as in doubt."""
        if self._flying:
            _, late = await asyncio.wait(self._flying, timeout=GRACE)
            for task in late:
                task.cancel()

    async def _round(self, flight: asyncio.TaskGroup, stop: asyncio.Event) -> None:
        try:
            await self._fan_out()
            claimed = await self._wave(flight, stop)
        except Exception:  # a door: a database that is away for a moment must not end delivery
            _log.exception("the outbox could not be read; trying again")
            claimed = 0
        if not claimed and not stop.is_set():
            await self._rest(stop)

    async def _fan_out(self) -> None:
        """Writes the deliveries of new announcements; looks for them when woken, and once a second anyway."""
        clock = asyncio.get_running_loop().time()
        if not self.wake.is_set() and clock < self._fanned_at + IDLE:
            return
        self.wake.clear()
        self._fanned_at = clock
        async with self.road.db.read() as tx:
            announcements = await outbox.unfinished(tx)
        for announcement_id in announcements:
            await outbox.fan_out(self.road.db, announcement_id)

    async def _wave(self, flight: asyncio.TaskGroup, stop: asyncio.Event) -> int:
        """Claims as many deliveries as places and pace allow; how many there were."""
        if not self._more and not await self._due():
            return 0
        # Both waits may be long: for an answer of Telegram's, or for the end of a flood wait.
        granted = await _first(stop, self._permitted())
        if not granted:
            return 0
        claimed = await outbox.claim(
            self.road.db, owner=self.road.owner, most=granted, now=self.road.now(), lease=LEASE
        )
        self._more = len(claimed) == granted
        for delivery in claimed:
            task = flight.create_task(self._deliver(delivery))
            self._flying.add(task)
            task.add_done_callback(self._flying.discard)
        return len(claimed)

    async def _due(self) -> bool:
        async with self.road.db.read() as tx:
            due = await outbox.next_due(tx)
        return due is not None and due <= self.road.now()

    async def _permitted(self) -> int:
        return await self.road.permits(await self._places())

    async def _places(self) -> int:
        """Waits until a wave of places is free."""
        while IN_FLIGHT - len(self._flying) < WAVE:
            await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)
        return IN_FLIGHT - len(self._flying)

    async def _rest(self, stop: asyncio.Event) -> None:
        await _first(stop, self.wake.wait(), timeout=IDLE)

    async def _deliver(self, delivery: Delivery) -> None:
        self._settled.append(await self._attempt(delivery))

    async def _attempt(self, delivery: Delivery) -> Settlement:
        now = self.road.now()
        if expired(delivery.announcement, now):
            return Settlement(delivery.id, delivery.chat_number, DeliveryState.EXPIRED)
        try:
            reply = await self._draw(delivery)
        except Exception:  # a door: a story that cannot be read now is tried again, and holds up no other
            _log.exception("announcement %d could not be drawn", delivery.announcement.id)
            return settle(delivery, Later(UNDRAWN), now)
        if reply is None:
            return settle(delivery, Refused("the story is not kept any more"), now)
        outcome = await self.road.send(delivery.chat_id, delivery.thread_id, reply)
        if isinstance(outcome, Later) and delivery.chat_kind is ChatKind.PRIVATE:
            self.road.pause(outcome.seconds)
        return settle(delivery, outcome, self.road.now())

    async def _draw(self, delivery: Delivery) -> Reply | None:
        """One drawing serves all chats of a wave that share language, zone and kind."""
        clock = asyncio.get_running_loop().time()
        if clock - self._drawn_at > DRAWN_FOR:
            self._drawn.clear()
            self._drawn_at = clock
        look = (delivery.announcement.id, delivery.language, delivery.time_zone, delivery.chat_kind)
        if look not in self._drawn:
            self._drawn[look] = asyncio.ensure_future(self._drawing(delivery))
        return await self._drawn[look]

    async def _drawing(self, delivery: Delivery) -> Reply | None:
        if delivery.announcement.story_id is None:
            return alert(delivery.announcement.html)
        async with self.road.db.read() as tx:
            edition = await articles.edition(tx, delivery.announcement.story_id, delivery.language)
        if edition is None:
            return None
        setting = Setting(delivery.chat_kind, delivery.time_zone, self.road.now())
        return card(edition, setting, self.road.words[delivery.language])

    async def _settling(self, landed: asyncio.Event) -> None:
        """Until everything has `landed`. Never cancelled: SQLite keeps the lock of a transaction that is broken off."""
        while not (landed.is_set() and not self._settled):
            with suppress(TimeoutError):
                await asyncio.wait_for(landed.wait(), SETTLE_EVERY)
            try:
                await self._settle()
            except Exception:  # a door: what was sent must be written down once the database is back
                _log.exception("%d outcomes could not be settled; trying again", len(self._settled))
                await asyncio.sleep(IDLE)

    async def _settle(self) -> None:
        batch = self._settled[:]
        if batch:
            await outbox.settle(self.road.db, self.road.owner, batch, self.road.now())
            del self._settled[: len(batch)]


async def _first(stop: asyncio.Event, wanted: Coroutine[Any, Any, T], timeout: float | None = None) -> T | None:
    """What is wanted; None where `stop` or the timeout (seconds) came first."""
    waits = asyncio.create_task(stop.wait()), asyncio.create_task(wanted)
    try:
        await asyncio.wait(waits, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        return waits[1].result() if waits[1].done() else None
    finally:
        for task in waits:
            task.cancel()
