"""OPML: lists of feeds as other readers write and read them."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from bot.news.article import Source
from bot.sources.errors import FeedError
from bot.sources.links import address

MOST = 500
"""Feeds of one list."""


def written(sources: Sequence[Source]) -> bytes:
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Sources"
    body = etree.SubElement(root, "body")
    for source in sources:
        told = {"type": "rss", "text": source.name, "title": source.name, "xmlUrl": source.feed}
        etree.SubElement(body, "outline", told, language=source.language)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def read(body: bytes) -> list[tuple[str, str]]:
    """(feed, name) of every feed in it, once each, folders or not. Raises FeedError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FeedError("no OPML that can be read") from error
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise FeedError("no OPML that can be read")
    found: dict[str, str] = {}
    for outline in root.iter("outline"):
        given = {str(name).lower(): value for name, value in outline.attrib.items()}
        feed = address(given.get("xmlurl", ""), "")
        if feed:
            found.setdefault(feed, (given.get("title") or given.get("text") or "").strip())
    if not found:
        raise FeedError("the OPML lists no feeds")
    return list(found.items())[:MOST]
