"""`python -m bot` as a process of its own, for tests that stop, kill or misconfigure it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.playground import Playground
from tests.house.tree import ROOT

TOKEN = "123456789:AAFakeTokenForTestsOnly-0123456789abc"
NOBODY = '[[source]]\nid = "a"\nname = "A"\nlanguage = "en"\nfeed = "http://127.0.0.1:9/x"\n'
"""A source that cannot be read."""
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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environ(playground: Playground, folder: Path, *, sources: str = NOBODY, **wanted: str) -> dict[str, str]:
    """Of a bot on the local Telegram, which reads these sources; its doors are at HTTP_PORT."""
    (folder / "sources.toml").write_text(sources, encoding="utf-8")
    return {
        "BOT_TOKEN": playground.token,
        "ADMIN_IDS": str(playground.editor_id),
        "DATABASE_URL": f"sqlite:///{folder / 'tagwire.db'}",
        "TELEGRAM_API_URL": playground.url,
        "SOURCES_FILE": "sources.toml",
        "FETCH_ALLOW_PRIVATE": "1",
        "HTTP_PORT": str(free_port()),
    } | wanted


async def get(environ: Mapping[str, str], path: str) -> tuple[int, str]:
    """HTTP status (0 for nobody there) and body of one of the bot's doors."""
    try:
        url = f"http://127.0.0.1:{environ['HTTP_PORT']}{path}"
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            return answer.status, await answer.text()
    except aiohttp.ClientError:
        return 0, ""


async def up(environ: Mapping[str, str]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not (await get(environ, "/healthz"))[0]:
            await asyncio.sleep(0.05)
