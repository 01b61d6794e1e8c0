"""What a page reader finds on an article's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.news.article import ArticleTag, Link, Paragraph, Photo


@dataclass(frozen=True, slots=True)
class Page:
    """The article as far as the page tells it; what it does not tell is empty. Meanings as in `news.Article`."""

    title: str
    published_at: datetime | None = None
    updated_at: datetime | None = None
    authors: tuple[str, ...] = ()
    description: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    tags: tuple[ArticleTag, ...] = ()
    editions: Mapping[str, str] = field(default_factory=dict)
    related: tuple[Link, ...] = ()
    photo: Photo | None = None
    labels: tuple[str, ...] = ()
