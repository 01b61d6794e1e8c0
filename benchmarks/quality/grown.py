"""An archive of generated articles in a database of its own, whose words are as common and as rare as in real news.

How often a word comes is Zipf's and Mandelbrot's law: the commonest stands in two of five articles, the hundredth in
one of twelve, most in a few, as in those of the corpus.
"""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, text

from benchmarks.sample import store
from bot.store import Database
from bot.store.dialects import on_sqlite
from bot.store.tables import article, story

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
WORDS = 130
"""Terms of an article, as many as in the corpus."""
TITLE = 8
_VOCABULARY = [f"word{place:05}" for place in range(80_000)]
_EVERY = 20
"""One of so many articles has APART's first word, another the second: common words that never meet."""
APART = ("apart0", "apart1")
_FLAT = 20
"""How many words are about equally common at the top."""
_STEEP = len(_VOCABULARY) / _FLAT + 1
_AT_ONCE = 5_000
_INDEX = """
INSERT INTO article_term (language, term, published_at, article_id)
SELECT language, {term}, published_at, article.id FROM article, {listed} ORDER BY 1, 2, 3, 4
"""
"""What `archive.index` writes for each article, in one go and in the table's own order."""


def word(place: int) -> str:
    """The commonest is at place 0."""
    return _VOCABULARY[place]


def terms(chance: random.Random, most: int = WORDS) -> list[str]:
    drawn = (int(_FLAT * _STEEP ** chance.random()) - _FLAT for _ in range(most * 9 // 8))
    return [_VOCABULARY[place] for place in dict.fromkeys(drawn)][:most]


@asynccontextmanager
async def archive(size: int, chance: random.Random) -> AsyncIterator[Database]:
    """A SQLite file with `size` articles of the last years, one to a story, the newest an hour old."""
    async with store() as db:
        await grow(db, size, chance)
        yield db


async def grow(db: Database, size: int, chance: random.Random) -> None:
    """In a new database."""
    for batch in _batches(size, chance):
        async with db.write() as tx:
            stories = [{"id": row["id"], "created_at": row["published_at"]} for row in batch]
            await tx.execute(insert(story), stories)
            await tx.execute(insert(article), batch)
    async with db.write() as tx:
        if on_sqlite(tx):
            await tx.execute(text(_INDEX.format(term="value", listed="json_each(article.terms)")))
        else:
            await tx.execute(text(_INDEX.format(term="term", listed="json_array_elements_text(article.terms) AS term")))
            for table in ("story", "article"):  # whose numbers were given, so that what comes next begins after them
                await tx.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"))
            await tx.execute(text("ANALYZE"))


def _batches(size: int, chance: random.Random) -> Iterator[list[dict[str, object]]]:
    for first in range(1, size + 1, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, size + 1))
        yield [_row(number, NOW - timedelta(hours=1, minutes=5 * (size - number)), chance) for number in numbers]


def _row(number: int, published_at: datetime, chance: random.Random) -> dict[str, object]:
    found = [*terms(chance), *APART[number % _EVERY : number % _EVERY + 1]]
    return {
        "id": number,
        "story_id": number,
        "source_id": "sample",
        "source_name": "Sample",
        "url": f"https://sample.example/{number}",
        "language": "en",
        "title": " ".join(found[:TITLE]),
        "published_at": published_at,
        "taken_in_at": published_at,
        "summary": "",
        "sections": [],
        "photo": None,
        "authors": [],
        "labels": [],
        "terms": found,
        "print": "",
    }
