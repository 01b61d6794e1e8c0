"""OPML: the list of feeds as other readers write and take it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from lxml import etree

from bot.news.article import Source
from bot.news.trouble import Trouble
from bot.news.urls import key
from bot.sources.documents import document
from bot.sources.errors import FeedError
from bot.sources.killable import Parsers
from bot.sources.links import address
from bot.sources.text import fold

MOST_BYTES = 1_000_000
"""Of a file: some five thousand feeds."""
MOST = 1_000
"""Feeds that are taken of one file."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(?![a-z])")
_FEED_SCHEME = re.compile(r"feed:(//)?(?=https?:)", re.IGNORECASE)
"""What old readers write before the scheme."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed of the list. `language` is empty where the list says none."""

    feed: str
    name: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Outlines:
    feeds: tuple[Outline, ...]
    """In the order of the file, each once; the first MOST."""
    unreadable: int = 0
    """Outlines whose feed has no web address."""
    over: int = 0
    """Feeds beyond MOST."""


def written(sources: Sequence[Source]) -> bytes:
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Sources"
    body = etree.SubElement(root, "body")
    for source in sources:
        name = fold(source.name)  # XML has no place for control characters
        told = {"type": "rss", "text": name, "title": name, "xmlUrl": source.feed}
        etree.SubElement(body, "outline", told, language=source.language)
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return text


async def outlines(parsers: Parsers, body: bytes) -> Outlines:
    """Raises FeedError and ParseFailed."""
    return await parsers.run(read, body)


def read(body: bytes) -> Outlines:
    """However other readers group, spell and encode it. Raises FeedError."""
    found: dict[str, Outline] = {}
    unreadable = 0
    for told in _outlines(body):
        feed = re.sub("^feed:", "http:", _FEED_SCHEME.sub("", told["xmlurl"]), flags=re.IGNORECASE)
        if address(feed, ""):
            found.setdefault(key(feed), Outline(feed, _name(told, feed), _language(told)))
        else:
            unreadable += 1
    if not found and not unreadable:
        raise FeedError("the file lists no feed", trouble=Trouble.EMPTY)
    return Outlines(tuple(found.values())[:MOST], unreadable, max(len(found) - MOST, 0))


def _outlines(body: bytes) -> Iterator[dict[str, str]]:
    """The attributes of those that are feeds, by their names in lower case."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(document(body, "").encode(errors="replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise FeedError(f"no OPML: {str(error)[:200]}") from error
    for element in root.iter(etree.Element) if root is not None else ():
        if _local(str(element.tag)) == "outline":
            told = {_local(name): str(value).strip() for name, value in element.attrib.items()}
            if told.get("xmlurl"):
                yield told


def _local(name: str) -> str:
    """Without its namespace, which may be none that XML allows."""
    return re.split("[}:]", name)[-1].lower()


def _name(told: dict[str, str], feed: str) -> str:
    return fold(unescape(told.get("title") or told.get("text") or "")) or urlsplit(feed).hostname or feed


def _language(told: dict[str, str]) -> str:
    found = _LANGUAGE.match(told.get("language", "").lower())
    return found[0] if found else ""
