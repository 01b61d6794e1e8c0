"""Background and related stories against what editors linked to; the baseline is a search by the title's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.quality import corpus
from benchmarks.quality.corpus import Document
from benchmarks.quality.measures import ndcg
from benchmarks.quality.rows import Row, mean_row
from bot.enrich import rank
from bot.news.spelling import normal


def measure(folder: Path) -> Iterator[Row]:
    for name in corpus.archives(folder):
        yield from _links(folder, name, corpus.archive(folder, name))


def _links(folder: Path, name: str, documents: Mapping[str, Document]) -> Iterator[Row]:
    """Only earlier articles count, for what is linked and for what may be found."""
    found = corpus.rows(folder / "quality" / f"{name}_links.jsonl.gz")
    for key, column in (("background", "gold_bg"), ("related", "gold")):
        scores = []
        for row in found:
            asking = documents[row["q"]]
            earlier = [other for other in documents.values() if other.published_at < asking.published_at]
            gold = {documents[linked].story_id for linked in row[column]} & {other.story_id for other in earlier}
            if gold:
                scores.append((ndcg(_ranked(asking, earlier), gold), ndcg(_by_title(asking, earlier), gold)))
        if scores:
            yield mean_row(f"{key}.{name}.ndcg5", scores)


def _ranked(asking: Document, earlier: Sequence[Document]) -> list[int]:
    return rank(asking.query, earlier, title=asking.title, published_at=asking.published_at, story_id=asking.story_id)


def _by_title(asking: Document, earlier: Iterable[Document]) -> list[int]:
    words = set(normal(asking.title).split())
    shared = {other.story_id: len(words & set(normal(other.title).split())) for other in earlier}
    return sorted(shared, key=shared.__getitem__, reverse=True)
