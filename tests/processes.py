"""`python -m bot` as a process of its own, for tests that stop, kill or misconfigure it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.house.tree import ROOT

TOKEN = "123456789:AAFakeTokenForTestsOnly-0123456789abc"
PATIENCE = 60.0
"""Seconds that a command may take on a busy machine."""


@dataclass(frozen=True, slots=True)
class Finished:
    code: int
    out: str
    err: str


def environment(wanted: Mapping[str, str]) -> dict[str, str]:
    """Only what Python needs, and what is wanted: nobody's own settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"} | dict(wanted)


async def start(*args: str, folder: Path, **wanted: str) -> asyncio.subprocess.Process:
    """In `folder`, so that no `.env` of a developer is read."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *args,
        cwd=folder,
        env=environment(wanted),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def finished(*args: str, folder: Path, **wanted: str) -> Finished:
    process = await start(*args, folder=folder, **wanted)
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    return Finished(process.returncode or 0, out.decode(), err.decode())


@asynccontextmanager
async def running(*args: str, folder: Path, **wanted: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Killed at the end if it still runs."""
    process = await start(*args, folder=folder, **wanted)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@asynccontextmanager
async def logged(*args: str, log: Path, folder: Path, **wanted: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Like `running`, but what it says goes on at the end of a file, so that it may say much and be read meanwhile."""
    with log.open("ab") as file:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *args), cwd=folder, env=environment(wanted), stdout=file, stderr=file
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGCONT)
            process.kill()
        await process.wait()
