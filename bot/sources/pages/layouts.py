"""Pages of one publisher, by what it declares of its layouts: where each part of an article stands.

A publisher's own reader is a `Publisher` in a file of its own (see pravda.py) and a saved sample as its test.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml import html

from bot.news.article import ArticleTag, Link, Paragraph, Photo
from bot.sources.charsets import decode
from bot.sources.dates import date_in_path, read_iso, read_written
from bot.sources.errors import PageError
from bot.sources.links import address, distinct
from bot.sources.names import beside_date, people
from bot.sources.pages.head import Head, read_head
from bot.sources.pages.page import Page
from bot.sources.paragraphs import blocks, read_html
from bot.sources.promo import without_promo
from bot.sources.text import LONGEST, fold
from bot.sources.titles import label_of, split_labels

_TITLE_LONGEST = 500
_MOST_NAMES = 20
_NUMBERED = re.compile(r"(\d{3,})/?$")
"""An article's number at the end of its address: the same in every language."""

MOST_ELEMENTS = 15_000
"""Real articles have 500 to 3,000. More would take more than half a second in a thread, which nothing can end; the
generic reader has a process of its own."""

Places = tuple[str, ...]
"""XPaths, newest layout first: the first that finds anything is meant."""


@dataclass(frozen=True, slots=True)
class Publisher:
    zone: tzinfo
    """Where dates name none."""
    languages: Mapping[str, str]
    """First part of an address's path → language; that of other paths under ""."""
    title: Places
    body: Places
    date: Places
    authors: Places
    photo: Places
    tags: Places
    """Of links."""
    tag_path: str
    """Regular expression whose group is the slug in a tag's address."""
    caption: Places = ()
    credit: Places = ()
    labels: Places = ()
    related: Places = ()
    """Of links, as `other_editions`."""
    other_editions: Places = ()
    """For pages without hreflang."""
    dropped: str = ""
    """XPath, within a body, of what is no text."""


def has(*names: str) -> str:
    """XPath: one of the element's classes is one of `names`."""
    classes = 'concat(" ", normalize-space(@class), " ")'
    return "(" + " or ".join(f'contains({classes}, " {name} ")' for name in names) + ")"


def read_layouts(publisher: Publisher, body: bytes, *, url: str, charset: str = "") -> Page:
    """Raises PageError for a layout that is not known (yet)."""
    root = read_html(decode(body, charset))
    if root is not None and sum(1 for _ in islice(root.iter(), MOST_ELEMENTS)) == MOST_ELEMENTS:
        raise PageError("a page of more elements than any article has")
    headings = [] if root is None else _at(root, publisher.title)
    containers = [] if root is None else _containers(root, publisher)
    if root is None or not headings or not containers:
        raise PageError("no article in a layout that is known of this publisher")
    head = read_head(root, url)
    title, labels = _title(headings[0])
    page = Page(
        title=title or head.field("headline"),
        published_at=_published(root, publisher, head, url),
        updated_at=read_iso(head.field("dateModified"), publisher.zone),
        authors=_authors(root, publisher, head),
        description=head.meta("og:description", "description"),
        tags=_tags(root, publisher),
        editions=head.editions or _menu_editions(root, publisher, url),
        related=_related(root, publisher, url),
        photo=_photo(root, publisher, head, url),
        labels=tuple(dict.fromkeys((*_labels(root, publisher), *labels))),
    )
    # Last, as it takes out of the page what is no text.
    paragraphs, offered = _body(containers, publisher, url)
    return replace(page, paragraphs=paragraphs, related=distinct((*page.related, *offered), url))


def _at(root: html.HtmlElement, places: Places) -> list[html.HtmlElement]:
    return next((found for path in places if (found := root.xpath(path))), [])


def _containers(root: html.HtmlElement, publisher: Publisher) -> list[html.HtmlElement]:
    """The first that is not empty, and those beside it: galleries part some bodies."""
    found = (part for path in publisher.body for part in root.xpath(path) if part.text_content().strip())
    first = next(found, None)
    if first is None:
        return []
    return [
        first,
        *(part for part in first.itersiblings() if first.get("class") and part.get("class") == first.get("class")),
    ]


def _body(
    containers: Iterable[html.HtmlElement], publisher: Publisher, url: str
) -> tuple[tuple[Paragraph, ...], tuple[Link, ...]]:
    parts: list[Paragraph] = []
    for container in containers:
        for dropped in container.xpath(publisher.dropped) if publisher.dropped else ():
            dropped.drop_tree()
        parts += blocks(container, url)
    return without_promo(parts)


def _published(root: html.HtmlElement, publisher: Publisher, head: Head, url: str) -> datetime | None:
    """What readers see; machines are told the year that often goes without saying, but the zone sometimes wrongly."""
    told = read_iso(head.field("datePublished"), publisher.zone)
    near = told.astimezone(publisher.zone).date() if told else date_in_path(url)
    seen = (read_written(text, near=near, zone=publisher.zone) for text in _texts(root, publisher.date))
    return next(filter(None, seen), told)


def _authors(root: html.HtmlElement, publisher: Publisher, head: Head) -> tuple[str, ...]:
    signed = (beside_date(text) for text in _texts(root, publisher.date))
    return (
        people(_texts(root, publisher.authors))
        or people(signed, *head.publishers)
        or people(head.names("author"), *head.publishers)
    )


def _tags(root: html.HtmlElement, publisher: Publisher) -> tuple[ArticleTag, ...]:
    tags: dict[str, ArticleTag] = {}
    for link in _at(root, publisher.tags):
        found = re.search(publisher.tag_path, link.get("href", ""))
        slug, name = unquote(found[1]).strip() if found else "", fold(link.text_content())
        if slug and name:
            tags.setdefault(slug, ArticleTag(slug, name))
    return tuple(tags.values())


def _related(root: html.HtmlElement, publisher: Publisher, url: str) -> tuple[Link, ...]:
    return tuple(
        Link(address(link.get("href", ""), url), _title(link)[0])
        for path in publisher.related
        for link in root.xpath(path)
    )


def _menu_editions(root: html.HtmlElement, publisher: Publisher, url: str) -> Mapping[str, str]:
    """Some sites have no hreflang, but a menu; the first part of the path names the language.

    Where there is no translation, the menu leads to the other language's front page.
    """
    number = _NUMBERED.search(urlsplit(url).path)
    editions: dict[str, str] = {}
    for link in _at(root, publisher.other_editions) if number else ():
        edition = address(link.get("href", ""), url)
        path = urlsplit(edition).path
        if (its := _NUMBERED.search(path)) and number and its[1] == number[1]:
            first = path.strip("/").partition("/")[0]
            editions.setdefault(publisher.languages.get(first, publisher.languages[""]), edition)
    return editions


def _photo(root: html.HtmlElement, publisher: Publisher, head: Head, url: str) -> Photo | None:
    """The preview's picture is larger than the page's own, but early pages had the publisher's logo there."""
    images = _at(root, publisher.photo)
    shared = address(head.meta("og:image"), url)
    own = address(images[0].get("src", ""), url) if images else ""
    chosen = own if shared.endswith(".gif") else shared or own
    if not chosen:
        return None
    caption, credit = (next(iter(_texts(root, places)), "") for places in (publisher.caption, publisher.credit))
    return Photo(chosen, caption=caption, credit=credit)


def _labels(root: html.HtmlElement, publisher: Publisher) -> Iterable[str]:
    words = (word for text in _texts(root, publisher.labels) for word in text.split(","))
    return (label for word in words if (label := label_of(word)))


def _texts(root: html.HtmlElement, places: Places) -> list[str]:
    return [text for part in _at(root, places)[:_MOST_NAMES] if (text := fold(part.text_content())[:LONGEST])]


def _title(element: html.HtmlElement) -> tuple[str, tuple[str, ...]]:
    """The title and its marks: some stand in elements of their own inside it, some are glued to it."""
    marks = [label for child in element if (label := label_of(child.text_content()))]
    kept = ["" if label_of(child.text_content()) else child.text_content() for child in element]
    tails = [child.tail or "" for child in element]
    title, glued = split_labels(
        fold((element.text or "") + "".join(map("".join, zip(kept, tails, strict=True))))[:_TITLE_LONGEST]
    )
    return title, tuple(dict.fromkeys((*marks, *glued)))
