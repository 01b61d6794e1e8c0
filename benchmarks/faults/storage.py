"""The database is locked, restarted, cut off or full: the bot lives on, and goes on where it was."""

from __future__ import annotations

import asyncio
import math
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from sqlalchemy import make_url, text

from benchmarks.faults.findings import Fault, Findings, Impossible
from benchmarks.faults.stage import Stage
from bot.desk.dispatch import IN_FLIGHT

QUIET = 6.0
"""Warnings and errors a second that are no flood: each loop that tries says so once a try."""
ENOUGH = 4096
"""Bytes on a disk that count as full."""


async def locked(stage: Stage, seen: Findings) -> None:
    """Another program has the file for itself."""
    async with _under_way(stage, seen, 3.0 if stage.quick else 30.0) as seconds:
        with closing(sqlite3.connect(_file(stage), timeout=30, isolation_level=None, check_same_thread=False)) as file:
            await asyncio.to_thread(file.execute, "BEGIN EXCLUSIVE")
            await asyncio.sleep(seconds)
            await asyncio.to_thread(file.execute, "ROLLBACK")


async def restarted(stage: Stage, seen: Findings) -> None:
    """The server ends as if its power had failed, and comes back."""
    server = stage.cluster
    if server is None:
        raise Impossible("the server is not ours to stop")
    async with _under_way(stage, seen, 1.0 if stage.quick else 5.0) as seconds:
        await asyncio.to_thread(server.stop, "immediate")
        try:
            await asyncio.sleep(seconds)
        finally:
            await asyncio.to_thread(server.start)


async def cut_off(stage: Stage, seen: Findings) -> None:
    """Every connection is ended, again and again."""
    async with _under_way(stage, seen, 1.0 if stage.quick else 5.0) as seconds:
        for _ in range(int(seconds * 2)):
            await _cut(stage)
            await asyncio.sleep(0.5)


async def disk_full(stage: Stage, seen: Findings) -> None:
    """Not a byte is left, and then there is room again."""
    if not _file(stage).parent.is_mount():
        raise Impossible("only root can mount a small disk to fill")
    ballast = _file(stage).with_name("ballast")
    async with _under_way(stage, seen, 3.0 if stage.quick else 15.0) as seconds:
        await asyncio.to_thread(_fill, ballast)
        await asyncio.sleep(seconds)
        ballast.unlink()


@asynccontextmanager
async def _under_way(stage: Stage, seen: Findings, seconds: float) -> AsyncIterator[float]:
    """A broadcast that meets the trouble in the middle, and a reader who asks then; what became of both."""
    everyone, words = await stage.readers(150 if stage.quick else 300), stage.text()
    bot = await stage.start(SEND_RATE="100")
    one = await stage.announce(words)
    await stage.reaches(words, 50)
    before, begun = stage.complaints(), time.monotonic()
    asking = asyncio.create_task(_asked(stage, seconds / 2))
    yield seconds
    trouble, took = stage.complaints() - before, time.monotonic() - begun
    progress = await stage.ended(one)
    seen.exactly("lost", await stage.missing(words, everyone), 0)
    seen.at_most("in doubt", progress.doubts, IN_FLIGHT * 10 if stage.cluster and seconds > 1 else IN_FLIGHT)
    seen.at_most("repeats", (await stage.told(words)).repeats, progress.doubts)
    seen.at_most("complaints", trouble, math.ceil(QUIET * took) + 20)
    seen.exactly("asked meanwhile, answered", await asking, 1)
    seen.at_most("seconds for an answer then", round(await stage.answers(), 1), 5)
    seen.exactly("lives on", bot.returncode is None, 1)


async def _asked(stage: Stage, seconds: float) -> bool:
    await asyncio.sleep(seconds)
    await stage.answers(within=60)
    return True


async def _cut(stage: Stage) -> None:
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    async with stage.db.write() as tx:
        await tx.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))


def _file(stage: Stage) -> Path:
    return Path(make_url(stage.url).database or "")


def _fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while file.write(b"\0" * size) == size:
                    pass
            except OSError:
                continue


FAULTS = [
    Fault("database_locked", locked, ("sqlite",)),
    Fault("disk_full", disk_full, ("sqlite",), small_disk=True),
    Fault("server_restarted", restarted, ("postgresql",)),
    Fault("connections_killed", cut_off, ("postgresql",)),
]
