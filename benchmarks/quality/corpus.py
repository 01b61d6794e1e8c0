"""Reads a folder of real news laid out as its own README says; a set that is not there is an empty list."""

from __future__ import annotations

import gzip
import html
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.enrich import enrich, query_terms
from bot.news.article import Article, Enriched, Kind, Paragraph

DEFAULT = Path(__file__).parents[3] / "shared" / "data"
_BLOCK = re.compile(r"<(p|li|h2|h3)\b[^>]*>(.*?)(?=</\1>|<(?:p|li|h2|h3|ul)\b|$)", re.DOTALL | re.IGNORECASE)
_LABEL = re.compile(r"\s*(?:<span[^>]*>\s*)*<(strong|b)>([^:]{2,60})(?::\s*</\1>|</\1>\s*:)")
_SCRIPT = re.compile(r"<script.*?</script>", re.DOTALL | re.IGNORECASE)
_MARKUP = re.compile(r"<[^>]+>")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Document:
    """An article of an archive with what we make of it."""

    article: Article
    enriched: Enriched

    @property
    def title(self) -> str:
        return self.article.title

    @property
    def published_at(self) -> datetime:
        return self.article.published_at

    @property
    def query(self) -> tuple[str, ...]:
        return query_terms(self.title, self.enriched.sections, self.article.language)


def rows(path: Path) -> list[Row]:
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def archives(corpus: Path) -> list[str]:
    """Names of the sets of whole articles: "up_uk"."""
    return sorted(path.name.removesuffix("_docs.jsonl.gz") for path in (corpus / "quality").glob("*_docs.jsonl.gz"))


def collections(corpus: Path) -> list[str]:
    """Names of the sets of texts with summaries: "en_summeval"."""
    names = (path.name.removesuffix(".jsonl.gz") for path in (corpus / "quality").glob("*.jsonl.gz"))
    return sorted(name for name in names if not re.search("_(docs|links|recaps)$|^pairs_", name))


def archive(corpus: Path, name: str) -> dict[str, Document]:
    """By the id that the links and recaps use."""
    found = {}
    for row in rows(corpus / "quality" / f"{name}_docs.jsonl.gz"):
        paragraphs = [Paragraph(part["t"], Kind.ITEM if part["li"] else Kind.TEXT) for part in row["paras"]]
        written = _article(row["title"], row["lang"], paragraphs, row["date"])
        found[row["id"]] = Document(written, enrich(written))
    return found


def recaps(corpus: Path, name: str) -> dict[str, list[str]]:
    """Article id → how later articles retold it."""
    told: dict[str, list[str]] = defaultdict(list)
    for row in rows(corpus / "quality" / f"{name}_recaps.jsonl.gz"):
        told[row["id"]].append(row["ref"])
    return told


def plain_article(text: str, language: str) -> Article:
    return _article("", language, [Paragraph(part.strip()) for part in text.split("\n\n") if part.strip()], "")


def up_2019(corpus: Path) -> list[Article]:
    """Ukrainska Pravda's news of one week, read from their markup without a page reader, promo and all."""
    found = rows(corpus / "up_text" / "up_news_2019.jsonl.gz")
    return [_article(row["title"], "uk", _blocks(row["news_text"]), row["news_date"]) for row in found]


def _article(title: str, language: str, paragraphs: Iterable[Paragraph], date: str) -> Article:
    """Without a date it counts as the newest, so that it is never anybody's background."""
    try:
        published_at = datetime.fromisoformat(date).replace(tzinfo=UTC)
    except ValueError:
        published_at = datetime.max.replace(tzinfo=UTC)
    return Article("", "", language, title, published_at, tuple(paragraphs))


def _blocks(markup: str) -> Iterable[Paragraph]:
    for block in _BLOCK.finditer(_SCRIPT.sub("", markup)):
        kind = {"li": Kind.ITEM, "h2": Kind.HEADING, "h3": Kind.HEADING}.get(block[1].lower(), Kind.TEXT)
        label = _LABEL.match(block[2])
        text = _plain(block[2][label.end() :] if label else block[2])
        if text or label:
            yield Paragraph(text, kind, _plain(label[2]) if label else "")


def _plain(markup: str) -> str:
    return " ".join(html.unescape(_MARKUP.sub("", markup)).split())
