"""The clock jumps by an hour, both ways, in the middle. Only here the bot's parts run in our own process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from benchmarks.faults.findings import Fault, Findings
from benchmarks.faults.floods import early
from benchmarks.faults.stage import Stage, now, until
from bot.desk.dispatch import Dispatch, Road
from bot.gateway.connection import connect
from bot.gateway.holds import Holds
from bot.gateway.pace import Pace
from bot.gateway.sender import Sender
from bot.locales import load
from bot.store import holds

HOUR = timedelta(hours=1)
RATE = 100.0


@dataclass(slots=True)
class Clock:
    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return now() + self.ahead


async def clock_jumps(stage: Stage, seen: Findings) -> None:
    """Forward and back while a broadcast is sent, some of it after doubts that wait for their time."""
    everyone, text, clock = await stage.readers(300), stage.text(), Clock()
    await stage.telegram.fault("html502", 10, method="sendMessage", probability=0.2)
    begun = time.monotonic()
    async with _delivering(stage, clock):
        one = await stage.announce(text)
        for part, ahead in enumerate((HOUR, -HOUR, timedelta()), start=1):
            await stage.reaches(text, 70 * part)
            clock.ahead = ahead
        await stage.ended(one)
    seen.at_most("seconds", round(time.monotonic() - begun, 1), len(everyone) / RATE + 20)
    seen.exactly("lost", await stage.missing(text, everyone), 0)
    seen.exactly("repeats", (await stage.told(text)).repeats, 0)


async def clock_set_back_in_fan_out(stage: Stage, seen: Findings) -> None:
    """By an hour, when a part of the deliveries is written: the rest must not be due in an hour."""
    everyone, text, clock = await stage.readers(400), stage.text(), Clock()
    async with _delivering(stage, clock, rate=400.0):
        one = await stage.announce(text)
        await stage.owes(one)
        whole, begun = await stage.fanned(one), time.monotonic()
        clock.ahead = -HOUR
        await stage.ended(one)
    seen.exactly("fanned out before", whole, 0)
    seen.at_most("seconds", round(time.monotonic() - begun, 1), 30)
    seen.exactly("lost", await stage.missing(text, everyone), 0)


async def clock_jumps_in_flood(stage: Stage, seen: Findings) -> None:
    """While Telegram wants us to wait; set back an hour, over a restart too. The wait gets neither shorter nor long."""
    everyone = await stage.readers(60)
    for ahead, restart in ((HOUR, False), (-HOUR, False), (-HOUR, True)):
        text, clock = stage.text(), Clock()
        name = f"{'+' if ahead > timedelta() else '-'}1 h{', restart' if restart else ''}"
        await stage.telegram.fault("429", None, seconds=3, method="sendMessage")
        async with _delivering(stage, clock):
            one = await stage.announce(text)
            begun = await _held(stage, clock, one)
            clock.ahead = ahead
            if not restart:
                await stage.ended(one)
        if restart:
            async with _delivering(stage, clock):
                await stage.ended(one)
        seen.at_most(f"{name}: seconds in all", round(time.monotonic() - begun, 1), 20)
        seen.exactly(f"{name}: lost", await stage.missing(text, everyone), 0)
        seen.exactly(f"{name}: early", early(await stage.sends()), 0)


async def _held(stage: Stage, clock: Clock, one: int) -> float:
    """When a wait runs and all deliveries are written; from then on Telegram would take everything."""

    async def written() -> bool:
        async with stage.db.read() as tx:
            held = any(hold.chat_id == 0 for hold in await holds.current(tx, clock()))
        return held and await stage.fanned(one)

    await until(written)
    begun = time.monotonic()
    await stage.telegram.no_faults()
    return begun


@asynccontextmanager
async def _delivering(stage: Stage, clock: Clock, rate: float = RATE) -> AsyncIterator[None]:
    """Dispatch and its waits, wired as `bot.app` does."""
    stop = asyncio.Event()
    async with connect(stage.playground.token, stage.playground.url) as telegram, asyncio.TaskGroup() as group:
        pace = Pace(rate)
        waits = Holds(stage.db, pace, clock)
        await waits.load()
        send = Sender(telegram, pace).post
        road = Road(stage.db, "clock", load(), send, pace.bulk, pace.give_back, pace.wait_for, clock)
        group.create_task(Dispatch(road).run(stop))
        group.create_task(waits.run(stop))
        group.create_task(waits.follow(stop))
        try:
            yield
        finally:
            stop.set()


FAULTS = [
    Fault("clock_jumps", clock_jumps),
    Fault("clock_set_back_in_fan_out", clock_set_back_in_fan_out),
    Fault("clock_jumps_in_flood", clock_jumps_in_flood),
]
