"""What pages say of themselves to machines: JSON-LD, meta elements and links in the head."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import html

from bot.sources.links import address
from bot.sources.text import plain

_ARTICLES = ("NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "Article", "BlogPosting", "LiveBlogPosting")
_MOST_NAMES = 100
_DEEPEST = 6
"""Levels of JSON-LD that are searched for the article."""


@dataclass(frozen=True, slots=True)
class Head:
    article: Mapping[str, Any]
    """The JSON-LD object of the article itself; empty if there is none."""
    metas: Mapping[str, tuple[str, ...]]
    """Contents by lower-case property or name, in page order, without empty ones."""
    editions: Mapping[str, str]
    """language → canonical URL, from hreflang."""

    def meta(self, *names: str) -> str:
        """The first that is there."""
        return next((self.metas[name][0] for name in names if name in self.metas), "")

    def field(self, name: str) -> str:
        """A plain text field of the article."""
        value = self.article.get(name)
        return plain(value) if isinstance(value, str) else ""

    def names(self, name: str) -> tuple[str, ...]:
        """Names in a field that holds a text, an object with a name, or a list of them."""
        return tuple(islice(_names(self.article.get(name)), _MOST_NAMES))

    @property
    def calls_itself_article(self) -> bool:
        return bool(self.article) or self.meta("og:type") == "article"

    @property
    def publishers(self) -> tuple[str, ...]:
        """The names under which the site speaks of itself."""
        return tuple(filter(None, (self.meta("og:site_name"), *islice(_names(self.article.get("publisher")), 3))))


def read_head(root: html.HtmlElement, base: str) -> Head:
    return Head(article=_article(root), metas=_metas(root), editions=_editions(root, base))


def _article(root: html.HtmlElement) -> Mapping[str, Any]:
    found = [part for script in root.iter("script") for part in _objects(_json(script))]
    return next((part for kind in _ARTICLES for part in found if kind in _types(part)), {})


def _json(script: html.HtmlElement) -> Any:
    if "ld+json" not in script.get("type", ""):
        return None
    text = (script.text or "").strip().removeprefix("//<![CDATA[").removesuffix("//]]>")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Sites nest the article in lists, in "@graph", in "mainEntity"."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner, depth + 1)


def _types(part: Mapping[str, Any]) -> list[str]:
    kind = part.get("@type")
    return [name for name in (kind if isinstance(kind, list) else [kind]) if isinstance(name, str)]


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield plain(value)
    elif isinstance(value, Mapping):
        yield from _names(value.get("name"))
    elif isinstance(value, list):
        for part in value:
            yield from _names(part) if not isinstance(part, list) else ()


def _metas(root: html.HtmlElement) -> Mapping[str, tuple[str, ...]]:
    metas: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        if name and (content := plain(meta.get("content", ""))):
            metas.setdefault(name, []).append(content)
    return {name: tuple(contents) for name, contents in metas.items()}


def _editions(root: html.HtmlElement, base: str) -> Mapping[str, str]:
    editions: dict[str, str] = {}
    for link in root.iter("link"):
        language = link.get("hreflang", "").strip().lower().partition("-")[0]
        url = address(link.get("href", ""), base)
        feed = "xml" in link.get("type", "")
        if url and not feed and language not in ("", "x") and "alternate" in link.get("rel", ""):
            editions.setdefault("uk" if language == "ua" else language, url)
    return editions
