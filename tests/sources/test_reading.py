import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from bot.news.article import Article, ArticleTag, Link, Paragraph, Photo, Source
from bot.sources.errors import FeedError, FetchError
from bot.sources.feeds import Item
from bot.sources.fetch import Fetcher
from bot.sources.killable import Parsers
from bot.sources.pages import Page
from bot.sources.reading import Conditional, LookState, look, merged, read_article
from tests.sources.conftest import Serve
from tests.sources.real import content, needs_data, real_files
from tests.sources.samples import sample

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
SOURCE = Source("herald", "The Sample Herald", "en", "/rss", page="pravda")


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(allow_private=True) as fetcher:
        yield fetcher


@pytest.fixture
async def parsers() -> AsyncIterator[Parsers]:
    async with Parsers() as parsers:
        yield parsers


class Publisher:
    """Answers by path; a body that is asked for by its ETag again has not changed."""

    def __init__(self, bodies: Mapping[str, bytes]) -> None:
        self.bodies = dict(bodies)
        self.asked: list[str] = []

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        body = self.bodies.get(request.path)
        if body is None:
            return web.Response(status=403)
        tag = f'"{hash(body)}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304)
        return web.Response(body=body, headers={"ETag": tag}, content_type="text/html")


def feed(*items: tuple[str, str]) -> bytes:
    parts = "".join(f"<item><title>{title}</title><link>{path}</link></item>" for path, title in items)
    return f"<rss version='2.0'><channel><title>H</title>{parts}</channel></rss>".encode()


async def test_items_learn_whether_they_are_top(serve: Serve, fetcher: Fetcher, parsers: Parsers) -> None:
    publisher = Publisher({"/rss": feed(("/1", "One"), ("/2", "Two")), "/top": feed(("/2/", "Two"), ("/3", "Three"))})
    site = await serve(publisher.answer)
    source = replace(SOURCE, feed=f"{site}/rss", top=f"{site}/top")

    first = await look(fetcher, parsers, source, LookState(), NOW)
    assert {item.title: item.top for item in first.items} == {"One": False, "Two": True, "Three": True}
    again = await look(fetcher, parsers, source, first.state, NOW)
    assert (again.items, again.state) == ((), first.state)

    publisher.bodies["/rss"] = feed(("/4", "Four"), ("/2", "Two"))
    grown = await look(fetcher, parsers, source, again.state, NOW)
    assert {item.title: item.top for item in grown.items} == {"Four": False, "Two": True, "Three": True}

    publisher.bodies["/top"] = feed(("/4", "Four"))
    promoted = await look(fetcher, parsers, source, grown.state, NOW)
    assert {item.title: item.top for item in promoted.items} == {"Four": True}


async def test_a_broken_top_feed_spoils_nothing(serve: Serve, fetcher: Fetcher, parsers: Parsers) -> None:
    publisher = Publisher({"/rss": feed(("/1", "One")), "/html": b"<html><body>Sign in</body></html>"})
    site = await serve(publisher.answer)
    for top, failure in (("/absent", "answered 403"), ("/html", "the feed's address answers with a web page")):
        result = await look(fetcher, parsers, replace(SOURCE, feed=f"{site}/rss", top=site + top), LookState(), NOW)
        assert [item.title for item in result.items] == ["One"]
        assert result.top_failure is not None
        assert result.top_failure.reason == failure
        assert result.state.top == Conditional()


@pytest.mark.parametrize(
    ("every", "ttl", "control", "fresh_for"),
    [
        (60, "", "", 0),
        (60, "<ttl>1</ttl>", "", 60),
        (60, "<ttl>60</ttl>", "max-age=30", 300),
        (900, "<ttl>60</ttl>", "", 3600),
        (900, "<ttl>1440</ttl>", "", 4500),
        (60, "", "max-age=100", 100),
    ],
)
async def test_a_publishers_hints_stretch_an_interval_that_nobody_chose(
    serve: Serve, fetcher: Fetcher, parsers: Parsers, every: int, ttl: str, control: str, fresh_for: float
) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(
            body=feed(("/1", "One")).replace(b"<item>", ttl.encode() + b"<item>"), headers={"Cache-Control": control}
        )

    source = replace(SOURCE, feed=f"{await serve(answer)}/rss", every=every, chosen=False)
    assert (await look(fetcher, parsers, source, LookState(), NOW)).fresh_for == fresh_for
    assert (await look(fetcher, parsers, replace(source, chosen=True), LookState(), NOW)).fresh_for == 0


async def test_where_a_feed_has_moved_is_told(serve: Serve, fetcher: Fetcher, parsers: Parsers) -> None:
    publisher = Publisher({"/new": feed(("/1", "One")), "/top": feed(("/1", "One"))})

    async def answer(request: web.Request) -> web.StreamResponse:
        moved = web.Response(status=301, headers={"Location": "/new"})
        return moved if request.path == "/rss" else await publisher.answer(request)

    site = await serve(answer)
    for top in ("", f"{site}/top", f"{site}/absent"):
        first = await look(fetcher, parsers, replace(SOURCE, feed=f"{site}/rss", top=top), LookState(), NOW)
        assert first.moved_to == f"{site}/new"
    again = await look(fetcher, parsers, replace(SOURCE, feed=f"{site}/rss"), first.state, NOW)
    assert (again.items, again.moved_to) == ((), f"{site}/new")
    settled = await look(fetcher, parsers, replace(SOURCE, feed=f"{site}/new"), first.state, NOW)
    assert settled.moved_to == ""


async def test_a_broken_main_feed_says_why(serve: Serve, fetcher: Fetcher, parsers: Parsers) -> None:
    site = await serve(Publisher({"/html": b"<!DOCTYPE html><html></html>", "/note": b"<note>hello</note>"}).answer)
    for path, kind in (("/absent", FetchError), ("/html", FeedError), ("/note", FeedError)):
        with pytest.raises(kind):
            await look(fetcher, parsers, replace(SOURCE, feed=site + path), LookState(), NOW)


async def test_large_feeds_and_those_that_need_patience_are_read_in_a_process(
    serve: Serve, fetcher: Fetcher, parsers: Parsers
) -> None:
    many = feed(*((f"/{number}", f"Number {number} {'x' * 200}") for number in range(2_000)))
    odd = b"<?xml version='1.0'?><channel><item><title>Odd</title><link>https://h.example/1</link></item></channel>"
    site = await serve(Publisher({"/many": many, "/odd": odd}).answer)
    large = await look(fetcher, parsers, replace(SOURCE, feed=f"{site}/many"), LookState(), NOW)
    assert len(large.items) == 2_000
    patient = await look(fetcher, parsers, replace(SOURCE, feed=f"{site}/odd"), LookState(), NOW)
    assert [item.title for item in patient.items] == ["Odd"]


async def test_no_item_is_from_the_future(serve: Serve, fetcher: Fetcher, parsers: Parsers) -> None:
    site = await serve(Publisher({"/rss": sample("feed.xml")}).answer)
    early = datetime(2026, 3, 1, tzinfo=UTC)
    result = await look(fetcher, parsers, replace(SOURCE, feed=f"{site}/rss"), LookState(), early)
    assert {item.published_at for item in result.items} == {early, None}


async def test_an_article_from_its_item_and_its_page(serve: Serve, fetcher: Fetcher, parsers: Parsers) -> None:
    publisher = Publisher({"/rss": sample("feed.xml"), "/news/2026/03/4/101/": sample("news_2025.html")})
    site = await serve(publisher.answer)
    source = replace(SOURCE, feed=f"{site}/rss")
    item = (await look(fetcher, parsers, source, LookState(), NOW)).items[0]
    article = await read_article(fetcher, parsers, source, item, NOW)
    assert article.url == item.url == f"{site}/news/2026/03/4/101/"
    assert (article.source, article.language) == ("herald", "en")
    assert article.title == "Harbour of Lanta opens after the storm & repairs"
    assert article.published_at == datetime(2026, 3, 4, 8, 30, tzinfo=UTC)
    assert article.authors == ("Marta Quill", "Ivan Sample")
    assert article.tags == (ArticleTag("lanta", "Lanta"), ArticleTag("62346521d78c6", "sea trade"))
    assert article.editions["uk"] == f"{site}/news/2026/03/04/101/"
    assert [link.title for link in article.related] == ["How ships waited"]
    assert article.photo == Photo(
        "https://img.example/lanta.jpeg?w=1200&q=85", "The harbour at noon", "Photo: harbour office"
    )
    assert article.labels == ("updated",)
    assert article.updated_at == datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    assert [paragraph.label for paragraph in article.paragraphs if paragraph.label] == [
        "Source",
        "Quote from the harbour master",
        "Background",
    ]


@pytest.mark.parametrize(
    "page", [None, b"", b"<html><title>Just a moment...</title><body></body></html>", b"x" * 5_000_001]
)
async def test_a_page_that_is_refused_or_broken_leaves_the_item(
    serve: Serve, fetcher: Fetcher, parsers: Parsers, page: bytes | None
) -> None:
    bodies = {"/rss": sample("feed.xml")} | ({} if page is None else {"/news/2026/03/4/101/": page})
    site = await serve(Publisher(bodies).answer)
    source = replace(SOURCE, feed=f"{site}/rss")
    item = (await look(fetcher, parsers, source, LookState(), NOW)).items[0]
    article = await read_article(fetcher, parsers, source, item, NOW)
    assert article.title == "Harbour of Lanta opens after the storm & repairs"
    assert [(p.label, p.text) for p in article.paragraphs] == [
        ("", "The harbour of Lanta opened on Wednesday."),
        ("Source", "harbour office"),
        ("Background", ""),
        ("", "A storm closed it."),
    ]
    assert article.related == (Link(f"{site}/news/2026/03/2/95/", "How ships waited"),)
    assert article.authors == ("Marta Quill", "Ivan Sample")
    assert article.photo == Photo("https://herald.example/large.jpg")
    assert article.tags == ()


async def test_an_unknown_layout_goes_to_the_generic_reader(serve: Serve, fetcher: Fetcher, parsers: Parsers) -> None:
    site = await serve(Publisher({"/1": sample("generic.html")}).answer)
    item = Item(f"{site}/1", "Library", None)
    article = await read_article(fetcher, parsers, SOURCE, item, NOW)
    assert article.tags[0] == ArticleTag("public-libraries", "Libraries")
    assert article.published_at == datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
    assert len(article.paragraphs) >= 3


def merge(item: Item, page: Page) -> Article:
    return merged(SOURCE, item, page, NOW)


def test_the_richer_body_wins_and_promo_counts_for_nothing() -> None:
    short, long = Paragraph("Short text."), Paragraph("A much longer text of the same article. " * 3)
    item = Item("https://h.example/1", "T", None, html=f"<p>Short text.</p><p>Support us on Patreon {'x' * 200}</p>")
    assert merge(item, Page("", paragraphs=(long,))).paragraphs == (long,)
    assert merge(item, Page("", paragraphs=(short,))).paragraphs == (short,)
    assert merge(item, Page("")).paragraphs == (short,)


def test_what_the_feed_lacks_comes_from_the_page_or_from_now() -> None:
    bare = Item("https://h.example/1", "", None)
    page = Page("Page title", published_at=NOW - timedelta(hours=1), description="Page description", authors=("Ana",))
    article = merge(bare, page)
    assert (article.title, article.description, article.authors) == ("Page title", "Page description", ("Ana",))
    assert article.published_at == NOW - timedelta(hours=1)
    nothing = merge(bare, Page(""))
    assert (nothing.title, nothing.published_at) == ("https://h.example/1", NOW)
    late = merge(replace(bare, published_at=NOW + timedelta(days=1)), Page("", updated_at=NOW + timedelta(days=2)))
    assert (late.published_at, late.updated_at) == (NOW, None)


@needs_data
async def test_the_real_english_feed_becomes_articles(serve: Serve, fetcher: Fetcher, parsers: Parsers) -> None:
    (path,) = real_files("feeds/real/pravda.com.ua_eng_*.xml")
    publisher = Publisher({})
    site = await serve(publisher.answer)
    publisher.bodies["/eng/rss/"] = content(path).replace(
        b"https://www.pravda.com.ua/eng/news", f"{site}/news".encode()
    )
    source = replace(SOURCE, feed=f"{site}/eng/rss/")
    result = await look(fetcher, parsers, source, LookState(), datetime(2026, 10, 4, tzinfo=UTC) + timedelta(days=1))
    articles = [await read_article(fetcher, parsers, source, item, NOW + timedelta(days=365)) for item in result.items]
    assert len(articles) == 2
    for article in articles:
        labels = [paragraph.label for paragraph in article.paragraphs]
        assert {"Source", "Details"} <= set(labels)
        assert not any("Patreon" in paragraph.text for paragraph in article.paragraphs)
        assert article.description
        assert article.authors
        assert article.photo is not None


async def test_a_long_item_is_read_beside_the_event_loop(fetcher: Fetcher, parsers: Parsers) -> None:
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    rest = asyncio.create_task(others())
    item = Item("https://herald.example/1", "Long", NOW, html="<p>a" * 20_000, own_page=False)
    article = await read_article(fetcher, parsers, SOURCE, item, NOW)
    rest.cancel()
    assert article.paragraphs
    assert turns > 10
