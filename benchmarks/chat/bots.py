"""The bots that are asked, each a process of its own: ours whole, on its database, and the two that only echo."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import make_url

from benchmarks.faults.stage import until
from benchmarks.memory import family
from tests.processes import NOBODY, logged
from tests.processes import environment as clean

TOKEN = "42:" + "b" * 35
RIVALS = {"ptb": "telegram", "aiogram": "aiogram"}
"""Echo bots by the module that they need."""
TICKS = os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def ours(root: str, url: str, folder: Path, sources: str = NOBODY, **wanted: str) -> AsyncIterator[int]:
    """The process, once it is up; `url` as `open_database` takes it."""
    (folder / "sources.toml").write_text(sources, encoding="utf-8")
    where = make_url(url)
    settings = {
        "BOT_TOKEN": TOKEN,
        "ADMIN_IDS": "7",
        "DATABASE_URL": where.set(drivername=where.get_backend_name()).render_as_string(hide_password=False),
        "TELEGRAM_API_URL": root,
        "SOURCES_FILE": "sources.toml",
        "HTTP_PORT": "0",
        "DEFAULT_LANGUAGE": "en",
    }
    log = folder / "log"
    async with logged("run", log=log, folder=folder, **settings | wanted) as process:

        async def up() -> bool:
            said = log.read_text(encoding="utf-8")
            assert process.returncode is None, said
            return "health at" in said

        await until(up)
        yield process.pid


@asynccontextmanager
async def rival(name: str, root: str) -> AsyncIterator[int]:
    """The process of an echo bot; it may not be up yet."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.chat.echo", name, root, TOKEN), env=clean({})
    )
    try:
        yield process.pid
    finally:
        process.kill()
        await process.wait()


def cpu(pid: int) -> float:
    """Seconds of CPU of a process and all that it started."""
    return sum(_ticks(one) for one in family(pid)) / TICKS


def busy() -> tuple[float, float]:
    """Seconds of CPU of the whole machine so far, all cores together, and now."""
    fields = [int(field) for field in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    idle = fields[3] + fields[4]
    return (sum(fields) - idle) / TICKS, time.monotonic()


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
