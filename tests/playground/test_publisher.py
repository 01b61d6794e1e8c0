"""The sample publisher over real HTTP: feeds, pages, links, conditional requests and the newsroom's acts."""

import json
import re
import tomllib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from html import unescape
from urllib.parse import urljoin
from xml.etree import ElementTree

import aiohttp
import pytest
from aiohttp import web

from bot.playground.publisher import Publisher

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
FEEDS = {"uk": "/publisher/rss/", "ru": "/publisher/rus/rss/", "en": "/publisher/eng/rss/"}
LABELS = {
    "uk": ("Джерело", "Деталі", "Пряма мова"),
    "ru": ("Источник", "Детали", "Прямая речь"),
    "en": ("Source", "Details", "Quote from"),
}


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Caller:
    """Asks the served publisher as a feed reader or a browser would."""

    def __init__(self, session: aiohttp.ClientSession, root: str):
        self.session, self.root = session, root

    async def text(self, path: str) -> str:
        async with self.session.get(urljoin(self.root, path)) as answer:
            assert answer.status == 200, path
            return await answer.text()

    async def items(self, path: str) -> list[ElementTree.Element]:
        return ElementTree.fromstring((await self.text(path)).encode()).findall("./channel/item")

    async def titles(self, path: str) -> list[str]:
        return [item.findtext("title", "") for item in await self.items(path)]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def publisher(clock: Clock) -> Publisher:
    return Publisher(clock)


@pytest.fixture
async def caller(publisher: Publisher) -> AsyncIterator[Caller]:
    app = web.Application()
    app.add_routes(publisher.routes())
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    async with aiohttp.ClientSession() as session:
        yield Caller(session, f"http://{host}:{port}")
    await runner.cleanup()


async def test_feed_has_what_the_real_one_has(caller: Caller, clock: Clock) -> None:
    for language, path in FEEDS.items():
        items = await caller.items(path)
        assert len(items) == 16
        for item in items:
            for name in ("title", "link", "guid", "description", "category", CREATOR):
                assert item.findtext(name), (language, name)
            assert all(f"<strong>{label}" in item.findtext(CONTENT, "") for label in LABELS[language])
            published = parsedate_to_datetime(item.findtext("pubDate", ""))
            assert timedelta() < clock.now - published < timedelta(days=2)
            enclosure = item.find("enclosure")
            assert enclosure is not None
            assert enclosure.get("url", "").startswith(caller.root)


async def test_main_news_are_some_of_the_news(caller: Caller) -> None:
    main, everything = await caller.titles("/publisher/eng/rss/view_mainnews/"), await caller.titles(FEEDS["en"])
    assert 0 < len(main) < len(everything)
    assert set(main) < set(everything)


async def test_every_story_is_written_in_three_languages(caller: Caller, publisher: Publisher) -> None:
    standing = await publisher.act("list", {})
    waiting = [story for stories in standing["waiting"].values() for story in stories]
    for story in waiting:
        await publisher.act("publish", {"kind": story["story"]})
    stories = (await publisher.act("list", {}))["stories"]
    assert len(stories) == 24
    for story in stories:
        assert len(set(story["titles"].values())) == 3
        numbers = {url.split("/")[-2] for url in story["urls"].values()}
        assert len(numbers) == 1
        for language, url in story["urls"].items():
            page = await caller.text(url)
            assert f'<html lang="{language}">' in page
            assert all(f"<strong>{label}" in page for label in LABELS[language])


async def test_page_has_the_anatomy_of_the_template(caller: Caller) -> None:
    link = (await caller.items(FEEDS["en"]))[0].findtext("link", "")
    page = await caller.text(link)
    for part in ("post_news", "post_news_title", "post_news_author", "post_news_date", "post_news_text", "nts-ad"):
        assert f'class="{part}"' in page
    assert f'<link rel="canonical" href="{link}">' in page
    assert re.findall(r'hreflang="([\w-]+)"', page) == ["x-default", "uk", "ru", "en"]
    assert 'href="/publisher/eng/tags/nato/"' in page
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    article = json.loads(script)
    assert article["@type"] == "NewsArticle"
    assert datetime.fromisoformat(article["datePublished"]).utcoffset() == timedelta(hours=2)
    assert article["keywords"] == ["NATO", "Ukraine", "aid for Ukraine"]


async def test_tag_slugs_are_the_same_in_every_language(caller: Caller, publisher: Publisher) -> None:
    for story in (await publisher.act("list", {}))["stories"]:
        for prefix, url in (("", story["urls"]["uk"]), ("rus/", story["urls"]["ru"]), ("eng/", story["urls"]["en"])):
            slugs = re.findall(rf'<a href="/publisher/{prefix}tags/(\w[\w-]*)/">[^<]+</a>\n', await caller.text(url))
            assert slugs == story["tags"]


async def test_every_link_leads_somewhere_on_the_publisher(caller: Caller, publisher: Publisher) -> None:
    await publisher.act("publish", {"kind": "breaking"})
    seen, ahead = set[str](), [*FEEDS.values(), "/publisher/"]
    while ahead:
        path = ahead.pop()
        seen.add(path)
        async with caller.session.get(caller.root + path) as answer:
            assert answer.status == 200, path
            found = await answer.text() if answer.content_type != "image/png" else ""
        links = re.findall(r'(?:href|src|url)="([^"]+)"|<link>([^<]+)</link>', unescape(found))
        paths = {(first or second).removeprefix(caller.root) for first, second in links}
        assert all(path.startswith("/publisher/") for path in paths)
        ahead += paths - seen - set(ahead)
    assert len([path for path in seen if "/news/2" in path]) == 17 * 3


async def test_picture_is_a_png(caller: Caller) -> None:
    async with caller.session.get(f"{caller.root}/publisher/images/bank-rate.png") as answer:
        assert answer.content_type == "image/png"
        assert (await answer.read()).startswith(b"\x89PNG\r\n\x1a\n")


@pytest.mark.parametrize("path", ["news/2026/03/01/1/", "tags/none/", "authors/none/", "eng/tags/none/"])
async def test_unknown_page_is_not_found(caller: Caller, path: str) -> None:
    async with caller.session.get(f"{caller.root}/publisher/{path}") as answer:
        assert answer.status == 404


async def test_page_of_another_day_leads_to_the_right_address(caller: Caller) -> None:
    right = (await caller.items(FEEDS["uk"]))[0].findtext("link", "")
    wrong = re.sub(r"/\d{4}/\d\d/\d\d/", "/2020/1/1/", right)
    async with caller.session.get(wrong) as answer:
        assert str(answer.url) == right


@pytest.mark.parametrize(("asked", "answered"), [("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")])
async def test_unchanged_feed_is_not_sent_again(
    caller: Caller, publisher: Publisher, clock: Clock, asked: str, answered: str
) -> None:
    url = caller.root + FEEDS["en"]
    async with caller.session.get(url) as first:
        condition = {asked: first.headers[answered]}
    async with caller.session.get(url, headers=condition) as second:
        assert second.status == 304
        assert await second.read() == b""
    clock.now += timedelta(minutes=1)
    await publisher.act("publish", {"kind": "next"})
    async with caller.session.get(url, headers=condition) as third:
        assert third.status == 200


async def test_publish_next_adds_a_story_to_the_feed_only(caller: Caller, publisher: Publisher) -> None:
    card = await publisher.act("publish", {"kind": "next"})
    assert (await caller.titles(FEEDS["en"]))[0] == card["title"]
    assert card["title"] not in await caller.titles("/publisher/eng/rss/view_mainnews/")


async def test_first_breaking_story_is_about_nato_and_stands_out(caller: Caller, publisher: Publisher) -> None:
    card = await publisher.act("publish", {"kind": "breaking"})
    assert card["breaking"]
    assert "nato" in card["tags"]
    assert (await caller.titles("/publisher/eng/rss/view_mainnews/"))[0] == card["title"]
    assert '<span class="article_label">Breaking</span>' in await caller.text(card["url"])
    assert "article_news_red" in await caller.text("/publisher/eng/")


async def test_link_to_a_story_that_is_not_out_yet_is_plain_text(caller: Caller, publisher: Publisher) -> None:
    keys = [story["story"] for story in (await publisher.act("list", {}))["waiting"]["next"]]
    card = await publisher.act("publish", {"kind": keys[0]})
    assert "](" not in await caller.text(card["url"])


@pytest.mark.parametrize("kind", ["next", "breaking"])
async def test_the_buttons_never_die(caller: Caller, publisher: Publisher, kind: str) -> None:
    cards = [await publisher.act("publish", {"kind": kind}) for _ in range(12)]
    assert len({card["title"] for card in cards}) == 12
    assert len({card["url"] for card in cards}) == 12
    assert "Earlier, the Herald reported" in await caller.text(cards[-1]["url"])


async def test_edited_headline_keeps_its_address(caller: Caller, publisher: Publisher, clock: Clock) -> None:
    before = await publisher.act("publish", {"kind": "breaking"})
    clock.now += timedelta(minutes=2)
    after = await publisher.act("edit_headline", {})
    assert after["url"] == before["url"]
    assert after["title"] != before["title"]
    assert after["published"] == before["published"] < after["modified"]
    assert (await caller.titles(FEEDS["en"]))[0] == after["title"]
    assert f'"dateModified": "{after["modified"]}"' in await caller.text(after["url"])


async def test_every_headline_can_be_edited_in_every_language(publisher: Publisher) -> None:
    for story in (await publisher.act("list", {}))["stories"]:
        edited = await publisher.act("edit_headline", {"story": story["story"]})
        assert all(edited["titles"][language] != title for language, title in story["titles"].items())


@pytest.mark.parametrize(
    ("act", "args"),
    [
        ("burn", {}),
        ("publish", {"kind": "none"}),
        ("publish", {"kind": "bank-rate"}),
        ("edit_headline", {"story": "x"}),
    ],
)
async def test_impossible_acts_are_refused(publisher: Publisher, act: str, args: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        await publisher.act(act, args)


def test_sources_file_names_three_feeds(publisher: Publisher) -> None:
    sources = tomllib.loads(publisher.sources("http://127.0.0.1:8090"))["source"]
    assert [source["id"] for source in sources] == ["sample-uk", "sample-ru", "sample-en"]
    assert sources[2]["feed"] == "http://127.0.0.1:8090/publisher/eng/rss/"
    assert sources[2]["top"] == "http://127.0.0.1:8090/publisher/eng/rss/view_mainnews/"
    assert {(source["page"], source["every"]) for source in sources} == {("pravda", 2)}
