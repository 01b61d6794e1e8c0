"""Background and related stories against what editors linked to; the baseline is a search by the title's words.

By way of the store, as an article that is taken in finds them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from benchmarks.quality import corpus
from benchmarks.quality.corpus import Document
from benchmarks.quality.measures import ndcg
from benchmarks.quality.rows import Row, mean_row
from benchmarks.sample import store
from bot.enrich import rank
from bot.news.spelling import normal
from bot.store import Transaction, articles

Stories = Mapping[int, Document]
"""By the story's number in the store."""


def measure(folder: Path) -> Iterator[Row]:
    for name in corpus.archives(folder):
        yield from asyncio.run(_links(folder, name))


async def _links(folder: Path, name: str) -> list[Row]:
    """Only earlier articles count, for what is linked and for what may be found."""
    found, documents = corpus.rows(folder / "quality" / f"{name}_links.jsonl.gz"), corpus.archive(folder, name)
    scores: dict[str, list[tuple[float, float]]] = {"gold_bg": [], "gold": []}
    async with store() as db, db.write() as tx:
        stories = {key: await _keep(tx, key, document) for key, document in documents.items()}
        for row in found:
            asking = documents[row["q"]]
            earlier = {stories[key]: one for key, one in documents.items() if one.published_at < asking.published_at}
            ours, naive = await _ranked(tx, asking, stories[row["q"]]), _by_title(asking, earlier)
            for column, told in scores.items():
                if gold := {stories[linked] for linked in row[column]} & earlier.keys():
                    told.append((ndcg(ours, gold), ndcg(naive, gold)))
    keys = {"background": scores["gold_bg"], "related": scores["gold"]}
    return [mean_row(f"{key}.{name}.ndcg5", told) for key, told in keys.items() if told]


async def _keep(tx: Transaction, key: str, document: Document) -> int:
    new = replace(document.article, url=f"https://sample.example/{key}")
    now = new.published_at
    kept = await articles.add(tx, new, document.enriched, source_name="", story_id=None, tag_ids=(), print_="", now=now)
    return kept.story_id


async def _ranked(tx: Transaction, asking: Document, story_id: int) -> list[int]:
    language, before = asking.article.language, asking.published_at
    found = await articles.candidates(tx, asking.query, language=language, before=before)
    return rank(asking.query, found, title=asking.title, published_at=before, story_id=story_id)


def _by_title(asking: Document, earlier: Stories) -> list[int]:
    words = set(normal(asking.title).split())
    shared = {story_id: len(words & set(normal(other.title).split())) for story_id, other in earlier.items()}
    return sorted(shared, key=shared.__getitem__, reverse=True)
