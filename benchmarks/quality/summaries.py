"""Summaries against how editors retold the article; the baseline is its first 300 characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.quality import corpus
from benchmarks.quality.measures import rouge
from benchmarks.quality.rows import Row, mean_row
from bot.enrich import enrich
from bot.enrich.sentences import sentences
from bot.news.article import Article

_UNWANTED = re.compile(
    r"(?:джерел[оа]|источники?|sources?)\s*:"
    r"|читайте\s+та|знати більше|узнать больше|read also|follow us|підпи[сш]|подпи[сш]",
    re.IGNORECASE,
)
"""How an unwanted paragraph begins: judged apart from the words that the product knows."""
_LEAST_LEAK = 15


def measure(folder: Path) -> Iterator[Row]:
    for name in corpus.archives(folder):
        documents, told = corpus.archive(folder, name), corpus.recaps(folder, name)
        yield from _summaries(name, [(documents[key].article, references) for key, references in told.items()])
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
        yield mean_row(
            f"summary.{name}.{key}", [(one[place], other[place]) for one, other in zip(ours, naive, strict=True)]
        )


def _start(article: Article) -> str:
    return " ".join(part.text for part in article.paragraphs)[:300]


def _leaks(articles: Sequence[Article]) -> Iterator[Row]:
    if articles:
        ours = sum(leaks(article, enrich(article).summary) for article in articles)
        yield "summary.up_uk.leaks", ours, sum(leaks(article, _start(article)) for article in articles)
