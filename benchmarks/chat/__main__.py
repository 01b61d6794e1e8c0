"""How long people wait inside the bot at 50 requests a second, beside a running broadcast.

The whole bot is a process of its own (`python -m bot run`) on a filled database. Another is its Telegram, which asks as
well (`benchmarks.chat.telegram`). Two echo bots answer the same crowd at the same rate in the same run, for less long.
Telegram's pace is not what is measured: this one keeps no limits.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from benchmarks.chat import bots, newsroom
from benchmarks.chat.figures import figures, judged, table
from benchmarks.chat.telegram import Line, Plan, Seen, serving
from benchmarks.faults.cluster import cluster
from benchmarks.faults.stage import until
from bot.pages.conversation import COMMANDS
from bot.store import migrate, open_database

SEND_RATE = 300
"""Messages a second, replies and broadcast together."""
SPARE = 30.0
"""Seconds that the broadcast could go on beyond the load."""


async def of_ours(options: argparse.Namespace) -> dict[str, float]:
    plan = _plan(options)
    readers = options.readers or max(20_000, int((plan.seconds + plan.warm + SPARE) * SEND_RATE))
    with tempfile.TemporaryDirectory(prefix="tagwire-chat-") as name, serving() as telegram:
        folder = Path(name)
        async with _database(options.database, folder) as url:
            await migrate(url)
            async with open_database(url) as db:
                await newsroom.fill(db, plan.people, readers, options.archive)
                await newsroom.broadcast(db)
            rates = {"SEND_RATE": str(SEND_RATE), "PAID_BROADCAST": "1"}
            async with bots.ours(telegram.root, url, folder, **rates) as pid:
                await until(lambda: _begun(telegram))
                found = await _measured(telegram, plan, pid)
                left = readers - await telegram.sent_to_readers()
    return found | {"readers": readers, "readers_left": left}


async def of_rival(name: str, options: argparse.Namespace) -> dict[str, float]:
    plan = replace(_plan(options), seconds=options.rival_seconds, echo=True)
    with serving() as telegram:
        async with bots.rival(name, telegram.root) as pid:
            return await _measured(telegram, plan, pid)


async def _begun(telegram: Line) -> bool:
    return await telegram.sent_to_readers() > 0


async def _measured(telegram: Line, plan: Plan, pid: int) -> dict[str, float]:
    # What the warm-up takes is part of these: of a process that just started there is no other beginning.
    cpu, (busy, since) = bots.cpu(pid), bots.busy()
    seen: Seen = await telegram.load(plan)
    cpu, (busy_then, now) = bots.cpu(pid) - cpu, bots.busy()
    took = now - since
    others = (busy_then - busy - cpu) / took - seen.cpu / seen.took
    return figures(seen) | {"cores": cpu / took, "telegram_cores": seen.cpu / seen.took, "others_cores": others}


def _plan(options: argparse.Namespace) -> Plan:
    commands = frozenset(COMMANDS)
    shared = options.rate, options.seconds, options.warm, options.people
    return Plan(*shared, newsroom.TOPICS, newsroom.WORDS, commands)


@asynccontextmanager
async def _database(kind: str, folder: Path) -> AsyncIterator[str]:
    if kind == "sqlite":
        yield f"sqlite+aiosqlite:///{folder}/tagwire.db"
        return
    with cluster() as server:
        if server is None:
            raise SystemExit("PostgreSQL is not installed")
        yield server.url


async def measured(options: argparse.Namespace) -> dict[str, dict[str, float]]:
    found = {"ours": await of_ours(options)}
    for name, module in bots.RIVALS.items():
        if find_spec(module):
            found[name] = await of_rival(name, options)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    found = asyncio.run(measured(options))
    flat = {f"{bot}.{name}": round(figure, 4) for bot, of in found.items() for name, figure in of.items()}
    for name in bots.RIVALS.keys() & found.keys():
        for share in ("p50", "p99"):
            flat[f"ours_over_{name}.{share}.ratio"] = round(
                found["ours"][f"{share}_ms"] / found[name][f"{share}_ms"], 3
            )
    print(table(found, flat))
    findings = judged(found["ours"])
    for check in findings.checks:
        print(f"{'kept' if check.holds else 'BROKEN'}: {check.expected}, seen {check.seen:.4g}")
    if options.json:
        options.json.write_text(json.dumps(flat, indent=1) + "\n", encoding="utf-8")
    return 1 if findings.broken else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chat", description="How long people wait for a reply.")
    parser.add_argument("--rate", type=float, default=50, help="requests a second")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rival-seconds", type=float, default=20, help="of each echo bot")
    parser.add_argument("--warm", type=float, default=5, help="seconds at first that are not counted")
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--readers", type=int, default=0, help="of the broadcast; so many as it takes, unless given")
    parser.add_argument("--archive", type=int, default=20_000, help="articles")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--json", type=Path, help="write the figures here as one flat object")
    return parser


if __name__ == "__main__":
    sys.exit(main())
