from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.errors import FeedError
from bot.sources.feeds import Feed, read_fast, read_feed, read_patiently
from tests.sources.real import content, needs_data, real_files
from tests.sources.samples import sample

URL = "https://herald.example/rss"
Reader = Callable[..., Feed]


@pytest.mark.parametrize("read", [read_fast, read_patiently])
def test_every_field_of_an_item(read: Reader) -> None:
    feed = read(sample("feed.xml"), url=URL)
    first, second, third = feed.items
    assert feed.title == "The Sample Herald"
    assert first.url == "https://herald.example/news/2026/03/4/101/"
    assert (first.title, first.labels) == ("Harbour of Lanta opens after the storm & repairs", ("updated",))
    assert first.published_at == datetime(2026, 3, 4, 8, 30, tzinfo=UTC)
    assert first.description == "The harbour works again."
    assert first.html.startswith("<p>The harbour of Lanta opened")
    assert first.authors == ("Marta Quill", "Ivan Sample")
    assert first.categories == ("News",)
    assert first.photo_url == "https://herald.example/large.jpg"
    assert first.guid == "101"
    assert second.url == "https://herald.example/news/102/"
    assert (second.title, second.labels) == ("Council votes at noon", ("video",))
    assert second.published_at is None
    assert second.description == "Short."
    assert second.html == ""
    assert (third.title, third.guid, third.own_page) == ("No address at all", "103", False)
    assert third.url.startswith("https://herald.example/?entry=")


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Herald</title><entry>
<title type="html">One &amp;amp; all</title><id>tag:herald,2026:1</id><updated>2026-03-04T10:30:00Z</updated>
<link rel="alternate" href="/a/1"/><link rel="enclosure" type="audio/mpeg" href="/a.mp3"/>
<author><name>Ana Reader</name></author><summary>Short.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Whole text.</p></div></content></entry></feed>"""


def test_atom() -> None:
    (item,) = read_feed(ATOM.encode(), url=URL).items
    assert (item.url, item.title, item.authors) == ("https://herald.example/a/1", "One & all", ("Ana Reader",))
    assert item.published_at == datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
    assert "Whole text." in item.html


def test_rdf_and_channels_without_items() -> None:
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
    <channel rdf:about="x"><title>H</title></channel>
    <item rdf:about="/1"><title>One</title><link>/1</link></item></rdf:RDF>"""
    assert [item.title for item in read_feed(rdf.encode(), url=URL).items] == ["One"]
    assert read_feed(b"<rss version='2.0'><channel><title>T</title></channel></rss>", url=URL) == Feed("T", ())


def test_json_feed() -> None:
    item = '{"id": "1", "url": "/1", "title": "One", "content_html": "<p>Whole.</p>"}'
    body = f'{{"version": "https://jsonfeed.org/version/1.1", "title": "H", "items": [{item}]}}'
    (found,) = read_feed(body.encode(), url=URL).items
    assert (found.url, found.title, found.html) == ("https://herald.example/1", "One", "<p>Whole.</p>")


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251", "utf-16"])
def test_charsets_may_be_declared_wrongly(charset: str) -> None:
    text = (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Вісник</title><item>'
        "<title>Гавань відкрито</title><link>https://herald.example/1</link></item></channel></rss>"
    )
    (item,) = read_feed(text.encode(charset), url=URL).items
    assert item.title == "Гавань відкрито"


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<rss><channel><item><title>&b;</title><link>https://herald.example/1</link></item></channel></rss>"
)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
        (b"<!-- hi --><!-- ho -->\n<HTML><head></head></HTML>", "web page"),
        (b"no feed at all", ""),
        (b"<?xml version='1.0'?><note>hello</note>", ""),
        (b"\x00\x01\x02\xff\xfe", ""),
        (BOMB.encode(), "entities"),
        (BOMB.encode("utf-16"), "entities"),
        (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss><channel/></rss>', "entities"),
        (b'<!DOCTYPE x [<!ENTITY % e SYSTEM "http://127.0.0.1/"> %e;]><rss><channel/></rss>', "entities"),
    ],
)
def test_what_is_no_feed_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(FeedError) as caught:
        read_feed(body, url=URL)
    assert reason in caught.value.reason


def only_feed_errors(body: bytes, read: Reader = read_feed) -> None:
    with suppress(FeedError):
        read(body, url=URL)


def test_a_feed_cut_anywhere_is_read_or_refused() -> None:
    body = sample("feed.xml")
    for end in range(len(body)):
        only_feed_errors(body[:end], read_fast)
    for end in range(0, len(body), 37):
        only_feed_errors(body[:end], read_patiently)


@given(st.binary(max_size=200), st.integers(0, 2_500))
def test_a_feed_with_broken_bytes_is_read_or_refused(noise: bytes, at: int) -> None:
    body = sample("feed.xml")
    only_feed_errors(body[:at] + noise + body[at + len(noise) :], read_fast)


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=40))
def test_wild_fields_are_read_or_refused(title: str, link: str, when: str) -> None:
    item = f"<item><title><![CDATA[{title}]]></title><link><![CDATA[{link}]]></link><pubDate>{when}</pubDate></item>"
    only_feed_errors(f"<rss version='2.0'><channel>{item}</channel></rss>".encode(errors="replace"), read_fast)


def test_dates_that_cannot_be_are_left_out() -> None:
    dates = ["Thu, 01 Jan 1970 00:00:00 GMT", "no date", "Mon, 99 Foo 2026 10:00:00 +0000", ""]
    items = "".join(
        f"<item><title>T</title><link>/{number}</link><pubDate>{when}</pubDate></item>"
        for number, when in enumerate(dates)
    )
    feed = read_feed(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), url=URL)
    assert [item.published_at for item in feed.items] == [None] * len(dates)


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "mailto:a@b.example", "http://", "http://[x", "data:text/html,x"]
)
def test_an_item_needs_a_web_address(link: str) -> None:
    feed = read_feed(f"<rss version='2.0'><channel><item><link>{link}</link></item></channel></rss>".encode(), url=URL)
    assert feed.items == ()


@needs_data
def test_real_feeds_all_parse() -> None:
    paths = real_files("feeds/real/*")
    assert len(paths) == 31
    for path in paths:
        feed = read_fast(content(path), url=URL)
        assert feed.title, path.name
        assert feed.items, path.name
        for item in feed.items:
            assert item.title, path.name
            assert item.url.startswith("http"), path.name
            assert "<" not in item.title, path.name


@needs_data
def test_both_parsers_agree_on_real_feeds() -> None:
    for name in ("pravda.com.ua_rus_2020-09-29.xml", "unian.ua_2020-09-28.xml", "rss-parser_heise.atom"):
        (path,) = real_files(f"feeds/real/{name}")
        fast, patient = read_fast(content(path), url=URL), read_patiently(content(path), url=URL)
        assert [(i.url, i.title, i.published_at) for i in fast.items] == [
            (i.url, i.title, i.published_at) for i in patient.items
        ]
