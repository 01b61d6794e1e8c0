"""What a publisher wrote: a Source, its Articles and their parts.

All times are aware datetimes in UTC; all URLs are absolute.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Source:
    """Where news comes from: a publisher's feed in one language, and how to read its pages."""

    id: str
    name: str
    language: str
    feed: str
    top: str = ""
    """Feed of what the publisher itself calls main news; empty if it has none."""
    page: str = ""
    """Name of a page reader; empty for the generic one."""
    every: int = 60
    """Seconds between looks."""
    tags: tuple[str, ...] = ()
    """Slugs that every article from here carries."""
    chosen: bool = True
    """Whether somebody chose `every`: else the publisher may say, within bounds, that it is not worth while so soon."""


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    title: str


class Kind(StrEnum):
    """How a paragraph is set on the page."""

    TEXT = "text"
    ITEM = "item"
    HEADING = "heading"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of the body, without promo, ads and glossary templates."""

    text: str
    """Plain text without the label."""
    kind: Kind = Kind.TEXT
    label: str = ""
    """The bold run before a colon that opens the paragraph ("Source", "Quote from NAME"), without the colon."""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleTag:
    """A tag as the publisher gives it on a page: the slug is the key in every language, the name is this language's."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Photo:
    url: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One text, in one language, at one URL."""

    source: str
    """Source.id"""
    url: str
    """Canonical (see news.urls)."""
    language: str
    title: str
    published_at: datetime
    paragraphs: tuple[Paragraph, ...] = ()
    description: str = ""
    """The publisher's own short text, from the feed or the page's head."""
    authors: tuple[str, ...] = ()
    tags: tuple[ArticleTag, ...] = ()
    editions: Mapping[str, str] = field(default_factory=dict)
    """language → canonical URL of the other editions (its own may be among them)."""
    related: tuple[Link, ...] = ()
    photo: Photo | None = None
    updated_at: datetime | None = None
    labels: tuple[str, ...] = ()
    """Marks that the publisher glues to a title, lower case: "updated", "photo", "video"."""
    whole: bool = True
    """False where its page could not be read: tags, editions and photo may be missing."""
    asked: bool = True
    """False where its page was not even asked for: its publisher is left alone for now."""


class SectionKind(StrEnum):
    LEAD = "lead"
    SOURCE = "source"
    DETAILS = "details"
    QUOTE = "quote"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True)
class Section:
    """A labelled part of an article; `label` is the publisher's own word for it, empty if it has none."""

    kind: SectionKind
    label: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Enriched:
    """What `enrich` adds to an article."""

    summary: str
    """At most 300 characters, whole sentences; may be empty when there is no text at all."""
    sections: tuple[Section, ...] = ()
    """In page order, without promo."""
    terms: tuple[str, ...] = ()
    """Normalised terms by falling weight: what likeness is told by."""
    found_by: tuple[str, ...] = ()
    """Further terms that a search finds it by."""
