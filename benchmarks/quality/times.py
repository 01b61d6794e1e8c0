"""What each step costs an article at the 95th percentile, and CPU to poll feeds that have nothing new.

Steps in memory are timed by this thread's CPU, and a question to the archive by the best of three: what another process
takes of the machine meanwhile is no cost of ours. Beside each is what a naive way to the same end takes here and now.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import TypeVarTuple

from sqlalchemy import Integer, literal, select

from benchmarks.quality import corpus, grown, unchanged
from benchmarks.quality.rows import Row
from bot.enrich import enrich, rank
from bot.enrich.rarity import rarity
from bot.enrich.same import same_event, telling
from bot.news.article import Article
from bot.store import Database, articles
from bot.store.tables import article

Arguments = TypeVarTuple("Arguments")
ARCHIVE, ASKED = 100_000, 200
NAIVELY = 20
"""Of the asked articles: it takes long."""
FEEDS = 1_000
_TRIES = 3
_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")


def measure(folder: Path) -> Iterator[Row]:
    written = [one.article for name in corpus.archives(folder) for one in corpus.archive(folder, name).values()]
    if len(written) > 1:
        yield "time.summary.p95_ms", _each(enrich, zip(written)), _each(_first_sentences, zip(written))
        texts = [" ".join(part.text for part in one.paragraphs) for one in written]
        told = [telling(one.title, text, one.language, grown.NOW) for one, text in zip(written, texts, strict=True)]
        worth = rarity([one.stems for one in told])
        ours = _each(same_event, ((*pair, worth) for pair in pairwise(told)))
        yield "time.same.p95_ms", ours, _each(_shared_words, pairwise(texts))
    archived, naive = asyncio.run(related(ARCHIVE, ASKED, NAIVELY))
    yield f"time.related_{ARCHIVE // 1000}k.p95_ms", p95(archived), p95(naive)
    yield f"time.unchanged_{FEEDS}.cpu_s", asyncio.run(unchanged.cpu(FEEDS)), unchanged.cpu_anew(FEEDS)


def p95(seconds: Iterable[float]) -> float:
    """In milliseconds."""
    ordered = sorted(seconds)
    return 1000 * ordered[len(ordered) * 95 // 100]


async def related(size: int, asked: int, naively: int) -> tuple[list[float], list[float]]:
    """Seconds to find the related stories of each article in an archive of `size`, by us and by words of the title."""
    chance = random.Random(1)
    async with grown.archive(size, chance) as db:
        queries = [grown.terms(chance, 120) for _ in range(asked)]
        ours = [await _best(_related, db, query) for query in queries]
        return ours, [await _best(_with_words, db, query[: grown.TITLE]) for query in queries[:naively]]


async def _related(db: Database, query: list[str]) -> None:
    async with db.read() as tx:
        found = await articles.candidates(tx, query, language="en", before=grown.NOW)
    rank(query, found, title=" ".join(query[: grown.TITLE]), published_at=grown.NOW + timedelta(minutes=1))


async def _with_words(db: Database, words: list[str]) -> None:
    shared = sum((article.c.title.contains(word).cast(Integer) for word in words), literal(0))
    async with db.read() as tx:
        await tx.execute(select(article.c.story_id, article.c.title).order_by(shared.desc()).limit(5))


async def _best(act: Callable[[*Arguments], Awaitable[None]], *arguments: *Arguments) -> float:
    taken = []
    for _ in range(_TRIES):
        began = time.perf_counter()
        await act(*arguments)
        taken.append(time.perf_counter() - began)
    return min(taken)


def _each(act: Callable[[*Arguments], object], given: Iterable[tuple[*Arguments]]) -> float:
    return p95(_cpu(act, *arguments) for arguments in given)


def _cpu(act: Callable[[*Arguments], object], *arguments: *Arguments) -> float:
    began = time.thread_time()
    act(*arguments)
    return time.thread_time() - began


def _first_sentences(one: Article) -> str:
    return "".join(_SENTENCE.findall(" ".join(part.text for part in one.paragraphs))[:3])


def _shared_words(one: str, other: str) -> float:
    left, right = set(one.split()), set(other.split())
    return len(left & right) / len(left | right) if left else 0.0
