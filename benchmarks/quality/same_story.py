"""Pairs of articles that people judged: do they tell of one event? The baseline is the share of title words in common.

The baseline is given the threshold that suits it best on the very pairs that it is measured on; ours is the product's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.quality import corpus
from benchmarks.quality.rows import Row
from bot.enrich.rarity import rarity
from bot.enrich.same import SAME, Telling, folds, same_event, telling
from bot.news.article import Article
from bot.news.spelling import normal

Judged = tuple[float, bool]
"""A score, and whether people say that it is one event."""
_NEAR = timedelta(hours=12)


def measure(folder: Path) -> Iterator[Row]:
    for path in sorted((folder / "quality").glob("pairs_*.jsonl.gz")):
        name = path.name.removeprefix("pairs_").removesuffix(".jsonl.gz")
        by_language: defaultdict[str, list[corpus.Row]] = defaultdict(list)
        for row in corpus.rows(path):
            by_language[row["lang"]].append(row)
        for language, pairs in sorted(by_language.items()):
            yield from _judged(f"same_story.{name}_{language}", pairs)
    for name in corpus.archives(folder):
        yield from _folded(f"same_story.{name}.folds_per_1000", list(corpus.archive(folder, name).values()))


def f1(judged: Sequence[Judged], least: float) -> float:
    chosen = [true for score, true in judged if score >= least]
    return 2 * sum(chosen) / (len(chosen) + sum(true for _, true in judged)) if any(chosen) else 0.0


def _judged(key: str, pairs: Sequence[corpus.Row]) -> Iterator[Row]:
    articles = {_written(pair, side): pair["lang"] for pair in pairs for side in "12"}
    tellings = {one: telling(one[0], one[1], language, _published_at(one[2])) for one, language in articles.items()}
    worth = rarity([one.stems for one in tellings.values()])
    ours, naive, folded = list[Judged](), list[Judged](), list[bool]()
    for pair in pairs:
        true = pair["label"] == "OK"
        one, other = (tellings[_written(pair, side)] for side in "12")
        ours.append((same_event(one, other, worth), true))
        folded += [true] if folds(one, other, worth) else []
        naive.append((_jaccard(pair["t1"], pair["t2"]), true))
    yield f"{key}.f1", f1(ours, SAME), max(f1(naive, score) for score, _ in naive)
    if folded:
        yield f"{key}.folds_precision", sum(folded) / len(folded), None


def _written(pair: corpus.Row, side: str) -> tuple[str, str, str]:
    return pair[f"t{side}"], pair[f"x{side}"], pair.get(f"d{side}") or ""


def _published_at(date: str) -> datetime:
    """Where the set has no dates, all are of one day."""
    return datetime.fromisoformat(date or "2000-01-01").replace(tzinfo=UTC)


def _jaccard(one: str, other: str) -> float:
    left, right = set(normal(one).split()), set(normal(other).split())
    return len(left & right) / len(left | right) if left | right else 0.0


def _folded(key: str, documents: Sequence[corpus.Document]) -> Iterator[Row]:
    """Of 1,000 articles of one publisher, who seldom tells a thing twice: most of these would be folded wrongly."""
    articles = [document.article for document in documents if document.published_at.year < datetime.max.year]
    articles.sort(key=lambda article: article.published_at)
    told = [telling(one.title, _text(one), one.language, one.published_at) for one in articles]
    worth = rarity([one.stems for one in told])
    if told:
        folded = sum(folds(one, other, worth) > 0 for one, other in _near(told))
        yield key, 1000 * folded / len(told), None


def _text(article: Article) -> str:
    return " ".join(part.text for part in article.paragraphs)


def _near(told: Sequence[Telling]) -> Iterator[tuple[Telling, Telling]]:
    """Every two that were written within _NEAR; they come by time."""
    for place, one in enumerate(told):
        for other in told[place + 1 :]:
            if other.published_at - one.published_at > _NEAR:
                break
            yield one, other
