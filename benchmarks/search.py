"""What a search costs in an archive of a million articles, in milliseconds, beside LIKE over their titles.

    python -m benchmarks.search [--articles N] [--database sqlite|postgresql|both] [--json FILE]

The archive is generated (`benchmarks.quality.grown`); a million articles take seven minutes to grow and 6 GB in the
temporary folder. Every question is asked of other words each time; each page is the whole of what /search asks.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from sqlalchemy import and_, select

from benchmarks.faults.cluster import cluster
from benchmarks.quality import grown
from benchmarks.sample import store
from bot.store import Database, migrate, open_database, search
from bot.store.tables import article

ASKED, NAIVELY = 200, 3
PER_PAGE = 8
DEEP = 50
"""Pages turned."""
COMMON, SELDOM, RARE = (0, 100), (500, 2_000), (20_000, 80_000)
"""Places of the words by how common they are: in 8–40 %, 0.5–2 % and less than 0.05 % of the articles."""

Words = Sequence[str]
Question = Callable[[random.Random], Words]


def _some(*places: tuple[int, int]) -> Question:
    return lambda chance: [grown.word(chance.randrange(*place)) for place in places]


QUESTIONS: Mapping[str, tuple[Question, int]] = {
    "rare": (_some(RARE), 0),
    "common": (_some(COMMON), 0),
    "two_seldom_together": (_some(SELDOM, SELDOM), 0),
    "two_never_together": (lambda _: grown.APART, 0),
    "three": (_some(COMMON, SELDOM, SELDOM), 0),
    "none": (lambda chance: [f"nowhere{chance.random()}", grown.word(0)], 0),
    "deep_page": (_some(COMMON, COMMON), DEEP * PER_PAGE),
}
"""What is asked, and how many stories are passed over."""


async def measure(db: Database, asked: int = ASKED) -> dict[str, float]:
    figures: dict[str, float] = {}
    for name, (question, offset) in QUESTIONS.items():
        chance = random.Random(name)
        await _ask(db, question(chance), offset)
        taken = [await _timed(_ask, db, question(chance), offset) for _ in range(asked)]
        naive = [await _timed(_like, db, question(chance), offset) for _ in range(NAIVELY)]
        figures |= {
            f"{name}.p50_ms": statistics.median(taken),
            f"{name}.p95_ms": sorted(taken)[len(taken) * 95 // 100],
            f"{name}.max_ms": max(taken),
            f"{name}.like_ms": statistics.median(naive),
        }
        print("".join([f"{name:24}", *(f"{figures[f'{name}.{key}_ms']:10.2f}" for key in COLUMNS)]), flush=True)
    return figures


COLUMNS = "p50", "p95", "max", "like"


async def _ask(db: Database, words: Words, offset: int) -> None:
    async with db.read() as tx:
        await search.find(tx, {"en": set(words)}, language="en", offset=offset, limit=PER_PAGE)


async def _like(db: Database, words: Words, offset: int) -> None:
    having = and_(*(article.c.title.contains(word) for word in words))
    page = select(article.c.story_id, article.c.title).where(having).order_by(article.c.published_at.desc())
    async with db.read() as tx:
        (await tx.execute(page.offset(offset).limit(PER_PAGE))).all()


async def _timed(act: Callable[[Database, Words, int], Awaitable[None]], db: Database, words: Words, at: int) -> float:
    began = time.perf_counter()
    await act(db, words, at)
    return 1000 * (time.perf_counter() - began)


async def on_sqlite(articles: int) -> dict[str, float]:
    async with store() as db:
        await grown.grow(db, articles, random.Random(1))
        return await measure(db)


async def on_postgresql(articles: int) -> dict[str, float]:
    """Empty where PostgreSQL is not installed."""
    with cluster() as server:
        if server is None:
            print("PostgreSQL is not installed")
            return {}
        await migrate(server.url)
        async with open_database(server.url) as db:
            await grown.grow(db, articles, random.Random(1))
            return await measure(db)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description="What a search costs.")
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="sqlite")
    parser.add_argument("--json", type=Path, help="write the figures here as one flat object")
    options = parser.parse_args(arguments)
    told: dict[str, float] = {}
    for database, ask in (("sqlite", on_sqlite), ("postgresql", on_postgresql)):
        if options.database in (database, "both"):
            print("".join([f"{database:24}", *(f"{key:>10}" for key in COLUMNS)]), flush=True)
            told |= {f"{database}.{key}": figure for key, figure in asyncio.run(ask(options.articles)).items()}
    if options.json:
        options.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
