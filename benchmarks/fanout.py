"""Fan-out of one breaking story to a million subscribers, against one plain INSERT … SELECT of the same rows.

Each starts on a copy of one filled database, in a process of its own, and they take turns. A third run has a writer
beside it that asks again and again for the very row that a fan-out holds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Text, func, insert, literal, make_url, select, text, update

from benchmarks import sample
from benchmarks.faults.cluster import cluster
from benchmarks.faults.findings import BOTH, Findings
from bot.desk.announce import announce_breaking
from bot.news.chats import ChatKind, Level
from bot.news.delivery import DeliveryState
from bot.news.story import BreakingReason
from bot.store import Database, fanning, migrate, open_database
from bot.store.chats import ACTIVE
from bot.store.tables import announcement, chat, delivery, subscription
from bot.store.tables.columns import Moment
from tests.databases import create, drop

RATIO = 1.3
"""How many times the plain INSERT … SELECT it may cost."""
LOCK = 0.1
"""Seconds."""
GROWTH = 8.0
"""Megabytes of memory that nine tenths of the readers may add to what the first tenth took."""
BESIDE = 0.005
"""Seconds between the writes of the one beside."""


@dataclass(frozen=True, slots=True)
class Run:
    seconds: float
    longest: float = 0.0
    """Seconds that a writer beside it waited for what it holds."""
    growth: float = 0.0
    """Megabytes of peak memory since a tenth was done."""


Contender = Callable[[Database, int, int], Awaitable[Run]]
"""(copy, announcement, tag) → what was seen."""


async def plain(db: Database, announcement_id: int, tag_id: int) -> Run:
    query = select(announcement.c.story_id, announcement.c.opens_at).where(announcement.c.id == announcement_id)
    async with db.read() as tx:
        story_id, opens_at = (await tx.execute(query)).one()
    fields = {
        "announcement_id": literal(announcement_id),
        "story_id": literal(story_id),
        "chat_number": subscription.c.chat_number,
        "thread_id": subscription.c.thread_id,
        "state": literal(DeliveryState.DUE.value, Text),
        "due_at": literal(opens_at, Moment),
        "attempts": literal(0),
        "ambiguous": literal(0),
    }
    levels = subscription.c.level.in_([Level.BREAKING, Level.ALL])
    followers = select(*fields.values()).join(chat).where(subscription.c.tag_id == tag_id, levels)
    start = time.perf_counter()
    async with db.write() as tx:
        await tx.execute(insert(delivery).from_select(list(fields), followers.where(chat.c.state == ACTIVE)))
    return Run(time.perf_counter() - start)


async def fanned(db: Database, announcement_id: int, _tag_id: int) -> Run:
    async with db.read() as tx:
        owed: int = (await tx.execute(select(func.count()).select_from(subscription))).scalar_one()
    made, early = 0, 0.0
    start = time.perf_counter()
    while (more := await fanning.fan_out_next(db, announcement_id)) is not None:
        made += more
        if not early and made * 10 >= owed:
            early = _peak()
    return Run(time.perf_counter() - start, growth=_peak() - early)


async def beside(db: Database, announcement_id: int, _tag_id: int) -> Run:
    fanning_out = asyncio.create_task(fanning.fan_out(db, announcement_id))
    theirs = update(announcement).where(announcement.c.id == announcement_id)
    longest = 0.0
    begun = time.perf_counter()
    while not fanning_out.done():
        start = time.perf_counter()
        async with db.write() as tx:
            if db.thread is None:
                await tx.execute(text("SET LOCAL synchronous_commit = off"))  # waits for locks, not for the disk
            await tx.execute(theirs.values(reported=True))
        longest = max(longest, time.perf_counter() - start)
        await asyncio.sleep(BESIDE)
    await fanning_out
    return Run(time.perf_counter() - begun, longest)


CONTENDERS: dict[str, Contender] = {"plain": plain, "fanned": fanned, "beside": beside}


def _run(name: str, url: str, announcement_id: int, tag_id: int, subscribers: int) -> Run:
    async def run() -> Run:
        async with open_database(url) as db:
            seen = await CONTENDERS[name](db, announcement_id, tag_id)
            async with db.read() as tx:
                written = (await tx.execute(select(func.count()).select_from(delivery))).scalar_one()
        assert written == subscribers, (name, written)
        return seen

    return asyncio.run(run())


def _peak() -> float:
    """Megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def _fill(url: str, subscribers: int) -> tuple[int, int]:
    """(announcement, tag) of a story of two tags, one of which so many chats follow."""
    await migrate(url)
    async with open_database(url) as db:
        story_id, tag_ids = await sample.story(db, 1)
        async with db.write() as tx:
            await tx.execute(insert(chat).from_select(*_chats(subscribers)))
            fields = {
                "chat_number": chat.c.number,
                "thread_id": literal(0),
                "tag_id": literal(tag_ids[0]),
                "level": literal(Level.BREAKING.value),
                "created_at": chat.c.created_at,
            }
            theirs = select(*fields.values()).order_by(chat.c.number)
            await tx.execute(insert(subscription).from_select(list(fields), theirs))
            announcement_id = await announce_breaking(tx, story_id, BreakingReason.EDITOR, sample.now())
    assert announcement_id is not None
    return announcement_id, tag_ids[0]


def _chats(count: int) -> tuple[list[str], Any]:
    numbers = select(literal(1).label("n")).cte(recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < count))
    fields = {
        "id": numbers.c.n,
        "kind": literal(ChatKind.PRIVATE.value),
        "title": literal(""),
        "language": literal("en"),
        "language_chosen": literal(False),
        "time_zone": literal("Europe/Kyiv"),
        "alerts": literal(True),
        "state": literal(ACTIVE),
        "created_at": literal(sample.now(), Moment),
    }
    return list(fields), select(*fields.values())


@contextmanager
def _sqlite_copy(folder: Path) -> Iterator[str]:
    copy = shutil.copy(folder / "filled.db", folder / "copy.db")
    try:
        yield f"sqlite+aiosqlite:///{copy}"
    finally:
        for path in folder.glob("copy.db*"):
            path.unlink()


@contextmanager
def _postgresql_copy(server: str, filled: str) -> Iterator[str]:
    url = asyncio.run(create(server, filled))
    asyncio.run(_order(url, "CHECKPOINT"))
    try:
        yield url
    finally:
        asyncio.run(drop(url))


async def _order(url: str, statement: str) -> None:
    """To PostgreSQL, outside a transaction."""
    async with open_database(url) as db, db.writer.connect() as tx:
        await (await tx.execution_options(isolation_level="AUTOCOMMIT")).execute(text(statement))


def _seen(copy: Callable[[], AbstractContextManager[str]], rounds: int, *run: int) -> dict[str, list[Run]]:
    """By contender."""
    seen: dict[str, list[Run]] = {name: [] for name in CONTENDERS}
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn, max_tasks_per_child=1) as pool:
        for _ in range(rounds):
            for name, runs in seen.items():
                with copy() as url:
                    os.sync()  # or what was written before is waited for in the first checkpoint of this run
                    runs.append(pool.submit(_run, name, url, *run).result())
    return seen


def on_sqlite(subscribers: int, rounds: int) -> dict[str, list[Run]]:
    with tempfile.TemporaryDirectory(prefix="tagwire-fanout-") as name:
        folder = Path(name)
        filled = asyncio.run(_fill(f"sqlite+aiosqlite:///{folder}/filled.db", subscribers))
        return _seen(lambda: _sqlite_copy(folder), rounds, *filled, subscribers)


def on_postgresql(subscribers: int, rounds: int) -> dict[str, list[Run]]:
    """Empty where PostgreSQL is not installed."""
    with cluster() as server:
        if server is None:
            return {}
        url = asyncio.run(create(server.url))
        filled = asyncio.run(_fill(url, subscribers))
        asyncio.run(_order(url, "VACUUM ANALYZE"))
        name = str(make_url(url).database)
        return _seen(lambda: _postgresql_copy(server.url, name), rounds, *filled, subscribers)


def judged(seen: dict[str, list[Run]]) -> tuple[dict[str, float], Findings]:
    """Figures, and what was promised of them."""
    plain, fanned, beside = (seen[name] for name in ("plain", "fanned", "beside"))
    figures = {
        "plain_s": statistics.median(run.seconds for run in plain),
        "fanout_s": statistics.median(run.seconds for run in fanned),
        "fanout_over_plain.ratio": statistics.median(
            ours.seconds / theirs.seconds for ours, theirs in zip(fanned, plain, strict=True)
        ),
        "longest_lock_s": max(run.longest for run in beside),
        "growth_mb": max(run.growth for run in fanned),
    }
    findings = Findings()
    findings.at_most("fanout_over_plain.ratio", figures["fanout_over_plain.ratio"], RATIO)
    findings.at_most("longest_lock_s", figures["longest_lock_s"], LOCK)
    findings.at_most("growth_mb", figures["growth_mb"], GROWTH)
    return figures, findings


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    told: dict[str, float] = {}
    broken = 0
    for database, measure in (("sqlite", on_sqlite), ("postgresql", on_postgresql)):
        if options.database not in (database, "both"):
            continue
        seen = measure(options.subscribers, options.rounds)
        if not seen:
            print(f"{database}: PostgreSQL is not installed")
            continue
        figures, findings = judged(seen)
        promised = {check.name: check for check in findings.checks}
        for name, figure in figures.items():
            check = promised.get(name)
            mark = f"≤ {check.most:g}{'' if check.holds else '   <- BROKEN'}" if check else ""
            print(f"{database:12}{name:26}{figure:10.3f}  {mark}".rstrip(), flush=True)
            told[f"{database}.{name}"] = round(figure, 4)
        broken += len(findings.broken)
    if options.json:
        options.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 1 if broken else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fanout", description="What telling a million costs.")
    parser.add_argument("--subscribers", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3, help="the median counts; of locks and waits the longest")
    parser.add_argument("--database", choices=[*BOTH, "both"], default="both")
    parser.add_argument("--json", type=Path, help="write the figures here as one flat object")
    return parser


if __name__ == "__main__":
    sys.exit(main())
