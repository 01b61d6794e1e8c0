"""What one entry says, by either parser."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.sources.feeds import Feed, read_fast, read_feed, read_patiently

URL = "https://herald.example/rss"
Reader = Callable[..., Feed]


def rss(items: str, head: str = "") -> bytes:
    return f"<rss version='2.0'><channel><title>H</title>{head}{items}</channel></rss>".encode()


SITE = "<link>https://www.herald.example/news</link>"


@pytest.mark.parametrize("read", [read_fast, read_patiently])
def test_items_without_an_address_are_told_apart(read: Reader) -> None:
    named = "<item><title>{}</title><guid isPermaLink='false'>{}</guid></item>"
    untitled = "<item><description>Only text.</description></item>"
    body = rss(named.format("One", "a1") + named.format("One", "a2") + untitled, SITE)
    items = read(body, url=URL).items
    assert len({item.url for item in items}) == 3
    assert all(item.url.startswith("https://www.herald.example/news?entry=") for item in items)
    assert not any(item.own_page for item in items)
    corrected = rss(named.format("One, corrected", "a1"), SITE)
    assert read(corrected, url=URL).items[0].url == items[0].url


@pytest.mark.parametrize("read", [read_fast, read_patiently])
def test_a_link_to_the_site_itself_is_no_articles(read: Reader) -> None:
    item = "<item><title>{}</title><link>http://herald.example/news/#top</link></item>"
    items = read(rss(item.format("One") + item.format("Two"), SITE), url=URL).items
    assert [(item.title, item.own_page) for item in items] == [("One", False), ("Two", False)]


@pytest.mark.parametrize("read", [read_fast, read_patiently])
def test_an_episode_without_a_page_is_its_recording(read: Reader) -> None:
    item = "<item><title>One</title><guid>ep-1</guid><enclosure url='/1.mp3' type='audio/mpeg' length='1'/></item>"
    (found,) = read(rss(item), url=URL).items
    assert (found.url, found.own_page) == ("https://herald.example/1.mp3", False)


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<guid>https://herald.example/2</guid>", "https://herald.example/2"),
        ("<guid>/2</guid>", "https://herald.example/2"),
        ("<link>https://herald.example/1</link><guid>/2</guid>", "https://herald.example/1"),
        ("<link> \n 3?a=1&amp;b=2 </link>", "https://herald.example/3?a=1&b=2"),
    ],
)
@pytest.mark.parametrize("read", [read_fast, read_patiently])
def test_the_address_of_an_item(read: Reader, item: str, url: str) -> None:
    (found,) = read(rss(f"<item><title>T</title>{item}</item>"), url=URL).items
    assert (found.url, found.own_page) == (url, True)


def test_markup_that_is_not_escaped_is_text_all_the_same() -> None:
    inside = "<title>The <i>Lanta</i> sails</title><description>A <b>ship</b> left.</description><link>/1</link>"
    (item,) = read_feed(rss(f"<item>{inside}</item>"), url=URL).items
    assert (item.title, item.description) == ("The Lanta sails", "A ship left.")


@pytest.mark.parametrize("read", [read_fast, read_patiently])
def test_letters_may_go_by_their_names_in_html(read: Reader) -> None:
    text = "&laquo;Caf&eacute;&raquo; &mdash; now &amp;amp; here"
    (item,) = read(rss(f"<item><title>{text}</title><link>/1</link></item>"), url=URL).items
    assert item.title == "«Café» — now & here"
    (odd,) = read_feed(rss("<item><title>A &LT;b&GT; &nosuch; c</title><link>/1</link></item>"), url=URL).items
    assert odd.title.startswith("A")
    raw = '{"url": "/1", "title": "A&bsol;u&NewLine;&eacute;"}'
    told = f'{{"version": "https://jsonfeed.org/version/1", "items": [{raw}]}}'
    assert read_feed(told.encode(), url=URL).items[0].title == "A\\u é"


def test_a_picture_in_the_text_is_the_photo_when_no_other_is_offered() -> None:
    text = "&lt;img alt='x' src='/a.jpg?w=1&amp;amp;h=2'&gt; The harbour."
    (item,) = read_feed(rss(f"<item><link>/1</link><description>{text}</description></item>"), url=URL).items
    assert (item.photo_url, item.description) == ("https://herald.example/a.jpg?w=1&h=2", "The harbour.")


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Wed, 04 Mar 2026 10:30:00 +0200", datetime(2026, 3, 4, 8, 30, tzinfo=UTC)),
        ("Wed, 04 Mar 2026 10:30:00", datetime(2026, 3, 4, 10, 30, tzinfo=UTC)),
        ("2026-03-04T10:30:00-0500", datetime(2026, 3, 4, 15, 30, tzinfo=UTC)),
        ("2026-03-04 10:30:00", datetime(2026, 3, 4, 10, 30, tzinfo=UTC)),
        ("Wed, 04 Mar 2099 10:30:00 GMT", datetime(2099, 3, 4, 10, 30, tzinfo=UTC)),
    ],
)
@pytest.mark.parametrize("read", [read_fast, read_patiently])
def test_dates_as_publishers_write_them(read: Reader, written: str, moment: datetime) -> None:
    body = rss(f"<item><title>T</title><link>/1</link><pubDate>{written}</pubDate></item>")
    assert read(body, url=URL).items[0].published_at == moment


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
