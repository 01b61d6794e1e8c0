"""What one entry of a feed says, field by field; both parsers give it in the same form."""

from __future__ import annotations

import calendar
import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime, time
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from bot.sources.dates import read_iso
from bot.sources.links import address
from bot.sources.paragraphs import paragraphs
from bot.sources.promo import without_promo
from bot.sources.text import joined, plain

_MARKUP = re.compile(r"<(p|br|div|li|h[1-6])\b", re.IGNORECASE)
_FULL_TEXT = 600
"""Characters from which on a description with paragraphs in it is taken for the article itself."""
_HTML_LONGEST = 200_000
"""Characters of one article's full text, markup included, that are kept."""
_DESCRIPTION_LONGEST = 1_000
_FIRST_YEAR = 1990
"""An earlier date is a publisher's empty field."""
_NUMBERED = 3
"""Digits from which on a guid is more than a place in the feed."""
_WEB = re.compile(r"https?://|/(?!/)|[\w.-]+[/?]", re.IGNORECASE)
_TEXTS = ("title", "description", "summary")
_IMAGE = re.compile(r"""<img\b[^<>]*\ssrc\s*=\s*["']?([^\s"'<>]{1,2000})""", re.IGNORECASE)

Entry = Mapping[str, Any]


def text_of(part: Entry, name: str) -> str:
    value = part.get(name)
    return joined(value) if isinstance(value, str) else ""


def parts_of(entry: Entry, name: str) -> list[Entry]:
    value = entry.get(name)
    return [part for part in value if isinstance(part, Mapping)] if isinstance(value, list) else []


def tells(entry: Entry) -> bool:
    """Whether there is any text in it."""
    contents = (text_of(part, "value") for part in parts_of(entry, "content"))
    return any(said.strip() for said in (*(text_of(entry, name) for name in _TEXTS), *contents))


def link_of(entry: Entry, base: str) -> str:
    """The article's address; a guid, which both parsers may give for a link, only if it looks like one."""
    link, guid = text_of(entry, "link").strip(), text_of(entry, "id").strip()
    if link and link != guid:
        return address(link, base)
    return address(guid, base) if _WEB.match(guid) else ""


def name_of(entry: Entry) -> str:
    """What the publisher calls it; empty for its address, and for the few digits that tell its place in the feed."""
    guid = text_of(entry, "id").strip()
    return "" if guid == text_of(entry, "link").strip() or (guid.isdecimal() and len(guid) < _NUMBERED) else guid


def recording(entry: Entry, base: str) -> str:
    """What an episode without a page consists of."""
    found = [part for part in parts_of(entry, "enclosures") if text_of(part, "type").startswith(("audio/", "video/"))]
    return next((address(text_of(part, "href") or text_of(part, "url"), base) for part in found), "")


def stand_in(entry: Entry, site: str) -> str:
    """The site's address, told apart from its other items' by what this entry calls itself."""
    guid = text_of(entry, "id")
    parts = [guid] if guid and guid != text_of(entry, "link") else [text_of(entry, name) for name in _TEXTS]
    mark = hashlib.blake2b("\0".join(parts).encode(), digest_size=6).hexdigest()
    return f"{site}{'&' if urlsplit(site).query else '?'}entry={mark}"


def full_text(entry: Entry) -> str:
    """Parsers fill a missing content with the description, which is the article only when it is long."""
    description = text_of(entry, "description") or text_of(entry, "summary")
    contents = [text_of(part, "value") for part in parts_of(entry, "content")]
    content = max(contents, key=len, default="")
    if content.strip() != description.strip():
        return content[:_HTML_LONGEST]
    return description[:_HTML_LONGEST] if len(description) >= _FULL_TEXT and _MARKUP.search(description) else ""


def description(entry: Entry, html: str, url: str) -> str:
    markup = text_of(entry, "description") or text_of(entry, "summary")
    if not markup or markup[:_HTML_LONGEST] == html:
        return ""
    if _MARKUP.search(markup):
        kept, _ = without_promo(paragraphs(markup, url))
        return " ".join(paragraph.text for paragraph in kept)[:_DESCRIPTION_LONGEST]
    return plain(markup)[:_DESCRIPTION_LONGEST]


def photo(entry: Entry, base: str) -> str:
    """The widest one that is offered, or the first one shown in the text."""
    offered = [*parts_of(entry, "media_content"), *parts_of(entry, "enclosures"), *parts_of(entry, "media_thumbnail")]
    images = [
        part for part in offered if (text_of(part, "type") or text_of(part, "medium") or "image").startswith("image")
    ]
    for part in sorted(images, key=_width, reverse=True):
        if href := text_of(part, "url") or text_of(part, "href") or text_of(part, "thumbnail_url"):
            return address(href, base)
    shown = next(filter(None, (_IMAGE.search(text_of(entry, name)) for name in _TEXTS)), None)
    return address(unescape(shown[1]), base) if shown else ""


def _width(image: Entry) -> int:
    width = str(image.get("width", ""))
    return int(width) if width.isdecimal() and len(width) < 6 else 0


def moment(text: str) -> datetime | None:
    moment = read_iso(text) if text else None
    return moment if moment and moment.year >= _FIRST_YEAR else None


def published(entry: Entry) -> datetime | None:
    found = moment(text_of(entry, "published")) or moment(text_of(entry, "updated"))
    return None if found and _is_number(found, text_of(entry, "id")) else found


def _is_number(found: datetime, guid: str) -> bool:
    """Where nothing is dated the quick parser takes a guid for a date: 17 for the 17th of this month."""
    numbered = len(guid) <= 4 and guid.isdecimal() and found.time() == time()
    return numbered and int(guid) in (found.day, found.year, found.year % 100)


def from_feedparser(entry: Entry) -> Entry:
    """As a plain dict, because feedparser's own maps names to others."""
    plainly = dict(entry)
    for name in ("published", "updated"):
        parts = plainly.get(f"{name}_parsed")
        if parts:
            plainly[name] = datetime.fromtimestamp(calendar.timegm(parts), UTC).isoformat()
    plainly["enclosures"] = [link for link in parts_of(plainly, "links") if link.get("rel") == "enclosure"]
    return plainly
