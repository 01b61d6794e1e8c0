"""Page readers against what third parties say that pages hold; the naive reader takes every <p>, <title> and meta."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any

from benchmarks.quality import page_truths
from benchmarks.quality.page_truths import Segments, Truth
from benchmarks.quality.rows import Row, mean_row
from bot.news.article import ArticleTag, Paragraph
from bot.sources.charsets import decode
from bot.sources.dates import read_iso, read_written
from bot.sources.errors import PageError
from bot.sources.pages import Page, PageReader, generic, pravda
from bot.sources.paragraphs import read_html
from bot.sources.text import fold

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\w+")
"""Where a language does without spaces, a letter stands for a word."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One page as we read it, and read naively."""

    ours: Page
    naive: Page
    seconds: float


def measure(folder: Path) -> Iterator[Row]:
    seconds: list[float] = []
    yield from _publishers(list(page_truths.fundus(folder)), seconds)
    yield from _bodies("readability", list(page_truths.readability(folder)), seconds)
    yield from _segments("trafilatura_eval", list(page_truths.trafilatura_eval(folder)), seconds)
    yield from _ukrainska_pravda(list(page_truths.ukrainska_pravda(folder)))
    if len(seconds) > 1:
        yield "time.page.p95_ms", 1000 * quantiles(seconds, n=20)[-1], None


def f1(ours: Iterable[str], theirs: Iterable[str]) -> float:
    """Of two bags; 1 for two empty ones."""
    left, right = Counter(ours), Counter(theirs)
    whole = left.total() + right.total()
    return 2 * (left & right).total() / whole if whole else 1.0


def words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def text_of(page: Page) -> str:
    return "\n".join(f"{part.label}: {part.text}" if part.label else part.text for part in page.paragraphs)


def read_naively(body: bytes) -> Page:
    root = read_html(decode(body))
    if root is None:
        return Page("")
    metas = {meta.get("name") or meta.get("property"): meta.get("content", "") for meta in root.iter("meta")}
    return Page(
        title=fold(root.findtext(".//title") or ""),
        published_at=read_iso(metas.get("article:published_time", "")),
        authors=tuple(filter(None, [metas.get("author", "")])),
        paragraphs=tuple(Paragraph(fold(part.text_content())) for part in root.iter("p")),
        tags=tuple(ArticleTag("", name.strip()) for name in metas.get("keywords", "").split(",") if name.strip()),
    )


def read_both(reader: PageReader, body: bytes, url: str) -> Reading:
    """A page that is refused has nothing."""
    start = perf_counter()
    try:
        ours = reader(body, url=url)
    except PageError:
        ours = Page("")
    return Reading(ours, naive=read_naively(body), seconds=perf_counter() - start)


# What is told of a page, by key: how right a reading of it is, from 0 to 1; None where nobody knows.
_FIELDS: Mapping[str, Callable[[Page, Truth], float | None]] = {
    "body.fundus.f1": lambda page, truth: f1(words(text_of(page)), words(truth.text)),
    "title.fundus.share": lambda page, truth: truth.title and float(words(page.title) == words(truth.title)),
}
