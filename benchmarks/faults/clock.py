"""The clock jumps by an hour, both ways, in the middle. Only here the bot's parts run in our own process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from benchmarks.faults.findings import Fault, Findings
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
    seen.at_most("seconds", round(time.monotonic() - begun, 1), len(everyone) / RATE + 10)
    seen.exactly("lost", await stage.missing(text, everyone), 0)
    seen.exactly("repeats", (await stage.told(text)).repeats, 0)


async def clock_jumps_in_flood(stage: Stage, seen: Findings) -> None:
    """While Telegram wants us to wait; set back an hour, over a restart too. The wait gets neither shorter nor long."""
    for ahead, restart in ((HOUR, False), (-HOUR, False), (-HOUR, True)):
        everyone, text, clock = await stage.readers(60), stage.text(), Clock()
        await stage.telegram.fault("429", None, seconds=3, method="sendMessage")
        async with _delivering(stage, clock):
            one = await stage.announce(text)
            begun = await _held(stage, clock)
            clock.ahead = ahead
            if not restart:
                await _waited(stage, seen, text, begun, f"{'+' if ahead > timedelta() else '-'}1 h")
        if restart:
            async with _delivering(stage, clock):
                await _waited(stage, seen, text, begun, "-1 h, restart")
        await stage.progress(one)
        seen.exactly("lost", await stage.missing(text, everyone), 0)


async def _held(stage: Stage, clock: Clock) -> float:
    """When the wait began; from then on Telegram would take everything."""

    async def written() -> bool:
        async with stage.db.read() as tx:
            return any(hold.chat_id == 0 for hold in await holds.current(tx, clock()))

    await until(written)
    begun = time.monotonic()
    await stage.telegram.no_faults()
    return begun


async def _waited(stage: Stage, seen: Findings, text: str, begun: float, name: str) -> None:
    await stage.reaches(text, 1)
    seen.at_least(f"{name}: seconds of 3", round(time.monotonic() - begun, 1), 2.5)
    await stage.reaches(text, 60)
    seen.at_most(f"{name}: seconds in all", round(time.monotonic() - begun, 1), 15)


@asynccontextmanager
async def _delivering(stage: Stage, clock: Clock) -> AsyncIterator[None]:
    """Dispatch and its waits, wired as `bot.app` does."""
    stop = asyncio.Event()
    async with connect(stage.playground.token, stage.playground.url) as telegram, asyncio.TaskGroup() as group:
        pace = Pace(RATE)
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


FAULTS = [Fault("clock_jumps", clock_jumps), Fault("clock_jumps_in_flood", clock_jumps_in_flood)]
