from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
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


def rss(items: str, head: str = "") -> bytes:
    return f"<rss version='2.0'><channel><title>H</title>{head}{items}</channel></rss>".encode()


@pytest.mark.parametrize("broken", ["", " & <b> ", "</item></foo>", "\x00\x08", "&nbsp;&foo;", "<![CDATA[ ", "<item>"])
def test_good_items_of_a_broken_feed_are_kept(broken: str) -> None:
    items = [f"<item><title>Number {number}</title><link>/{number}</link></item>" for number in range(10)]
    for at in (0, 5, 10):
        body = rss("".join([*items[:at], f"<item><title>Odd{broken}</title>", *items[at:]]))
        titles = [item.title for item in read_feed(body, url=URL).items]
        after = 1 if broken == "<![CDATA[ " else 10 - at - (at < 10)
        assert len([title for title in titles if title.startswith("Number")]) >= min(at + after, 10) - (at < 10), titles


@pytest.mark.parametrize("read", [read_feed, read_patiently])
def test_a_feed_cut_short_keeps_what_came_whole(read: Reader) -> None:
    items = [f"<item><link>/{number}</link><title>Number {number}</title></item>" for number in range(10)]
    body = rss("".join(items))
    for end in (b"ber 7", b"</title></item><item><link>/8", b"em><item><link>/8"):
        feed = read(body[: body.index(end)], url=URL)
        assert [item.title for item in feed.items] == [f"Number {number}" for number in range(7)]


def test_a_scripts_warning_before_the_feed_changes_nothing() -> None:
    declared = b'<?xml version="1.0" encoding="windows-1251"?>'
    body = declared + rss("<item><title>Гавань</title><link>/1</link></item>").decode().encode("windows-1251")
    (item,) = read_feed(b"Warning: deprecated in <b>feed.php</b>\n" + body, url=URL).items
    assert item.title == "Гавань"


@pytest.mark.parametrize(
    ("head", "ttl"),
    [
        ("", 0),
        ("<ttl> 30 </ttl>", 1800),
        ("<ttl>soon</ttl>", 0),
        ("<sy:updatePeriod>\nhourly\n</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 900),
        ("<sy:updatePeriod>daily</sy:updatePeriod>", 86_400),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 3600),
        ("<sy:updatePeriod>now</sy:updatePeriod>", 0),
    ],
)
def test_how_long_a_feed_says_it_stays_the_same(head: str, ttl: float) -> None:
    assert read_feed(rss("<item><title>T</title><link>/1</link><ttl>9</ttl></item>", head), url=URL).ttl == ttl


@pytest.mark.parametrize(
    ("body", "language"),
    [
        (rss("", "<language>uk-UA</language>"), "uk"),
        (rss("", "<language>EN</language>"), "en"),
        (rss("", ""), ""),
        (rss("", "<language>english</language>"), ""),
        (b"<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='ru'><title>T</title></feed>", "ru"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "title": "T", "language": "de-AT", "items": []}', "de"),
    ],
)
def test_the_language_that_a_feed_says(body: bytes, language: str) -> None:
    assert read_feed(body, url=URL).language == language


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


RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="x"><title>H</title></channel>
<item rdf:about="/1"><title>Один</title><link>/1</link></item></rdf:RDF>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "H", "items": [{"id": "1", "url": "/1",
"title": "One", "content_html": "<p>Whole.</p>", "authors": [{"name": "Ana"}], "attachments": [{"url": "/a"}]}]}"""


@pytest.mark.parametrize("body", [sample("feed.xml"), ATOM.encode(), RDF.encode(), RDF.encode("utf-16"), JSON.encode()])
def test_a_feed_cut_anywhere_is_read_or_refused(body: bytes) -> None:
    for end in range(len(body)):
        only_feed_errors(body[:end], read_fast)
    for end in range(0, len(body), 37):
        only_feed_errors(body[:end], read_patiently)


def guids(*entries: tuple[str, str]) -> list[str]:
    """What items are called that have these links and guids."""
    items = "".join(
        f"<item><title>A</title><link>{link}</link><guid isPermaLink='false'>{guid}</guid></item>"
        for link, guid in entries
    )
    return [item.guid for item in read_fast(f"<rss><channel>{items}</channel></rss>".encode(), url=URL).items]


def test_a_guid_counts_where_it_tells_items_apart() -> None:
    assert guids(("/1", "id-1"), ("/2", "id-2"), ("/3", "")) == ["id-1", "id-2", ""]
    assert guids(("/1", "news"), ("/2", "news"), ("/3", "id-3")) == ["", "", ""]
    assert guids(("/1", "1"), ("/2", "2"), ("/3", "1003")) == ["", "", "1003"]
    assert guids(("https://herald.example/1", "https://herald.example/1")) == [""]


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_items_at_one_address_the_newer_counts(order: int) -> None:
    posts = [
        f"<item><title>Post {day}</title><link>/live#{day}</link><pubDate>0{day} Mar 2026 10:00:00 GMT</pubDate></item>"
        for day in (1, 2, 3)
    ]
    feed = read_fast(f"<rss><channel>{''.join(posts[::order])}</channel></rss>".encode(), url=URL)
    assert [(item.url, item.title) for item in feed.items] == [("https://herald.example/live", "Post 3")]


MARKUP = st.lists(
    st.sampled_from(
        "<rss> <channel> <item> <entry> <feed> <title> <link> <guid> <description> <content:encoded> <pubDate> </item> "
        "</entry> </title> </link> </description> </channel> </rss> <![CDATA[ ]]> <!-- --> &amp; &lt;p&gt; & < > \" ' "
        "<link/> <enclosure/> <media:content/> <rdf:RDF> <base/> <?xml <!DOCTYPE xml:base='http://[' href='/1' "
        "{ } [ ]".split()
    )
    | st.text(max_size=5),
    max_size=40,
).map(" ".join)


@given(MARKUP)
def test_wild_markup_is_read_or_refused_at_once(markup: str) -> None:
    only_feed_errors(markup.encode(errors="replace"), read_fast)


@settings(max_examples=30)
@given(MARKUP)
def test_wild_markup_is_read_or_refused_with_patience(markup: str) -> None:
    only_feed_errors(f"<rss version='2.0'><channel>{markup}".encode(errors="replace"), read_patiently)


@given(st.binary(max_size=200), st.integers(0, 2_500))
def test_a_feed_with_broken_bytes_is_read_or_refused(noise: bytes, at: int) -> None:
    body = sample("feed.xml")
    only_feed_errors(body[:at] + noise + body[at + len(noise) :], read_fast)


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=40))
def test_wild_fields_are_read_or_refused(title: str, link: str, when: str) -> None:
    item = f"<item><title><![CDATA[{title}]]></title><link><![CDATA[{link}]]></link><pubDate>{when}</pubDate></item>"
    only_feed_errors(f"<rss version='2.0'><channel>{item}</channel></rss>".encode(errors="replace"), read_fast)


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
