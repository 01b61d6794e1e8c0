"""What feeds get wrong so often that it is read as it was meant."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress

import pytest

from bot.news.trouble import Trouble
from bot.sources.errors import FeedError
from bot.sources.feeds import Feed, Item, read_fast, read_feed, read_patiently

URL = "https://herald.example/rss"


def rss(*items: str, before: str = "") -> bytes:
    written = "".join(f"<item>{item}</item>" for item in items)
    return f"{before}<rss version='2.0'><channel><title>T</title>{written}</channel></rss>".encode()


def titled(title: str) -> Item:
    first, second = read_fast(rss(f"<title>{title}</title><link>/1</link>", "<title>B</title>"), url=URL).items
    assert second.title == "B"
    return first


@pytest.mark.parametrize(
    "title",
    [
        "AT&T earnings rise",
        "Q&A",
        "R&D; up",
        "Tom &Jerry",
        "5 & 6",
        "Price <5 dollars",
        "x < 5 and y > 3",
        "&#; &#x;",
        "&",
    ],
)
def test_an_ampersand_or_less_than_that_is_not_escaped_stands_for_itself(title: str) -> None:
    assert titled(title).title == title


def test_what_is_escaped_stays_so() -> None:
    assert titled("AT&amp;T &eacute;t&#233; &#xE9; &lt;5 &amp;amp; &quot;").title == 'AT&T été é <5 & "'
    assert titled("<![CDATA[AT&T <b>5</b> & 6]]> &amp; R&D").title == "AT&T 5 & 6 & R&D"


def test_an_address_keeps_its_parts() -> None:
    (item,) = read_feed(rss("<title>A</title><link>http://a.example/?id=1&cat=2&x=3</link>"), url=URL).items
    assert item.url == "http://a.example/?id=1&cat=2&x=3"


@pytest.mark.parametrize("read", [read_fast, read_patiently])
@pytest.mark.parametrize("pair", ["&#55357;&#56832;", "&#xD83D;&#xde00;", "&amp;#55357;&amp;#56832;", "&#128512;"])
def test_a_letter_written_in_halves_is_one(read: Callable[..., Feed], pair: str) -> None:
    body = rss(f"<title>Smile {pair} now &#xD800; and &#57343;</title><link>/1</link>")
    assert [item.title for item in read(body, url=URL).items] == ["Smile \U0001f600 now and"]


@pytest.mark.parametrize("field", ["title", "summary", "content_html", "content_text", "id", "url"])
def test_half_a_letter_in_json_costs_nothing(field: str) -> None:
    item = {"id": "1", "url": "https://herald.example/1", "title": "A", "content_text": "T", field: "/cut \ud83d"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "T\ud83d", "items": [item, {"title": "B"}]}
    items = read_feed(json.dumps(feed).encode(), url=URL).items
    assert len(items) == 2
    for read in items:
        "\0".join((read.url, read.title, read.description, read.html, read.guid)).encode()


def test_an_article_may_write_of_entities() -> None:
    attack = "<title>How</title><link>/1</link><description><![CDATA[He writes <!ENTITY x SYSTEM 'f'>]]></description>"
    assert [item.title for item in read_feed(rss(attack, "<title>B</title>"), url=URL).items] == ["How", "B"]
    escaped = {"version": "https://jsonfeed.org/version/1", "items": [{"title": "A", "content_text": "<!ENTITY x>"}]}
    assert len(read_feed(json.dumps(escaped).encode(), url=URL).items) == 1


@pytest.mark.parametrize("hidden", ["", "<!-- <item> -->", "<![CDATA[ ]]>", "<!--<![CDATA[--> <!--]]>-->"])
def test_entities_of_its_own_are_refused_wherever_a_feed_declares_them(hidden: str) -> None:
    declared = f"{hidden}<!DOCTYPE rss [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>"
    with pytest.raises(FeedError) as refused:
        read_feed(rss("<title>&b;</title>", before=declared), url=URL)
    assert refused.value.trouble is Trouble.UNSAFE


@pytest.mark.parametrize(
    "opened", ["<!--<![CDATA[-->", "<?x <!-- ?>", "<?x <![CDATA[ ?>", "<!DOCTYPE a SYSTEM '<!--' ["]
)
def test_entities_that_are_hidden_declare_nothing(opened: str) -> None:
    declared = f"{opened}<!DOCTYPE rss [<!ENTITY a 'Exploded'>]><!-- ]]> -->"
    body = rss("<title>&a; <![CDATA[x]]></title><link>/1</link>", before=declared)
    for read in (read_fast, read_patiently):
        with suppress(FeedError):
            assert "Exploded" not in str(read(body, url=URL))


@pytest.mark.parametrize("guid", ["1", "17", "30", "2026", "26"])
def test_a_number_is_no_date(guid: str) -> None:
    (item,) = read_fast(rss(f"<title>A</title><link>/1</link><guid isPermaLink='false'>{guid}</guid>"), url=URL).items
    assert item.published_at is None


@pytest.mark.parametrize("title", ["How to write <item> in XML", "<entry", "An <item without its end"])
def test_json_may_write_of_the_tags_of_feeds(title: str) -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [{"url": f"{URL}1", "title": title}]}
    assert len(read_feed(json.dumps(feed).encode(), url=URL).items) == 1
