"""An archive of generated articles in a database of its own, whose words are as common and as rare as in real news.

How often a word comes is Zipf's and Mandelbrot's law: the commonest stands in every fifth article, most in a few.
"""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from sqlalchemy import insert, text

from benchmarks.sample import store
from bot.enrich.terms import MOST_TERMS
from bot.store import Database
from bot.store.tables import article, story

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
_VOCABULARY = 80_000
_FLAT = 20
"""How many words are about equally common at the top."""
_CUMULATED = list(accumulate(1 / (place + _FLAT) for place in range(_VOCABULARY)))
_DRAWN = MOST_TERMS * 2
_AT_ONCE = 5_000
_INDEX = """
INSERT INTO article_term (language, term, published_at, article_id)
SELECT language, value, published_at, article.id FROM article, json_each(article.terms) ORDER BY 1, 2, 3, 4
"""
"""What `archive.index` writes for each article, in one go and in the table's own order."""


def terms(chance: random.Random, most: int = MOST_TERMS) -> tuple[str, ...]:
    drawn = chance.choices(range(_VOCABULARY), cum_weights=_CUMULATED, k=most * _DRAWN // MOST_TERMS)
    return tuple(f"word{place:05}" for place in list(dict.fromkeys(drawn))[:most])


@asynccontextmanager
async def archive(size: int, chance: random.Random) -> AsyncIterator[Database]:
    """A SQLite file with `size` articles of the last years, one to a story, the newest an hour old."""
    async with store() as db:
        async with db.write() as tx:
            for batch in _batches(size, chance):
                stories = [{"id": row["id"], "created_at": row["published_at"]} for row in batch]
                await tx.execute(insert(story), stories)
                await tx.execute(insert(article), batch)
            await tx.execute(text(_INDEX))
        yield db


def _batches(size: int, chance: random.Random) -> Iterator[list[dict[str, object]]]:
    for first in range(1, size + 1, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, size + 1))
        yield [_row(number, NOW - timedelta(hours=1, minutes=5 * (size - number)), chance) for number in numbers]


def _row(number: int, published_at: datetime, chance: random.Random) -> dict[str, object]:
    found = terms(chance)
    return {
        "id": number,
        "story_id": number,
        "source_id": "sample",
        "source_name": "Sample",
        "url": f"https://sample.example/{number}",
        "language": "en",
        "title": " ".join(found[:8]),
        "published_at": published_at,
        "taken_in_at": published_at,
        "summary": "",
        "sections": [],
        "photo": None,
        "authors": [],
        "labels": [],
        "terms": list(found),
        "print": "",
    }
