"""Bytes of RSS, Atom, RDF or JSON Feed → Items.

The fast parser reads what is nearly right, feedparser the rest. Both get text that is already decoded and carries no
entity declarations, and neither ever gets a URL: they would fetch it, past our own guard.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import fastfeedparser
import feedparser

from bot.news.urls import key
from bot.sources.documents import ENTRY, document
from bot.sources.entries import (
    Entry,
    description,
    from_feedparser,
    full_text,
    link_of,
    name_of,
    parts_of,
    photo,
    published,
    recording,
    stand_in,
    tells,
    text_of,
)
from bot.sources.errors import FeedError
from bot.sources.links import address
from bot.sources.names import people
from bot.sources.text import fold, plain
from bot.sources.titles import split_labels

_NESTED = re.compile(r"<(title|description|summary)(\s[^<>]*[^<>/])?>[^<]*<[a-z]", re.IGNORECASE)
"""Markup that was not escaped: the quick parser stops reading the field there."""
_TTL = re.compile(r"<ttl>\s*(\d{1,6})\s*</ttl>", re.IGNORECASE)
_PERIOD = re.compile(r":updatePeriod>\s*(hourly|daily|weekly|monthly|yearly)\s*<", re.IGNORECASE)
_FREQUENCY = re.compile(r":updateFrequency>\s*(\d{1,6})\s*<", re.IGNORECASE)
_PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
"""Seconds."""
_LANGUAGE = re.compile(
    r"<(?:dc:)?language>\s*([a-z]{2,3})\b|^[^>]{0,2000}\sxml:lang=[\"']([a-z]{2,3})\b", re.IGNORECASE
)
_HEAD = 100_000
"""Characters of a feed without items that may say something of it."""
_BROKEN = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
"""What parsers raise for bytes that their authors did not think of."""

Parsed = Mapping[str, Any]
"""What both parsers give: "feed" and "entries"."""


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
    """What the publisher calls it, wherever it stands; empty where that is its address, or told by no item from others.
    """
    labels: tuple[str, ...] = ()
    top: bool = False
    """Whether the publisher's `top` feed has it."""
    own_page: bool = True
    """Whether `url` is the article's own; if not, it opens the publisher's site and there is no page to read."""


@dataclass(frozen=True, slots=True)
class Feed:
    title: str
    items: tuple[Item, ...]
    """In feed order, one per article."""
    language: str = ""
    """As the feed says: "uk"; empty if it does not."""
    ttl: float = 0.0
    """Seconds that the feed says it stays the same; 0 if it does not."""
    entries: int = 0
    """How many it lists, those included that repeat another, or say nothing and have no address."""


def read_feed(body: bytes, *, url: str, charset: str = "") -> Feed:
    """`url` is what relative links are relative to, `charset` what the HTTP header said. Raises FeedError."""
    try:
        return read_fast(body, url=url, charset=charset)
    except FeedError:
        return read_patiently(body, url=url, charset=charset)


def read_fast(body: bytes, *, url: str, charset: str = "") -> Feed:
    """About 1 ms for a usual feed. Raises FeedError also for feeds of which patience reads more."""
    text = document(body, charset)
    parsed = _quick(text)
    there = len(ENTRY.findall(text))
    if len(parsed["entries"]) < there:
        raise FeedError(f"only {len(parsed['entries'])} of {there} items can be read")
    if not all(tells(entry) for entry in parsed["entries"]):
        raise FeedError("an item without any text")
    if _NESTED.search(text):
        raise FeedError("a title or description holds markup that is not escaped")
    return _feed(parsed, text, url)


def read_patiently(body: bytes, *, url: str, charset: str = "") -> Feed:
    """Thirty times slower, and hostile input may hang it: only in a process that can be killed. Raises FeedError."""
    text = document(body, charset)
    readings, problems = [], []
    for parse in (_patient, _quick):
        try:
            readings.append(parse(text))
        except FeedError as error:
            problems.append(error)
    if not readings:
        raise problems[0]
    return _feed(max(readings, key=lambda parsed: len(parsed["entries"])), text, url)


def _quick(text: str) -> Parsed:
    try:
        parsed: Parsed = fastfeedparser.parse(text.encode(errors="replace"))
    except _BROKEN as error:
        raise FeedError(f"no feed that can be read: {fold(str(error))[:200]}") from error
    return parsed


def _patient(text: str) -> Parsed:
    """In the form of the quick one."""
    try:
        parsed = feedparser.parse(io.BytesIO(text.encode(errors="replace")))
        entries = [from_feedparser(entry) for entry in parsed["entries"]]
    except _BROKEN as error:
        raise FeedError(f"no feed that can be read: {fold(str(error))[:200]}") from error
    if not entries and not parsed.get("version"):
        raise FeedError(f"neither RSS nor Atom: {fold(str(parsed.get('bozo_exception', 'no items')))[:200]}")
    return {"feed": parsed["feed"], "entries": entries}


def _feed(parsed: Parsed, text: str, url: str) -> Feed:
    """An item that cannot be read does not cost the others."""
    title = plain(text_of(parsed["feed"], "title"))
    site = address(text_of(parsed["feed"], "link"), url) or address("/", url)
    first = ENTRY.search(text)
    head = text[: first.start()] if first else text[:_HEAD]
    items: dict[str, Item] = {}
    for entry in parsed["entries"]:
        with suppress(*_BROKEN):
            item = _item(entry, title, url, site)
            if item.own_page or item.title or item.description or item.html or item.photo_url:
                items[key(item.url)] = _newer(items.get(key(item.url)), item)
    language = _language(head, text_of(parsed["feed"], "language"))
    return Feed(title, _told_apart(tuple(items.values())), language, _ttl(head), len(parsed["entries"]))


def _newer(one: Item | None, other: Item) -> Item:
    """Of two at one address, as the posts of a live blog are; the first where no date tells."""
    if one is None or not (one.published_at and other.published_at):
        return one or other
    return other if other.published_at > one.published_at else one


def _told_apart(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Without guids where two are the same: they tell nothing."""
    guids = [item.guid for item in items if item.guid]
    return items if len(set(guids)) == len(guids) else tuple(replace(item, guid="") for item in items)


def _language(head: str, said: str) -> str:
    """`said` is what the parser found, which of the quick one is hardly ever RSS's own field."""
    found = _LANGUAGE.search(head) or _LANGUAGE.search(f"<language>{said}")
    return (found[1] or found[2]).lower() if found else ""


def _ttl(head: str) -> float:
    """RSS's own field, or what the syndication module says: so many updates in each period."""
    if minutes := _TTL.search(head):
        return float(minutes[1]) * 60
    period, frequency = _PERIOD.search(head), _FREQUENCY.search(head)
    return _PERIODS[period[1].lower()] / max(int(frequency[1]) if frequency else 1, 1) if period else 0.0


def _item(entry: Entry, publisher: str, base: str, site: str) -> Item:
    link = link_of(entry, base)
    own_page = bool(link) and key(link) != key(site)
    url = link if own_page else recording(entry, base) or stand_in(entry, site)
    title, labels = split_labels(plain(text_of(entry, "title")))
    html = full_text(entry)
    return Item(
        url=url,
        title=title,
        published_at=published(entry),
        description=description(entry, html, url),
        html=html,
        authors=people((text_of(author, "name") for author in parts_of(entry, "authors")), publisher),
        categories=tuple(plain(text_of(tag, "label") or text_of(tag, "term")) for tag in parts_of(entry, "tags")),
        photo_url=photo(entry, url),
        guid=name_of(entry),
        labels=labels,
        own_page=own_page,
    )
