"""Dispatch: every open delivery is claimed, drawn, sent and settled (DESIGN §6).

The road of one delivery: due → started (committed before its request leaves) → whatever `news.delivery.settle` says.
No transaction is open while Telegram is asked.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from bot.desk.couriers import Couriers
from bot.desk.drawing import Drawings, aimless
from bot.desk.filing import Filing, OpenTopic, nowhere
from bot.desk.preparing import Preparing
from bot.desk.quarantine import Quarantine
from bot.desk.settlements import Settlements
from bot.desk.timing import Timing, Watch
from bot.locales import Words
from bot.news.chats import ChatKind
from bot.news.delivery import (
    GATHERED,
    LANES,
    Delivery,
    DeliveryState,
    Lane,
    Outcome,
    Refused,
    Sent,
    Settlement,
    again,
    ended,
    expired,
)
from bot.store import Database, outbox, settling
from bot.store.ahead import Ahead
from bot.store.leadership import DELIVERY, Fenced, lead
from bot.views.post import Post

IN_FLIGHT = 32
"""Requests at once: the most deliveries that a crash can leave in doubt."""
WAVE = IN_FLIGHT * 3 // 4
"""Claim when so many places are free, so that claiming costs a fraction of a transaction per message."""
GATHERING = 0.05
"""Seconds that free places wait for so many: slow answers hold up nobody else."""
STALE = 10.0
"""Seconds after which a claim is not sent any more: this process slept, and another may have taken over."""
GRACE = 5.0
"""Seconds that requests in flight get to end when we stop; and what they said, to be written down."""
UNDRAWN = 30.0
"""Seconds before a story that could not be drawn is tried again."""
IDLE = 1.0
"""Seconds between looks at the outbox when nothing wakes it."""

_log = logging.getLogger(__name__)
T = TypeVar("T")
_Claimed = tuple[Delivery, float]
"""And when, by `_clock`."""

Send = Callable[[int, ChatKind, int, Post], Awaitable[Outcome]]
"""(chat id, kind, thread id, post) → what Telegram said; never raises for what Telegram or the network do."""


@dataclass(frozen=True, slots=True)
class Road:
    """What dispatch needs from outside.

    `permits` waits for the pace and grants up to so many messages; `give_back` returns those that were not used.
    `wait_for` tells how many seconds a chat is to be left alone by a lane; 0 counts as gone to it.
    """

    db: Database
    owner: str
    words: Mapping[str, Words]
    send: Send
    permits: Callable[[int], Awaitable[int]]
    give_back: Callable[[int], None]
    wait_for: Callable[[int, ChatKind, Lane], float]
    now: Callable[[], datetime]
    watch: Watch = field(default_factory=Watch)
    open_topic: OpenTopic = nowhere


@dataclass(slots=True)
class Dispatch:
    road: Road
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    """Set by whoever announced something; saves the wait until the next look."""
    leads: bool = False
    """Whether this process is the one that delivers now."""
    _ready: asyncio.Event = field(default_factory=asyncio.Event)
    """New deliveries were written."""
    _term: str = ""
    """Whose claims are ours now: no other time of delivering has the same."""
    _couriers: Couriers[_Claimed] = field(init=False)
    _settlements: Settlements = field(init=False)
    _flying: dict[int, Delivery] = field(default_factory=dict)
    """Deliveries that we claimed and have no settlement of yet, by their ids."""
    _unsure: bool = False
    """We may have claimed deliveries without being told."""
    _drawings: Drawings = field(init=False)
    _filing: Filing = field(init=False)
    _quarantine: Quarantine = field(init=False)
    _timing: Timing = field(init=False)
    _turn: int = 0
    _ahead: Ahead = field(default_factory=Ahead)
    _more: bool = False
    """The last claim got all it asked for, or only what had to wait, so there may be more."""
    _seen: datetime | None = None
    """The latest time that the clock has shown."""

    def __post_init__(self) -> None:
        road = self.road
        self._drawings = Drawings(road.db, road.words, road.now)
        self._filing = Filing(road.db, road.open_topic, road.now)

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`; then finishes what is in flight and settles it. Waits for its turn where another delivers."""
        await lead(self.road.db, DELIVERY, self.road.owner, stop, self._deliver_until)

    async def _deliver_until(self, halt: asyncio.Event, term: str) -> None:
        road = self.road
        self._timing = Timing(road.watch, road.now())
        road.watch.recovered(await settling.recover(road.db, owner=term, now=road.now()))
        self._term, self._settlements = term, Settlements(road.db, term, road.now)
        self._couriers = couriers = Couriers(IN_FLIGHT, self._deliver)
        self._quarantine = Quarantine(road.db, self._flying, self.wake.set)
        self._flying.clear()
        self._unsure = False
        # Not `halt`: nobody sets it when this process may deliver no more, or when another part of it failed.
        over, landed = asyncio.Event(), asyncio.Event()
        preparing = Preparing(road.db, road.now, self.wake, self._ready, self._timing.closed)
        beside = [asyncio.create_task(self._settlements.write_until(landed)), asyncio.create_task(preparing.run(over))]
        self.leads, self._more = True, True
        try:
            while not halt.is_set() and await self._round(halt):
                pass
            over.set()
            # What is not back in time stays started: the next start tries it again, and counts it as in doubt.
            await couriers.land(GRACE)
        finally:
            self.leads = False
            over.set()
            await couriers.cut()
            landed.set()
            await asyncio.gather(*beside)
        if couriers.broken:
            raise couriers.broken

    async def _round(self, halt: asyncio.Event) -> bool:
        """False when another process delivers by now, or nobody can."""
        try:
            await self._check_clock()
            await self._check_claims()
            claimed = await self._wave(halt)
        except Fenced:
            return False
        except Exception:  # a door: a database that is away for a moment must not end delivery
            _log.exception("the outbox could not be read; trying again")
            claimed, self._unsure, self._more = 0, True, False
            await _first(halt, asyncio.sleep(IDLE))
        if not claimed and not self._more and not halt.is_set():
            await self._rest(halt)
        return self._couriers.broken is None

    async def _check_clock(self) -> None:
        """A clock that was set back would leave what waits waiting for as long."""
        now = self.road.now()
        if self._seen and now < self._seen - timedelta(seconds=IDLE):
            await settling.ask_again(self.road.db, now)
            self._seen = None
        self._seen = max(now, self._seen or now)

    async def _check_claims(self) -> None:
        """A claim whose commit was answered by a cut connection is nobody's, and would stay so."""
        if self._unsure:
            await settling.unclaim(self.road.db, self._term, self._flying.keys() | self._settlements.waiting())
            self._unsure = False

    async def _wave(self, halt: asyncio.Event) -> int:
        """Claims as many deliveries as places and pace allow; how many there were."""
        if not self._more and not await self._due():
            return 0
        # Both waits may be long: for an answer of Telegram's, or for the end of a flood wait.
        granted = await _first(halt, self._permitted())
        if not granted:
            return 0
        claimed: list[Delivery] = []
        try:
            claimed = await self._claim(granted)
        finally:
            self.road.give_back(granted - len(claimed))
        self._more = len(claimed) == granted or self._ahead.more
        clock = _clock()
        self._flying.update((delivery.id, delivery) for delivery in claimed)
        self._couriers.begin((delivery, clock) for delivery in claimed)
        return len(claimed)

    async def _claim(self, most: int) -> list[Delivery]:
        """What has ended since the last time is written down on the way."""
        road, self._turn = self.road, self._turn + 1
        async with self._settlements.taken() as batch:
            return await outbox.take_turn(
                road.db, self._term, batch, most=most, turn=self._turn, now=road.now(), ahead=self._ahead
            )

    async def _due(self) -> bool:
        self._ready.clear()
        async with self.road.db.read() as tx:
            due = await outbox.next_due(tx)
        return due is not None and due <= self.road.now()

    async def _permitted(self) -> int:
        free = await self._couriers.until_free(WAVE, GATHERING)
        return await self.road.permits(free) if free else 0

    async def _rest(self, halt: asyncio.Event) -> None:
        await _first(halt, self._ready.wait(), timeout=IDLE)

    async def _deliver(self, claimed: _Claimed) -> None:
        delivery, _ = claimed
        settlement = await self._attempt(*claimed)
        self._settlements.add(settlement)
        del self._flying[delivery.id]
        self.road.watch.settled(LANES[delivery.announcement.kind], settlement)
        if settlement.state is DeliveryState.SENT:
            self._timing.sent(delivery.announcement, self.road.now())

    async def _attempt(self, delivery: Delivery, claimed_at: float) -> Settlement:
        """Every way that sends nothing gives its place back."""
        try:
            delivery, what = await self._composed(delivery)
        except Exception:  # a door: a story that cannot be read now is tried again, and holds up no other
            _log.exception("announcement %d could not be drawn", delivery.announcement.id)
            what = again(delivery, UNDRAWN, self.road.now(), "could not be drawn")
        if _clock() > claimed_at + STALE:
            what = again(delivery, 0, self.road.now())
        if not isinstance(what, Settlement):
            lane = LANES[delivery.announcement.kind]
            if wait := self.road.wait_for(delivery.chat_id, delivery.chat_kind, lane):
                what = again(delivery, wait, self.road.now(), "pace")
        if isinstance(what, Settlement):
            self.road.give_back(1)
            return what
        outcome = await self.road.send(delivery.chat_id, delivery.chat_kind, delivery.thread_id, what)
        if isinstance(outcome, Sent):
            self._quarantine.took(delivery)
        elif isinstance(outcome, Refused) and outcome.for_all:
            await self._quarantine.refused(delivery, outcome.reason)
        return await self._filing.settled(delivery, outcome)

    async def _composed(self, delivery: Delivery) -> tuple[Delivery, Post | Settlement]:
        """Where it goes and what is said there; or how it ends, or waits: Telegram is asked for no topic in vain."""
        if over := self._unsent(delivery) or await self._stopped(delivery):
            return delivery, over
        filed = await self._filing.filed(delivery)
        return (delivery, filed) if isinstance(filed, Settlement) else (filed, await self._posted(filed))

    def _unsent(self, delivery: Delivery) -> Settlement | None:
        """How it ends, or waits, before anything is drawn."""
        now = self.road.now()
        if expired(delivery.announcement, now):
            return ended(delivery, DeliveryState.EXPIRED, "too late to be news")
        return ended(delivery, DeliveryState.SKIPPED, "there is nothing to correct here") if aimless(delivery) else None

    async def _stopped(self, delivery: Delivery) -> Settlement | None:
        reason = await self._quarantine.stops(delivery)
        return ended(delivery, DeliveryState.REFUSED, reason) if reason else None

    async def _posted(self, delivery: Delivery) -> Post | Settlement:
        done = await self._drawings.post(delivery)
        if done is None and delivery.announcement.kind in GATHERED:
            return ended(delivery, DeliveryState.SKIPPED, "nothing was left to tell")
        return done or ended(delivery, DeliveryState.REFUSED, "the story is not kept any more")


def _clock() -> float:
    """Seconds. It counts on while the machine is asleep, as the loop's own does not."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


async def _first(halt: asyncio.Event, wanted: Coroutine[Any, Any, T], timeout: float | None = None) -> T | None:
    """What is wanted; None where `halt` or the timeout (seconds) came first."""
    waits = asyncio.create_task(halt.wait()), asyncio.create_task(wanted)
    try:
        await asyncio.wait(waits, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        return waits[1].result() if waits[1].done() else None
    finally:
        for task in waits:
            task.cancel()
