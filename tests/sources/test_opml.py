"""OPML as other readers take it."""

from __future__ import annotations

from lxml import etree

from bot.news.article import Source
from bot.sources.opml import written


def test_every_source_is_an_outline_with_its_feed() -> None:
    sources = [
        Source("a", "A & B <c>", "uk", "https://a.example/rss?x=1&y=2"),
        Source("b", "B", "en", "https://b.example/"),
    ]
    root = etree.fromstring(written(sources))
    assert root.tag == "opml"
    outlines = [(one.get("type"), one.get("text"), one.get("xmlUrl")) for one in root.iter("outline")]
    assert outlines == [("rss", source.name, source.feed) for source in sources]
