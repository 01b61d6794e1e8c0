"""Bytes of RSS, Atom, RDF or JSON Feed → Items.

The fast parser reads what is nearly right, feedparser the rest. Both get text that is already decoded and carries no
entity declarations, and neither ever gets a URL: they would fetch it, past our own guard.
"""

from __future__ import annotations

import calendar
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import fastfeedparser
import feedparser

from bot.news.urls import key
from bot.sources.charsets import decode
from bot.sources.errors import FeedError
from bot.sources.links import address
from bot.sources.names import people
from bot.sources.paragraphs import paragraphs
from bot.sources.promo import without_promo
from bot.sources.text import fold, plain
from bot.sources.titles import split_labels

_HTML = re.compile(r"(?>\s*<!--.*?-->)*+\s*<(!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_ENTITIES = re.compile(r"<!DOCTYPE[^<>\[]{0,1000}\[|<!ENTITY", re.IGNORECASE)
_DECLARATION = re.compile(r"\A<\?xml[^>]{0,500}\?>")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MARKUP = re.compile(r"<(p|br|div|li|h[1-6])\b", re.IGNORECASE)
_FULL_TEXT = 600
"""Characters from which on a description with paragraphs in it is taken for the article itself."""
_DESCRIPTION_LONGEST = 1_000
_HTML_LONGEST = 200_000
"""Characters of one article's full text that are kept; its paragraphs are read on the event loop."""
_FIRST_YEAR = 1990
"""An earlier date is a publisher's empty field."""
_BROKEN = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
"""What parsers raise for bytes that their authors did not think of."""

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed. `title`, `description` and names are plain text; `html` is the full text or empty."""

    url: str
    """Canonical."""
    title: str
    """Without the marks in `labels`; may be empty."""
    published_at: datetime | None
    description: str = ""
    html: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    photo_url: str = ""
    guid: str = ""
    labels: tuple[str, ...] = ()
    top: bool = False
    """Whether the publisher's `top` feed has it."""


@dataclass(frozen=True, slots=True)
class Feed:
    title: str
    items: tuple[Item, ...]
    """In feed order, one per article."""


def read_feed(body: bytes, *, url: str, charset: str = "") -> Feed:
    """`url` is what relative links are relative to, `charset` what the HTTP header said. Raises FeedError."""
    try:
        return read_fast(body, url=url, charset=charset)
    except FeedError:
        return read_patiently(body, url=url, charset=charset)


def read_fast(body: bytes, *, url: str, charset: str = "") -> Feed:
    """About 1 ms for a usual feed. Raises FeedError also for some feeds that can be read with patience."""
    try:
        parsed = fastfeedparser.parse(_document(body, charset))
        return _feed(parsed["feed"], parsed["entries"], url)
    except _BROKEN as error:
        raise FeedError(f"no feed that can be read: {fold(str(error))[:200]}") from error


def read_patiently(body: bytes, *, url: str, charset: str = "") -> Feed:
    """Thirty times slower, and hostile input may hang it: only in a process that can be killed. Raises FeedError."""
    document = _document(body, charset)
    try:
        parsed = feedparser.parse(io.BytesIO(document))
        entries = [_as_fast(entry) for entry in parsed["entries"]]
        if not entries and not parsed.get("version"):
            raise FeedError(f"neither RSS nor Atom: {fold(str(parsed.get('bozo_exception', 'no items')))[:200]}")
        return _feed(parsed["feed"], entries, url)
    except _BROKEN as error:
        raise FeedError(f"no feed that can be read: {fold(str(error))[:200]}") from error


def _document(body: bytes, charset: str) -> bytes:
    """The feed in UTF-8, without the declaration of what it was in. Raises FeedError for what is certainly none."""
    text = _ILLEGAL.sub("", decode(body, charset)).strip().removeprefix("\ufeff")
    if not text:
        raise FeedError("the feed is empty")
    if _HTML.match(text):
        raise FeedError("the feed's address answers with a web page")
    if _ENTITIES.search(text):
        raise FeedError("the feed declares entities of its own, which is how feeds are made to explode")
    return _DECLARATION.sub("", text, count=1).encode(errors="replace")


def _feed(head: Entry, entries: Sequence[Entry], url: str) -> Feed:
    title = plain(_text(head, "title"))
    items: dict[str, Item] = {}
    for item in _items(entries, title, url):
        items.setdefault(key(item.url), item)
    return Feed(title, tuple(items.values()))


def _items(entries: Sequence[Entry], publisher: str, base: str) -> Iterator[Item]:
    for entry in entries:
        url = _link(entry, base)
        if not url:
            continue
        title, labels = split_labels(plain(_text(entry, "title")))
        html = _full_text(entry)[:_HTML_LONGEST]
        yield Item(
            url=url,
            title=title,
            published_at=_moment(_text(entry, "published") or _text(entry, "updated")),
            description=_description(entry, html, url),
            html=html,
            authors=people((_text(author, "name") for author in _parts(entry, "authors")), publisher),
            categories=tuple(plain(_text(tag, "label") or _text(tag, "term")) for tag in _parts(entry, "tags")),
            photo_url=_photo(entry, url),
            guid=_text(entry, "id"),
            labels=labels,
        )


def _link(entry: Entry, base: str) -> str:
    """The article's address; a guid stands in only if it is an address itself."""
    link, guid = _text(entry, "link").strip(), _text(entry, "id").strip()
    if link:
        return address(link, base)
    return address(guid, base) if urlsplit(guid).scheme in ("http", "https") else ""


def _full_text(entry: Entry) -> str:
    """Parsers fill a missing content with the description, which is the article only when it is long."""
    description = _text(entry, "description") or _text(entry, "summary")
    contents = [_text(part, "value") for part in _parts(entry, "content")]
    content = max(contents, key=len, default="")
    if content.strip() != description.strip():
        return content
    return description if len(description) >= _FULL_TEXT and _MARKUP.search(description) else ""


def _description(entry: Entry, html: str, url: str) -> str:
    markup = _text(entry, "description") or _text(entry, "summary")
    if not markup or markup[:_HTML_LONGEST] == html:
        return ""
    if _MARKUP.search(markup):
        kept, _ = without_promo(paragraphs(markup, url))
        return " ".join(paragraph.text for paragraph in kept)[:_DESCRIPTION_LONGEST]
    return plain(markup)[:_DESCRIPTION_LONGEST]


def _photo(entry: Entry, base: str) -> str:
    """The widest one."""
    offered = [*_parts(entry, "media_content"), *_parts(entry, "enclosures"), *_parts(entry, "media_thumbnail")]
    images = [part for part in offered if (_text(part, "type") or _text(part, "medium") or "image").startswith("image")]
    for part in sorted(images, key=_width, reverse=True):
        if href := _text(part, "url") or _text(part, "href") or _text(part, "thumbnail_url"):
            return address(href, base)
    return ""


def _width(image: Entry) -> int:
    width = str(image.get("width", ""))
    return int(width) if width.isdecimal() and len(width) < 6 else 0


def _moment(iso: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(iso)
        utc = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return utc if utc.year >= _FIRST_YEAR else None


def _as_fast(entry: Entry) -> Entry:
    """feedparser's entry in the form of the fast parser's; as a plain dict, because its own maps names to others."""
    plainly = dict(entry)
    for name in ("published", "updated"):
        parts = plainly.get(f"{name}_parsed")
        plainly[name] = datetime.fromtimestamp(calendar.timegm(parts), UTC).isoformat() if parts else ""
    plainly["enclosures"] = [link for link in _parts(plainly, "links") if link.get("rel") == "enclosure"]
    return plainly


def _text(part: Entry, name: str) -> str:
    value = part.get(name)
    return value if isinstance(value, str) else ""


def _parts(entry: Entry, name: str) -> list[Entry]:
    value = entry.get(name)
    return [part for part in value if isinstance(part, Mapping)] if isinstance(value, list) else []
