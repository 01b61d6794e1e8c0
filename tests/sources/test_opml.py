"""OPML as we write it, and as others do."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.article import Source
from bot.sources import FeedError
from bot.sources.opml import read, written

FOREIGN = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<OPML version="1.0"><head/><body><outline text="News"><outline TITLE="One &amp; only" xmlUrl="https://one.example/rss"/>
<outline text="again" xmlUrl="https://one.example/rss"/></outline><outline text="No feed"/>
<outline xmlurl="javascript:alert(1)"/><outline xmlUrl="http://two.example/feed">&a;</outline></body></OPML>"""


def test_what_we_write_comes_back() -> None:
    sources = [
        Source("a", "A & B <c>", "uk", "https://a.example/rss?x=1&y=2"),
        Source("b", "B", "en", "https://b.example/"),
    ]
    assert read(written(sources)) == [(source.feed, source.name) for source in sources]


def test_lists_of_others() -> None:
    assert read(FOREIGN) == [("https://one.example/rss", "One & only"), ("http://two.example/feed", "")]


@pytest.mark.parametrize(
    "body", [b"", b"<html/>", b"<opml/>", b"{}", b"\xff\xfe", b"<opml><body><outline/></body></opml>"]
)
def test_what_lists_no_feeds_says_so(body: bytes) -> None:
    with pytest.raises(FeedError):
        read(body)


@given(st.binary(max_size=300))
def test_nothing_else_is_raised(body: bytes) -> None:
    with suppress(FeedError):
        read(b"<opml>" + body)
