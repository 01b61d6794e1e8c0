"""A long run: a million deliveries and 100,000 articles taken in, people asking all the while; does memory stay flat?

The whole bot is a process of its own on a SQLite file in a folder that goes with it; its Telegram and the publisher are
processes that are not counted. Announcements are spread over the articles, so that from beginning to end the bot does
the same. Parsers come and go with the pages that are read side by side: so the bot's own process is to stay flat, and
each of them; all of them together are told, too.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select

from benchmarks import sample
from benchmarks.chat import bots, newsroom
from benchmarks.chat.telegram import Line, Plan, serving
from benchmarks.faults.findings import Findings
from benchmarks.memory import tree
from benchmarks.press import printing
from bot.desk.announce import announce_breaking
from bot.news.delivery import DeliveryState
from bot.news.story import BreakingReason
from bot.pages.conversation import COMMANDS
from bot.store import Database, counters, migrate, open_database
from bot.store.tables import tally

ROUNDS = 50
"""Announcements, each to everybody: alerts and breaking stories in turn."""
FEWEST = 200
"""Chats that an announcement goes to."""
PEOPLE, ASKING = 100, 5.0
"""Who asks, and how many requests they make in a second."""
EVERY = 2.0
"""Seconds between two looks at memory."""
CYCLE = 5.0
"""Seconds of asking between two looks at how far all is."""
WARM = 0.2
"""Of the run, at its beginning, until memory counts."""
PARTS = 8
"""Of the rest; the middle of each is compared with that of the first."""
FLAT = 0.1
_SETTINGS = {"SEND_RATE": "1000", "PAID_BROADCAST": "1", "FETCH_ALLOW_PRIVATE": "1"}


@dataclass(frozen=True, slots=True)
class Held:
    """Megabytes of memory of the bot's own process and of each of its parsers, at a moment in seconds."""

    at: float
    own: float
    parsers: tuple[float, ...] = ()


@dataclass(slots=True)
class Soak:
    db: Database
    telegram: Line
    pid: int
    rounds: int
    chats: int
    articles: int
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    announced: int = 0
    asked: int = 0
    answered: int = 0
    began: float = field(default_factory=time.monotonic)

    async def run(self) -> None:
        """Until everything has been taken in and sent."""
        said = 0.0
        while True:
            taken = await self._taken_in()
            sent = await self.telegram.sent_to_readers()
            if taken >= self.articles and sent >= self.rounds * self.chats:
                return
            due = sent >= self.announced * self.chats and taken * self.rounds >= self.announced * self.articles
            if due and self.announced < self.rounds:
                await self._announce()
            if time.monotonic() - said >= 60:
                said = time.monotonic()
                held = " + ".join(f"{mb:.1f}" for mb in tree(self.pid).values())
                told = f"{taken:8} articles  {sent:9} deliveries  {held} MB"
                print(f"{said - self.began:7.0f} s  {told}", flush=True)
            await self._ask()

    async def _taken_in(self) -> int:
        async with self.db.read() as tx:
            return await counters.get(tx, f"{counters.ARTICLES_IN}en") or 0

    async def _announce(self) -> None:
        self.announced += 1
        if self.announced % 2:
            await newsroom.broadcast(self.db)
            return
        story_id, tag_ids = await newsroom.story(self.db, newsroom.STORIES + self.announced, ["soak"], self.chance)
        if self.announced == 2:
            await newsroom.follow(self.db, tag_ids[0])
        async with self.db.write() as tx:
            await announce_breaking(tx, story_id, BreakingReason.EDITOR, sample.now())

    async def _ask(self) -> None:
        plan = Plan(ASKING, CYCLE, 0, PEOPLE, newsroom.TOPICS, newsroom.WORDS, frozenset(COMMANDS))
        seen = await self.telegram.load(plan)
        self.asked += len(seen.asked)
        self.answered += sum(one.answered_at is not None for one in seen.asked)

    async def ended(self) -> dict[str, int]:
        """Deliveries by how they ended."""
        query = select(tally.c.name, func.sum(tally.c.count)).group_by(tally.c.name)
        async with self.db.read() as tx:
            return {str(name): int(count) for name, count in await tx.execute(query)}


async def measured(deliveries: int, articles: int) -> dict[str, float]:
    chats = max(deliveries // ROUNDS, min(deliveries, FEWEST))
    rounds = -(-deliveries // chats)
    with (
        tempfile.TemporaryDirectory(prefix="tagwire-soak-") as name,
        serving() as telegram,
        printing(articles) as list_,
    ):
        folder = Path(name)
        url = f"sqlite+aiosqlite:///{folder}/tagwire.db"
        await migrate(url)
        async with open_database(url) as db:
            await newsroom.gather(db, PEOPLE, chats)
            async with bots.ours(telegram.root, url, folder, sources=list_, **_SETTINGS) as pid:
                soak = Soak(db, telegram, pid, rounds, chats, articles)
                watching = asyncio.create_task(_watched(pid))
                await soak.run()
                cpu = bots.cpu(pid)
                watching.cancel()
                held = await watching
            took = time.monotonic() - soak.began
            ended = await soak.ended()
    return judged_memory(held) | {
        "seconds": took,
        "cores": cpu / took,
        "articles": articles,
        "articles_per_s": articles / took,
        "deliveries": ended.get(DeliveryState.SENT, 0),
        "deliveries_wanted": rounds * chats,
        "answered_share": soak.answered / max(soak.asked, 1),
    }


async def _watched(pid: int) -> list[Held]:
    """Until cancelled."""
    held: list[Held] = []
    try:
        while True:
            own, *parsers = tree(pid).values()
            held.append(Held(time.monotonic(), own, tuple(parsers)))
            await asyncio.sleep(EVERY)
    except asyncio.CancelledError:
        return held


def judged_memory(held: Sequence[Held]) -> dict[str, float]:
    """Of the bot's process, of the mean parser, and of all together, as `flatness`."""
    series = {
        "bot": [(one.at, one.own) for one in held],
        "parser": [(one.at, statistics.mean(one.parsers)) for one in held if one.parsers],
        "all": [(one.at, one.own + sum(one.parsers)) for one in held],
    }
    told = {name: flatness(samples) for name, samples in series.items() if samples}
    return {f"{name}.{figure}": value for name, figures in told.items() for figure, value in figures.items()}


def flatness(samples: Sequence[tuple[float, float]]) -> dict[str, float]:
    """From (seconds, megabytes). Of the parts after the warm-up the first and the last, and how far off the first any
    of them is."""
    began, over = samples[0][0], samples[-1][0]
    warm = [one for one in samples if one[0] >= began + WARM * (over - began)]
    size = max(len(warm) // PARTS, 1)
    parts = [
        statistics.median(mb for _, mb in warm[at : at + size]) for at in range(0, size * PARTS, size) if warm[at:]
    ]
    slope = statistics.linear_regression(*zip(*warm, strict=True)).slope if len(warm) > 1 else 0.0
    return {
        "start_mb": samples[0][1],
        "warm_mb": parts[0],
        "end_mb": parts[-1],
        "most_mb": max(mb for _, mb in samples),
        "slope_mb_per_hour": slope * 3600,
        "farthest_off": max(abs(part / parts[0] - 1) for part in parts),
    }


def judged(figures: dict[str, float]) -> Findings:
    findings = Findings()
    for name in ("bot", "parser"):
        findings.at_most(f"{name}.farthest_off", figures.get(f"{name}.farthest_off", 0.0), FLAT)
    findings.exactly("deliveries", figures["deliveries"], figures["deliveries_wanted"])
    findings.exactly("answered_share", figures["answered_share"], 1)
    return findings


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description="Whether memory stays flat.")
    parser.add_argument("--deliveries", type=int, default=1_000_000)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--json", type=Path, help="write the figures here as one flat object")
    options = parser.parse_args(arguments)
    figures = asyncio.run(measured(options.deliveries, options.articles))
    for name, figure in figures.items():
        print(f"{name:26}{figure:14.3f}")
    findings = judged(figures)
    for check in findings.checks:
        print(f"{'kept' if check.holds else 'BROKEN'}: {check.expected}, seen {check.seen:.4g}")
    if options.json:
        told = {name: round(figure, 4) for name, figure in figures.items()}
        options.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 1 if findings.broken else 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: the folder goes with it, whoever ends it
    sys.exit(main())
