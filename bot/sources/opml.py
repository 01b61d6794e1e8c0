"""OPML: the list of feeds as other readers take it."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from bot.news.article import Source


def written(sources: Sequence[Source]) -> bytes:
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Sources"
    body = etree.SubElement(root, "body")
    for source in sources:
        told = {"type": "rss", "text": source.name, "title": source.name, "xmlUrl": source.feed}
        etree.SubElement(body, "outline", told, language=source.language)
    document: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return document
