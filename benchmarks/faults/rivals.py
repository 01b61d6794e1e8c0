"""Two that want to be one: another program on the token, and a leader that slept while another took over."""

from __future__ import annotations

import asyncio
import signal
import time

from sqlalchemy import select

from benchmarks.faults.findings import Fault, Findings
from benchmarks.faults.stage import Stage, until
from bot.desk.dispatch import IN_FLIGHT
from bot.store.leadership import DELIVERY
from bot.store.tables import leader

TAKEN_OVER = 15.0
"""Seconds in which a standby has to deliver."""


async def two_on_one_token(stage: Stage, seen: Findings) -> None:
    """Another installation polls with the same token (409)."""
    everyone, text = await stage.readers(400), stage.text()
    first = await stage.start("first", SEND_RATE="20")
    one = await stage.announce(text)
    await stage.reaches(text, 10)
    second = await stage.start("second", DATABASE_URL=f"sqlite:///{stage.folder}/second.db")
    rivals = {"first": first, "second": second}
    ended = [asyncio.create_task(rival.wait()) for rival in rivals.values()]
    await asyncio.wait(ended, timeout=40, return_when=asyncio.FIRST_COMPLETED)
    out = [name for name, rival in rivals.items() if rival.returncode is not None]
    seen.at_least("out", len(out), 1)
    seen.exactly("exit code 2", all(rivals[name].returncode == 2 for name in out), 1)
    clear = "Another program polls with the same BOT_TOKEN"
    seen.exactly("says so", all(clear in stage.log(name) for name in out), 1)
    for rival, task in zip(rivals.values(), ended, strict=True):
        if rival.returncode is None:
            await stage.stop(rival)
        await task
    await stage.start("again")
    progress = await stage.ended(one)
    seen.exactly("lost", await stage.missing(text, everyone), 0)
    seen.at_most("in doubt", progress.doubts, IN_FLIGHT)
    seen.at_most("repeats", (await stage.told(text)).repeats, progress.doubts)


async def sleeping_leader(stage: Stage, seen: Findings) -> None:
    """Who delivers is stopped as by SIGSTOP, and wakes when a standby has taken over."""
    everyone, text = await stage.readers(600), stage.text()
    first = await stage.start("first", SEND_RATE="150")
    await until(lambda: _led(stage, ""))
    sleeper = await _leads(stage)
    await stage.start("second", SEND_RATE="150")
    one = await stage.announce(text)
    await stage.reaches(text, 150)
    begun = time.monotonic()
    first.send_signal(signal.SIGSTOP)
    await until(lambda: _led(stage, sleeper))
    seen.at_most("seconds to take over", round(time.monotonic() - begun, 1), TAKEN_OVER)
    await stage.reaches(text, 300)
    first.send_signal(signal.SIGCONT)
    progress = await stage.ended(one)
    await stage.answers()
    seen.exactly("lost", await stage.missing(text, everyone), 0)
    seen.at_most("in doubt", progress.doubts, IN_FLIGHT)
    seen.at_most("repeats", (await stage.told(text)).repeats, progress.doubts)
    seen.exactly("both live on", first.returncode is None, 1)


async def killed_leaders(stage: Stage, seen: Findings) -> None:
    """Who delivers is killed, and so is its successor: each time the standby goes on where the last one was."""
    everyone, text, slowest = await stage.readers(600), stage.text(), 0.0
    leads = await stage.start("first", SEND_RATE="60")
    one = await stage.announce(text)
    for part, name in enumerate(("second", "third"), start=1):
        standby = await stage.start(name, SEND_RATE="60")
        await stage.reaches(text, 100 * part)
        await stage.kill(leads)
        begun, came = time.monotonic(), (await stage.told(text)).chats
        await stage.reaches(text, came + 1)
        slowest = max(slowest, time.monotonic() - begun)
        leads = standby
    progress = await stage.ended(one)
    seen.at_most("seconds to take over", round(slowest, 1), TAKEN_OVER)
    seen.exactly("lost", await stage.missing(text, everyone), 0)
    seen.at_most("in doubt", progress.doubts, IN_FLIGHT * 2)
    seen.at_most("repeats", (await stage.told(text)).repeats, progress.doubts)


async def _leads(stage: Stage) -> str:
    async with stage.db.read() as tx:
        return str((await tx.execute(select(leader.c.owner).where(leader.c.work == DELIVERY))).scalar() or "")


async def _led(stage: Stage, before: str) -> bool:
    """By another than before."""
    return await _leads(stage) != before


FAULTS = [
    Fault("two_on_one_token", two_on_one_token),
    Fault("sleeping_leader", sleeping_leader, ("postgresql",)),
    Fault("killed_leaders", killed_leaders, ("postgresql",)),
]
