"""What each step costs: milliseconds an article at the 95th percentile, and CPU to poll feeds that have nothing new."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import TypeVarTuple

from benchmarks.quality import corpus, grown, unchanged
from benchmarks.quality.rows import Row
from bot.enrich import enrich, rank
from bot.enrich.rarity import rarity
from bot.enrich.same import same_event, telling
from bot.store import articles

Arguments = TypeVarTuple("Arguments")
ARCHIVE, ASKED = 100_000, 200
FEEDS = 1_000


def measure(folder: Path) -> Iterator[Row]:
    written = [one.article for name in corpus.archives(folder) for one in corpus.archive(folder, name).values()]
    if len(written) > 1:
        yield "time.summary.p95_ms", p95(_timed(enrich, one) for one in written), None
        texts = [" ".join(part.text for part in one.paragraphs) for one in written]
        told = [telling(one.title, text, one.language, grown.NOW) for one, text in zip(written, texts, strict=True)]
        worth = rarity([one.stems for one in told])
        yield "time.same.p95_ms", p95(_timed(same_event, *pair, worth) for pair in pairwise(told)), None
    yield f"time.related_{ARCHIVE // 1000}k.p95_ms", p95(asyncio.run(related(ARCHIVE, ASKED))), None
    yield f"time.unchanged_{FEEDS}.cpu_s", asyncio.run(unchanged.cpu(FEEDS)), None


def p95(seconds: Iterable[float]) -> float:
    """In milliseconds."""
    ordered = sorted(seconds)
    return 1000 * ordered[len(ordered) * 95 // 100]


async def related(size: int, asked: int) -> list[float]:
    """Seconds to find and rank the related stories of each of `asked` articles in an archive of `size`."""
    chance, taken = random.Random(1), list[float]()
    async with grown.archive(size, chance) as db:
        for _ in range(asked):
            query = grown.terms(chance, 120)
            began = time.perf_counter()
            async with db.read() as tx:
                found = await articles.candidates(tx, query, language="en", before=grown.NOW)
            rank(query, found, title=" ".join(query[:8]), published_at=grown.NOW + timedelta(minutes=1))
            taken.append(time.perf_counter() - began)
    return taken


def _timed(act: Callable[[*Arguments], object], *arguments: *Arguments) -> float:
    began = time.perf_counter()
    act(*arguments)
    return time.perf_counter() - began
