"""Authors of any publisher's page: whom it names to machines, else who signs where readers see it."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import urlsplit

from lxml import html

from bot.sources.names import people
from bot.sources.pages.head import Head
from bot.sources.pages.headline import MOST_SEEN, SEEN_LONGEST, classed
from bot.sources.text import fold

_AUTHOR_META = re.compile(r"(?:.*[^a-z])?(?:author|creator|byl)")
_AUTHOR_PATH = re.compile(r"/(?:authors?|autor(?:en|es|i)?|auteurs?|journalists?)/", re.IGNORECASE)
_BYLINES = f"//*[{classed('byline', 'author', 'authors')}]"


def authors_of(root: html.HtmlElement, head: Head, url: str) -> tuple[str, ...]:
    """People; the publisher only where it signs alone."""
    metas = (names for meta, names in head.metas.items() if _AUTHOR_META.fullmatch(meta))
    told = (head.names("author"), head.metas.get("author", ()), *metas, head.names("creator"))
    shown = (
        _marked_authors(root),
        _beside(root.xpath('//a[contains(concat(" ", @rel, " "), " author ")]')),
        _beside([link for link in root.iter("a") if _AUTHOR_PATH.search(link.get("href", ""))]),
        _byline(root),
    )
    own = (*head.publishers, *_site_names(url))
    signed = next(filter(None, (people(names, *own) for names in (*told, *shown))), ())
    return signed or next(filter(None, map(people, told)), ())


def _marked_authors(root: html.HtmlElement) -> list[str]:
    marked = root.xpath('//*[@itemprop="author"]')[:MOST_SEEN]
    named = [name for part in marked for name in part.xpath('.//*[@itemprop="name"]')]
    return [part.get("content", "") or part.text_content() for part in named or marked]


def _byline(root: html.HtmlElement) -> list[str]:
    """The first that is a line; its names often stand in elements of their own."""
    lines = (part for part in root.xpath(_BYLINES) if 0 < len(fold(part.text_content())) <= SEEN_LONGEST)
    return [", ".join(filter(str.strip, line.itertext())) for line in islice(lines, 1)]


def _beside(links: list[html.HtmlElement]) -> list[str]:
    """Texts of the first link and of those near it: further ones belong to other articles."""
    near = {parent for link in links[:1] for parent in islice(link.iterancestors(), 2)}
    return [link.text_content() for link in links[:MOST_SEEN] if near.intersection(islice(link.iterancestors(), 3))]


def _site_names(url: str) -> tuple[str, ...]:
    """Of its address: "news.example.com" is "example.com" and "example"."""
    labels = (urlsplit(url).hostname or "").split(".")
    return tuple(name for part in (labels[-2:], labels[-3:]) for name in (".".join(part), part[0]))
