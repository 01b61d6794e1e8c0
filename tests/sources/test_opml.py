"""OPML as other readers take it and write it."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bot.news.article import Source
from bot.news.trouble import Trouble
from bot.sources.errors import FeedError
from bot.sources.killable import Parsers
from bot.sources.opml import MOST, Outline, outlines, read, written
from bot.sources.text import fold

SOURCES = [
    Source("a", "A & B <c>", "uk", "https://a.example/rss?x=1&y=2"),
    Source("b", "Пошта “Ранок”", "en", "https://b.example/"),
]
THEIRS = """<?xml version="1.0" encoding="{encoding}"?>
<!-- exported --><opml version="1.0"><head><title>Mine</title></head><body>
<outline text="Світ"><outline text="Глибше">
  <outline type="rss" text="Вісник &amp;amp; Ко" xmlUrl="https://herald.example/rss" language="uk-UA"/></outline>
  <OUTLINE TITLE="Loud" XMLURL="HTTPS://Loud.example/feed" Language="EN"/></outline>
<outline xmlurl=" //bare.example/atom "/><outline text="Old" xmlUrl="feed://old.example/rss"/>
<outline xmlUrl="feed:https://older.example/rss"/>
<outline text="Twice" xmlUrl="http://www.herald.example/rss/"/><outline text="Group without feeds"/>
<outline text="Bad" xmlUrl="javascript:alert(1)"/><outline text="Worse" xmlUrl="C:\\feeds"/><outline xmlUrl=""/>
</body></opml>"""


def test_every_source_is_an_outline_with_its_feed() -> None:
    root = etree.fromstring(written(SOURCES))
    assert root.tag == "opml"
    found = [(one.get("type"), one.get("text"), one.get("xmlUrl")) for one in root.iter("outline")]
    assert found == [("rss", source.name, source.feed) for source in SOURCES]


def test_what_was_written_is_read_again() -> None:
    found = read(written(SOURCES))
    assert found.feeds == tuple(Outline(one.feed, one.name, one.language) for one in SOURCES)
    assert (found.unreadable, found.over) == (0, 0)


@given(st.text(max_size=60).filter(lambda name: "&" not in name))
def test_any_name_comes_back_but_for_what_cannot_be_seen(name: str) -> None:
    [found] = read(written([Source("a", name, "uk", "https://a.example/?feed&x=%20")])).feeds
    assert found == Outline("https://a.example/?feed&x=%20", fold(name) or "a.example", "uk")


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "utf-16"])
def test_other_readers_group_spell_and_encode_it_their_way(encoding: str) -> None:
    found = read(THEIRS.format(encoding=encoding).encode(encoding))
    assert found.feeds == (
        Outline("https://herald.example/rss", "Вісник & Ко", "uk"),
        Outline("HTTPS://Loud.example/feed", "Loud", "en"),
        Outline("http://old.example/rss", "Old"),
        Outline("https://older.example/rss", "older.example"),
    )
    assert found.unreadable == 3


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        (b"", Trouble.EMPTY),
        (b"<opml><body/></opml>", Trouble.EMPTY),
        (b"<opml><body><outline text='Only a group'/></body></opml>", Trouble.EMPTY),
        (b"<!DOCTYPE html><html><body>no</body></html>", Trouble.PAGE),
        (b"PK\x03\x04 a spreadsheet", Trouble.EMPTY),
        (b"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><opml><outline xmlUrl='http://x/&b;'/></opml>", None),
        (b"<!DOCTYPE x SYSTEM 'file:///etc/passwd' [ <!ENTITY % a SYSTEM 'file:///etc/passwd'> ]><opml/>", None),
    ],
)
def test_what_is_no_list_says_why(body: bytes, trouble: Trouble | None) -> None:
    with pytest.raises(FeedError) as caught:
        read(body)
    assert caught.value.trouble is (trouble or Trouble.UNSAFE)


def test_a_list_that_is_too_long_says_how_much_is_left() -> None:
    many = "".join(f"<outline xmlUrl='https://h{number}.example/rss'/>" for number in range(MOST + 5))
    found = read(f"<opml><body>{many}</body></opml>".encode())
    assert (len(found.feeds), found.over) == (MOST, 5)


async def test_it_is_read_in_a_process_that_can_be_killed(parsers: Parsers) -> None:
    deep = b"<opml><body>" + b"<outline text='x'>" * 100_000
    with pytest.raises(FeedError):
        await outlines(parsers, deep)
    assert (await outlines(parsers, written(SOURCES))).feeds


@pytest.fixture
async def parsers() -> AsyncIterator[Parsers]:
    async with Parsers(1) as parsers:
        yield parsers


def test_a_list_cut_anywhere_is_read_or_refused() -> None:
    body = THEIRS.format(encoding="utf-8").encode()
    for end in range(len(body)):
        either(body[:end])


@given(st.binary(max_size=300) | st.text("<>/&;='\" outlinexmUrOPM:?!-[]").map(str.encode))
def test_wild_bytes_are_read_or_refused(noise: bytes) -> None:
    either(noise)
    either(b"<opml><body>" + noise + b"<outline xmlUrl='https://a.example/'/></body></opml>")
    either(zlib.compress(noise))


def either(body: bytes) -> None:
    with suppress(FeedError):
        read(body)
