"""Page readers against what third parties say that pages hold; the naive reader takes every <p>, <title> and meta."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from unicodedata import normalize

from benchmarks.quality import page_truths
from benchmarks.quality.page_truths import Truth
from benchmarks.quality.rows import Row, mean_row
from bot.news.article import ArticleTag, Paragraph
from bot.sources.charsets import decode
from bot.sources.dates import read_iso
from bot.sources.errors import PageError
from bot.sources.pages import Page, PageReader, generic, pravda
from bot.sources.paragraphs import read_html
from bot.sources.text import fold

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\w+")
"""Where a language does without spaces, a letter stands for a word."""

Score = Callable[[Page, Truth], float | None]
"""How right a page is, from 0 to 1; None where nobody knows the truth."""


def measure(folder: Path) -> Iterator[Row]:
    seconds: list[float] = []
    for name, truths, reader in (
        ("fundus", page_truths.fundus, generic.read),
        ("readability", page_truths.readability, generic.read),
        ("trafilatura_eval", page_truths.trafilatura_eval, generic.read),
        ("up", page_truths.ukrainska_pravda, read_own),
    ):
        read = [(truth, _timed(reader, truth, seconds), read_naively(truth.body)) for truth in truths(folder)]
        yield from _rows(name, read)
        if read and name == "up":
            yield _fields_wrong(read)
    if len(seconds) > 1:
        yield "time.page.p95_ms", 1000 * quantiles(seconds, n=20)[-1], None


def read_own(body: bytes, *, url: str, charset: str = "") -> Page:
    """As the bot does: by the publisher's own reader, and by the generic one where that knows no layout."""
    try:
        return pravda.read(body, url=url, charset=charset)
    except PageError:
        return generic.read(body, url=url, charset=charset)


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


def f1(ours: Iterable[str], theirs: Iterable[str]) -> float:
    """Of two bags; 1 for two empty ones."""
    left, right = Counter(ours), Counter(theirs)
    whole = left.total() + right.total()
    return 2 * (left & right).total() / whole if whole else 1.0


def words(text: str) -> list[str]:
    """However its letters are composed, and wherever it may be hyphenated."""
    return _WORD.findall(normalize("NFC", fold(text)).casefold())


def texts(page: Page) -> list[str]:
    return [f"{part.label}: {part.text}".strip() if part.label else part.text for part in page.paragraphs]


def body(page: Page, truth: Truth) -> float | None:
    return None if truth.paragraphs is None else f1(words("\n".join(texts(page))), words("\n".join(truth.paragraphs)))


def segments(page: Page, truth: Truth) -> float | None:
    """F1 of passages: found where they belong, not found where they do not."""
    if truth.wanted is None:
        return None
    text = "".join(words("\n".join(texts(page))))
    found, false = (sum("".join(words(part)) in text for part in parts) for parts in (truth.wanted, truth.unwanted))
    return 2 * found / (found + false + len(truth.wanted)) if truth.wanted else float(not false)


def title(page: Page, truth: Truth) -> float | None:
    return None if truth.title is None else float(words(page.title) == words(truth.title))


def authors(page: Page, truth: Truth) -> float | None:
    return None if truth.authors is None else f1(_names(page.authors), _names(truth.authors))


def date(page: Page, truth: Truth) -> float | None:
    """Right to the minute."""
    if truth.published_at is None:
        return None
    return float(page.published_at is not None and abs((page.published_at - truth.published_at).total_seconds()) < 60)


def tags(page: Page, truth: Truth) -> float | None:
    return None if truth.tags is None else f1(_names(tag.name for tag in page.tags), _names(truth.tags))


_SCORES: Mapping[str, Score] = {
    "body.{}.f1": body,
    "body.{}.segments_f1": segments,
    "title.{}.share": title,
    "authors.{}.f1": authors,
    "date.{}.share": date,
    "tags.{}.f1": tags,
}

Read = tuple[Truth, Page, Page]
"""The truth, ours, naive."""


def _rows(name: str, read: Sequence[Read]) -> Iterator[Row]:
    for key, score in _SCORES.items():
        pairs = [(score(ours, truth), score(naive, truth)) for truth, ours, naive in read]
        known = [(ours, naive) for ours, naive in pairs if ours is not None and naive is not None]
        if known:
            yield mean_row(key.format(name), known)


def _fields_wrong(read: Sequence[Read]) -> Row:
    ours = sum(wrong(page, truth) for truth, page, _ in read)
    return "pages.up.fields_wrong", ours, sum(wrong(page, truth) for truth, _, page in read)


def wrong(page: Page, truth: Truth) -> int:
    """How many fields are not just as the publisher's own selectors give them, but for spaces and capitals."""
    right = (
        _same([page.title], [truth.title or ""]),
        _same(page.authors, truth.authors or ()),
        date(page, truth) == 1,
        _same([tag.name for tag in page.tags], truth.tags or ()),
        [tag.slug for tag in page.tags] == truth.slugs,
        truth.editions is None or page.editions == truth.editions,
        _same(texts(page), truth.paragraphs or ()),
    )
    return right.count(False)


def _same(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    left, right = ([fold(text).replace(" ", "").casefold() for text in several] for several in (ours, theirs))
    return left == right


def _names(names: Iterable[str]) -> list[str]:
    return [" ".join(words(name)) for name in names]


def _timed(reader: PageReader, truth: Truth, seconds: list[float]) -> Page:
    """A page that is refused has nothing."""
    start = perf_counter()
    try:
        return reader(truth.body, url=truth.url)
    except PageError:
        return Page("")
    finally:
        seconds.append(perf_counter() - start)
