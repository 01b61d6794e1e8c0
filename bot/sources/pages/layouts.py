"""Pages of one publisher, by what it declares of its layouts: where each part of an article stands.

A publisher's own reader is a `Publisher` in a file of its own (see pravda.py) and a saved sample as its test.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml import html

from bot.news.article import ArticleTag, Link, Paragraph, Photo
from bot.sources.charsets import decode
from bot.sources.dates import date_in_path, read_iso, read_written
from bot.sources.errors import PageError
from bot.sources.links import address, distinct
from bot.sources.names import people
from bot.sources.pages.head import Head, read_head
from bot.sources.pages.page import Page
from bot.sources.paragraphs import blocks, read_html
from bot.sources.promo import without_promo
from bot.sources.text import LONGEST, fold
from bot.sources.titles import label_of, split_labels

# libxml2 compares each attribute of a tag with all before it: 25,000 take a second. Brackets and such are scripts'.
_VALUE = re.compile(rb"""=\s*(?:"[^"]*"|'[^']*')""")
_ENDLESS_TAG = re.compile(rb"<[a-zA-Z][^<>(){};]{8000}")
_TITLE_LONGEST = 500
_MOST_NAMES = 20
MOST_ELEMENTS = 5_000
"""Real articles have 500 to 3,000. More would hold up the event loop, on which this reader runs; the generic reader,
in its process, has the time for them."""


@dataclass(frozen=True, slots=True)
class Layout:
    """XPaths; empty where a layout has no such part."""

    title: str
    body: str
    date: str
    authors: str
    photo: str
    caption: str = ""
    credit: str = ""
    labels: str = ""


@dataclass(frozen=True, slots=True)
class Publisher:
    zone: tzinfo
    """Where dates name none."""
    languages: Mapping[str, str]
    """First part of an address's path → language; that of other paths under ""."""
    layouts: tuple[Layout, ...]
    """Newest first; the first whose title and body are there is the page's."""
    tags: tuple[str, ...]
    """XPaths of links, as `related` and `other_editions`, in every layout."""
    tag_path: str
    """Regular expression whose group is the slug in a tag's address."""
    related: tuple[str, ...] = ()
    other_editions: str = ""
    """For pages without hreflang."""
    dropped: str = ""
    """XPath, within a body, of what is no text."""


def has(name: str) -> str:
    """XPath: one of the element's classes is `name`."""
    return f'contains(concat(" ", normalize-space(@class), " "), " {name} ")'


def read_layouts(publisher: Publisher, body: bytes, *, url: str, charset: str = "") -> Page:
    """Raises PageError for a layout that is not known (yet)."""
    if _ENDLESS_TAG.search(_VALUE.sub(b"=", body)):
        raise PageError("a tag of more attributes than may be read on the event loop")
    root = read_html(decode(body, charset))
    if root is not None and sum(1 for _ in islice(root.iter(), MOST_ELEMENTS)) == MOST_ELEMENTS:
        raise PageError("a page of more elements than may be read on the event loop")
    layout = None if root is None else next((known for known in publisher.layouts if _found(root, known)), None)
    if root is None or layout is None:
        raise PageError("no article in a layout that is known of this publisher")
    head = read_head(root, url)
    title, labels = _title(root.xpath(layout.title)[0])
    tags = _tags(root, publisher)
    paragraphs, offered = _body(root, publisher, layout, url)
    return Page(
        title=title or head.field("headline"),
        published_at=_published(root, publisher, layout, head, url),
        updated_at=read_iso(head.field("dateModified"), publisher.zone),
        authors=people(_texts(root, layout.authors)) or people(head.names("author"), head.meta("og:site_name")),
        description=head.meta("og:description", "description"),
        paragraphs=paragraphs,
        tags=tags,
        editions=head.editions or _menu_editions(root, publisher, url),
        related=distinct((*_related(root, publisher, url), *offered), url),
        photo=_photo(root, layout, head, url),
        labels=tuple(dict.fromkeys((*_labels(root, layout), *labels))),
    )


def _found(root: html.HtmlElement, layout: Layout) -> bool:
    return bool(root.xpath(layout.title)) and bool(root.xpath(layout.body))


def _body(
    root: html.HtmlElement, publisher: Publisher, layout: Layout, url: str
) -> tuple[tuple[Paragraph, ...], tuple[Link, ...]]:
    container = root.xpath(layout.body)[0]
    for part in container.xpath(publisher.dropped) if publisher.dropped else ():
        part.drop_tree()
    return without_promo(blocks(container, url))


def _published(root: html.HtmlElement, publisher: Publisher, layout: Layout, head: Head, url: str) -> datetime | None:
    if moment := read_iso(head.field("datePublished"), publisher.zone):
        return moment
    moments = (read_written(text, near=date_in_path(url), zone=publisher.zone) for text in _texts(root, layout.date))
    return next((moment for moment in moments if moment), None)


def _tags(root: html.HtmlElement, publisher: Publisher) -> tuple[ArticleTag, ...]:
    tags: dict[str, ArticleTag] = {}
    for link in (link for path in publisher.tags for link in root.xpath(path)):
        found = re.search(publisher.tag_path, link.get("href", ""))
        slug, name = unquote(found[1]).strip() if found else "", fold(link.text_content())
        if slug and name:
            tags.setdefault(slug, ArticleTag(slug, name))
    return tuple(tags.values())


def _related(root: html.HtmlElement, publisher: Publisher, url: str) -> tuple[Link, ...]:
    links = (link for path in publisher.related for link in root.xpath(path))
    return tuple(Link(address(link.get("href", ""), url), _title(link)[0]) for link in links)


def _menu_editions(root: html.HtmlElement, publisher: Publisher, url: str) -> Mapping[str, str]:
    """Ekonomichna Pravda has no hreflang, but a menu; the first part of the path names the language."""
    editions: dict[str, str] = {}
    for link in root.xpath(publisher.other_editions) if publisher.other_editions else ():
        if edition := address(link.get("href", ""), url):
            first = urlsplit(edition).path.strip("/").partition("/")[0]
            editions.setdefault(publisher.languages.get(first, publisher.languages[""]), edition)
    return editions


def _photo(root: html.HtmlElement, layout: Layout, head: Head, url: str) -> Photo | None:
    """The preview's picture is larger than the page's own, but early pages had the publisher's logo there."""
    images = root.xpath(layout.photo)
    shared = address(head.meta("og:image"), url)
    own = address(images[0].get("src", ""), url) if images else ""
    chosen = own if shared.endswith(".gif") else shared or own
    if not chosen:
        return None
    return Photo(chosen, caption=_first(root, layout.caption), credit=_first(root, layout.credit))


def _labels(root: html.HtmlElement, layout: Layout) -> tuple[str, ...]:
    words = (word for text in _texts(root, layout.labels) for word in text.split(","))
    return tuple(label for word in words if (label := label_of(word)))


def _first(root: html.HtmlElement, path: str) -> str:
    return next(iter(_texts(root, path)), "")


def _texts(root: html.HtmlElement, path: str) -> list[str]:
    texts = [fold(element.text_content())[:LONGEST] for element in root.xpath(path)[:_MOST_NAMES]] if path else []
    return [text for text in texts if text]


def _title(element: html.HtmlElement) -> tuple[str, tuple[str, ...]]:
    """The title and its marks: some stand in elements of their own inside it, some are glued to it."""
    marks = [label for child in element if (label := label_of(child.text_content()))]
    kept = ["" if label_of(child.text_content()) else child.text_content() for child in element]
    tails = [child.tail or "" for child in element]
    title, glued = split_labels(
        fold((element.text or "") + "".join(map("".join, zip(kept, tails, strict=True))))[:_TITLE_LONGEST]
    )
    return title, tuple(dict.fromkeys((*marks, *glued)))
