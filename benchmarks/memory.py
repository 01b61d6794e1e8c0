"""Memory of the whole process tree of a running bot: after its first looks at its sources, and idle.

The bot is a process of its own, on SQLite, beside a local Telegram and the sample publisher, which are not counted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.playground import Playground
from bot.playground.publisher import Publisher
from tests.gateway.clock import eventually
from tests.people import Telegram
from tests.processes import PATIENCE, environ, get, logged, up

MOST = 160.0
"""Megabytes of an idle bot."""
IDLE = 75.0
"""Seconds after which parsers that nobody needs are gone."""


async def measured(idle: float) -> dict[str, float]:
    publisher = Publisher(lambda: datetime.now(UTC))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with Playground(publisher=publisher) as playground, Telegram(playground.url) as telegram:
            wanted = environ(playground, folder, sources=publisher.sources(playground.url))
            async with logged("run", log=folder / "log", folder=folder, **wanted) as process:
                await up(wanted)
                await _read(wanted)
                reader = await telegram.person("en")
                await reader.says("/start")
                await reader.says("/latest")
                await reader.sees("1.")
                busy = tree(process.pid)
                await asyncio.sleep(idle)
                quiet = tree(process.pid)
    return {
        "ours.busy_mb": round(sum(busy.values()), 1),
        "ours.idle_mb": round(sum(quiet.values()), 1),
        "ours.idle_processes": len(quiet),
    }


async def _read(wanted: dict[str, str]) -> None:
    async def told() -> bool:
        return "tagwire_feeds_age_seconds " in (await get(wanted, "/metrics"))[1]

    await eventually(told, PATIENCE)


def tree(pid: int) -> dict[int, float]:
    """Process → megabytes of it in memory, of this one and all that it started. What they share counts for each."""
    return {one: _resident(one) for one in family(pid)}


def family(pid: int) -> list[int]:
    """This process and all that it started."""
    children = [
        int(child) for file in Path(f"/proc/{pid}/task").glob("*/children") for child in file.read_text().split()
    ]
    return [pid, *(one for child in children for one in family(child))]


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) * 1024 / 1e6


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--idle", type=float, default=IDLE, help=f"seconds of rest (default {IDLE:g})")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures as one flat object")
    args = parser.parse_args(argv)
    figures = asyncio.run(measured(args.idle))
    for name, value in figures.items():
        print(f"{name:24} {value:8g}")
    if args.json:
        args.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    well = figures["ours.idle_mb"] <= MOST
    print(f"{'well' if well else 'TOO MUCH'}: at most {MOST:g} MB idle")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
