"""Small runs; what they take is the benchmark's affair."""

from __future__ import annotations

import random

from benchmarks.quality import grown, unchanged
from benchmarks.quality.times import p95, related
from bot.store import articles


def test_p95() -> None:
    assert p95([0.001 * number for number in range(100, 0, -1)]) == 96
    assert p95([0.5]) == 500


async def test_a_grown_archive_is_found_by_its_words() -> None:
    async with grown.archive(60, random.Random(1)) as db, db.read() as tx:
        told = grown.terms(random.Random(1))
        found = await articles.candidates(tx, told, language="en", before=grown.NOW)
    assert list(found[0].terms[: grown.WORDS]) == told
    assert len(told) == len(set(told)) == grown.WORDS
    assert 1 < len(found) <= 60


async def test_a_small_archive_is_asked() -> None:
    ours, naive = await related(20, 3, 2)
    assert (len(ours), len(naive)) == (3, 2)


async def test_unchanged_feeds_are_looked_at_in_another_process() -> None:
    assert 0 < await unchanged.cpu(3) < 5
    assert 0 < unchanged.cpu_anew(3) < 5
