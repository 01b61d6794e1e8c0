"""The process is killed, or asked to stop, while a broadcast is written out or sent."""

from __future__ import annotations

import asyncio
import random
import signal
from contextlib import suppress

from sqlalchemy import func, select

from benchmarks.faults.findings import Fault, Findings
from benchmarks.faults.stage import Stage
from bot.desk.dispatch import IN_FLIGHT
from bot.news.delivery import AnnouncementState
from bot.store.tables import STARTED, delivery

STOPPED = 8.0
"""Seconds in which SIGTERM ends the process."""


class _Broadcasts:
    """One after another to everyone, and what became of each."""

    def __init__(self, stage: Stage, everyone: set[int]) -> None:
        self.stage, self.everyone = stage, everyone
        self.told: dict[int, str] = {}
        self.newest = 0

    async def unfinished(self) -> int:
        """One that is not told to the end yet."""
        if self.newest and (await self.stage.progress(self.newest)).state is not AnnouncementState.DONE:
            return self.newest
        return await self.another()

    async def another(self) -> int:
        text = self.stage.text()
        self.newest = await self.stage.announce(text)
        self.told[self.newest] = text
        return self.newest

    async def doubts(self) -> int:
        return sum([(await self.stage.progress(one)).doubts for one in self.told])

    async def in_doubt(self) -> int:
        """As the next start will count them: requests that left and were not settled. Of a bot that is dead."""
        async with self.stage.db.read() as tx:
            started = (await tx.execute(select(func.count()).select_from(delivery).where(STARTED))).scalar_one()
        return int(started) + await self.doubts()

    async def note(self, seen: Findings, most_in_doubt: int) -> None:
        """What is missing, what came twice, and whether that was counted."""
        for one in self.told:
            await self.stage.ended(one)
        counts = [await self.stage.told(text) for text in self.told.values()]
        repeats, doubts = sum(count.repeats for count in counts), await self.doubts()
        missing = [await self.stage.missing(text, self.everyone) for text in self.told.values()]
        seen.exactly("lost", sum(missing), 0)
        seen.at_most("in doubt a kill", most_in_doubt, IN_FLIGHT)
        seen.at_most("repeats", repeats, doubts)


async def kill_in_fan_out(stage: Stage, seen: Findings) -> None:
    """Killed when a part of the deliveries is written."""
    broadcasts = _Broadcasts(stage, await stage.readers(150 if stage.quick else 600))
    kills, cut_short, most = 1 if stage.quick else 20, 0, 0
    for _ in range(kills):
        before, bot = await broadcasts.in_doubt(), await stage.start()
        one = await broadcasts.another()
        await stage.owes(one)
        await asyncio.sleep(random.uniform(0, 0.1))
        await stage.kill(bot)
        cut_short += not await stage.fanned(one)
        most = max(most, await broadcasts.in_doubt() - before)
    await stage.start()
    await broadcasts.note(seen, most)
    seen.exactly("kills", kills, kills)
    seen.at_least("in the middle of fan-out", cut_short, kills // 2)


async def kill_in_sending(stage: Stage, seen: Findings) -> None:
    """Killed at random moments after the first message left."""
    broadcasts = _Broadcasts(stage, await stage.readers(300 if stage.quick else 1_000))
    kills, most = 2 if stage.quick else 30, 0
    for _ in range(kills):
        one = await broadcasts.unfinished()
        before, came = await broadcasts.in_doubt(), (await stage.told(broadcasts.told[one])).chats
        bot = await stage.start(up=False)
        with suppress(TimeoutError):  # nothing was left to come
            await stage.reaches(broadcasts.told[one], came + 1, within=5)
        await asyncio.sleep(random.uniform(0, 0.4))
        await stage.kill(bot)
        most = max(most, await broadcasts.in_doubt() - before)
    await stage.start()
    await broadcasts.note(seen, most)
    seen.exactly("kills", kills, kills)


async def sigterm(stage: Stage, seen: Findings) -> None:
    """Asked to stop while 32 requests are in flight and Telegram is slow."""
    everyone = await stage.readers(300)
    slowest, codes, text = 0.0, set(), stage.text()
    one = await stage.announce(text)
    for part in (1, 2, 3):
        await stage.telegram.fault("slow", None, seconds=0.3, method="sendMessage", probability=0.5)
        bot = await stage.start(up=False, SEND_RATE="200")
        await stage.reaches(text, 80 * part)
        slowest = max(slowest, await stage.stop(bot, signal.SIGTERM))
        codes.add(bot.returncode)
    await stage.telegram.no_faults()
    await stage.start()
    progress, told = await stage.ended(one), await stage.told(text)
    seen.exactly("lost", await stage.missing(text, everyone), 0)
    seen.exactly("repeats", told.repeats, 0)
    seen.exactly("in doubt", progress.doubts, 0)
    seen.exactly("exit code 0", codes == {0}, True)
    seen.at_most("seconds to stop", round(slowest, 1), STOPPED)


FAULTS = [
    Fault("kill_in_fan_out", kill_in_fan_out),
    Fault("kill_in_sending", kill_in_sending),
    Fault("sigterm", sigterm),
]
