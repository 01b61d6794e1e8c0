"""How good the news is: summaries, background and related links against what editors wrote themselves.

    python -m benchmarks.quality [--corpus DIR] [--json FILE]

Every row has a naive baseline beside it: for summaries the first 300 characters, for links a search by the title's
words. Works with whatever sets the folder has.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean

from benchmarks import corpus
from benchmarks.corpus import Document
from benchmarks.measures import ndcg, rouge
from bot.enrich import enrich, rank
from bot.enrich.sentences import sentences
from bot.news.article import Article
from bot.news.spelling import normal

Row = tuple[str, float, float]
"""Key, ours, baseline."""

_UNWANTED = re.compile(
    r"(?:джерел[оа]|источники?|sources?)\s*:"
    r"|читайте\s+та|знати більше|узнать больше|read also|follow us|підпи[сш]|подпи[сш]",
    re.IGNORECASE,
)
"""How an unwanted paragraph begins: judged apart from the words that the product knows."""
_LEAST_LEAK = 15


def measure(folder: Path) -> Iterator[Row]:
    for name in corpus.archives(folder):
        documents = corpus.archive(folder, name)
        told = corpus.recaps(folder, name)
        yield from _summaries(name, [(documents[key].article, references) for key, references in told.items()])
        yield from _links(folder, name, documents)
    for name in corpus.collections(folder):
        found = corpus.rows(folder / "quality" / f"{name}.jsonl.gz")
        texts = [(corpus.plain_article(row["text"], name[:2]), row["refs"]) for row in found]
        yield from _summaries(name, texts)
    yield from _leaks(corpus.up_2019(folder))


def leaks(article: Article, summary: str) -> bool:
    """Whether a summary holds a sentence of a Source line or of promo."""
    unwanted = (part for part in article.paragraphs if _UNWANTED.match(f"{part.label}: {part.text}".lstrip(": ")))
    told = (sentence for part in unwanted for sentence in sentences(part.text))
    return any(len(sentence) >= _LEAST_LEAK and sentence in summary for sentence in told) or bool(
        re.search(r"patreon|читайте також|знати більше|джерело:", summary, re.IGNORECASE)
    )


def _summaries(name: str, texts: Sequence[tuple[Article, Sequence[str]]]) -> Iterator[Row]:
    if not texts:
        return
    language = texts[0][0].language
    ours = [rouge(enrich(article).summary, references, language) for article, references in texts]
    naive = [rouge(_start(article), references, language) for article, references in texts]
    for place, key in enumerate(("r1", "r2", "rl")):
        yield _row(
            f"summary.{name}.{key}", [(one[place], other[place]) for one, other in zip(ours, naive, strict=True)]
        )


def _row(key: str, scores: Iterable[tuple[float, float]]) -> Row:
    ours, naive = zip(*scores, strict=True)
    return key, fmean(ours), fmean(naive)


def _start(article: Article) -> str:
    return " ".join(part.text for part in article.paragraphs)[:300]


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
            yield _row(f"{key}.{name}.ndcg5", scores)


def _ranked(asking: Document, earlier: Sequence[Document]) -> list[int]:
    return rank(asking.query, earlier, title=asking.title, published_at=asking.published_at, story_id=asking.story_id)


def _by_title(asking: Document, earlier: Iterable[Document]) -> list[int]:
    words = set(normal(asking.title).split())
    shared = {other.story_id: len(words & set(normal(other.title).split())) for other in earlier}
    return sorted(shared, key=shared.__getitem__, reverse=True)


def _leaks(articles: Sequence[Article]) -> Iterator[Row]:
    if articles:
        ours = sum(leaks(article, enrich(article).summary) for article in articles)
        yield "summary.up_uk.leaks", ours, sum(leaks(article, _start(article)) for article in articles)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description="How good the news is.")
    parser.add_argument("--corpus", type=Path, default=corpus.DEFAULT, help="folder with quality/ and up_text/")
    parser.add_argument("--json", type=Path, help="write the figures here as one flat object")
    options = parser.parse_args(arguments)
    figures: dict[str, float] = {}
    print(f"{'':34}{'ours':>9}{'baseline':>10}")
    for key, ours, baseline in measure(options.corpus):
        print(f"{key:34}{ours:9.3f}{baseline:10.3f}", flush=True)
        figures |= {key: ours, f"{key}.baseline": baseline}
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
