"""From a feed to the reader: bad feeds and pages, first looks, changes, and real pages where they are at hand."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from pathlib import Path

import pytest
from aiohttp import web

from bot.playground import Playground
from tests.house.tree import ROOT
from tests.newsroom import running
from tests.people import Person, Telegram, labels

PAGES = ROOT.parent / "shared" / "data" / "up_pages"


@dataclass
class Publisher:
    """A feed and pages at one address; what they say is up to the test."""

    feed: bytes = b""
    pages: dict[str, bytes] = field(default_factory=dict)
    looks: int = 0
    root: str = ""

    def items(self, *entries: tuple[str, str, str]) -> None:
        """(path, title, text) each."""
        now = format_datetime(datetime.now(UTC))
        items = "".join(
            f"<item><title>{escape(title)}</title><link>{self.root}{path}</link><pubDate>{now}</pubDate>"
            f"<description>{escape(text)}</description></item>"
            for path, title, text in entries
        )
        self.feed = f"<?xml version='1.0'?><rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode()

    async def answer_feed(self, _request: web.Request) -> web.Response:
        self.looks += 1
        return web.Response(body=self.feed, content_type="application/rss+xml")

    async def answer_page(self, request: web.Request) -> web.Response:
        if request.path not in self.pages:
            raise web.HTTPForbidden
        return web.Response(body=self.pages[request.path], content_type="text/html")

    async def looked(self, times: int = 2) -> None:
        """Waits until the bot has read what the feed says now."""
        wanted = self.looks + times
        async with asyncio.timeout(30):
            while self.looks < wanted:
                await asyncio.sleep(0.02)


@asynccontextmanager
async def serving(publisher: Publisher) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_get("/rss", publisher.answer_feed)
    app.router.add_get("/{path:.*}", publisher.answer_page)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    publisher.root = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield publisher.root
    finally:
        await runner.cleanup()


@asynccontextmanager
async def newsroom(publisher: Publisher, folder: Path, *, language: str = "en") -> AsyncIterator[Person]:
    """A running bot whose one source is this publisher, and a reader of its language."""
    async with Playground() as playground, Telegram(playground.url) as telegram:
        sources = folder / "sources.toml"
        sources.write_text(
            f"[[source]]\nid='t'\nname='The Test'\nlanguage='{language}'\nevery=1\npage='pravda'\n"
            f"feed='{publisher.root}/rss'\ntags=['test']\n",
            encoding="utf-8",
        )
        environ = {
            "BOT_TOKEN": playground.token,
            "DATABASE_URL": f"sqlite:///{folder / 'tagwire.db'}",
            "TELEGRAM_API_URL": playground.url,
            "SOURCES_FILE": str(sources),
            "FETCH_ALLOW_PRIVATE": "1",
            "HTTP_PORT": "0",
        }
        async with running(environ):
            yield await telegram.person(language)


@pytest.fixture
async def publisher() -> AsyncIterator[Publisher]:
    publisher = Publisher()
    async with serving(publisher):
        yield publisher


async def listed(reader: Person) -> str:
    said = await reader.says("/latest")
    return str((await reader.sees("", after=said))["text"])


async def test_a_refused_page_leaves_the_feeds_article(publisher: Publisher, tmp_path: Path) -> None:
    publisher.items(("/news/1/", "Bridge reopens", "Traffic runs again. It took a year."))
    async with newsroom(publisher, tmp_path) as reader:
        await publisher.looked()
        assert "Bridge reopens" in await listed(reader)
        await reader.taps("1")
        assert "Traffic runs again." in (await reader.last())["text"]
        assert "#test" in (await reader.last())["text"]


async def test_hostile_headlines_are_text(publisher: Publisher, tmp_path: Path) -> None:
    hostile = "</b><a href='tg://x'>5 < 6 & \"7\" > {title} %s</a>"
    publisher.items(("/news/1/", hostile.replace("<", "&lt;"), "x" * 5000))
    async with newsroom(publisher, tmp_path) as reader:
        await publisher.looked()
        text = await listed(reader)
        assert "{title} %s" in text
        await reader.taps("1")
        card = await reader.last()
        assert "{title} %s" in card["text"]
        assert len(card["text"]) < 4096
        assert not [entity for entity in card["entities"] if entity["type"] == "text_link"]


BROKEN = {
    "empty": b"",
    "HTML": b"<html><body>We are down for maintenance</body></html>",
    "cut, in another charset": b"<?xml version='1.0' encoding='utf-8'?><rss><channel><item><title>\xcd\xe5\xe2\xb3\xf0",
    "entities": b"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><rss><channel>&b;</channel></rss>",
}


async def test_a_broken_feed_harms_nothing_and_recovers(publisher: Publisher, tmp_path: Path) -> None:
    publisher.items(("/news/1/", "Before", "Text."))
    async with newsroom(publisher, tmp_path) as reader:
        await publisher.looked()
        for broken in BROKEN.values():
            publisher.feed = broken
            await publisher.looked(1)
            assert "Before" in await listed(reader)
            publisher.items(("/news/1/", "Before", "Text."))
            await publisher.looked(1)
        publisher.items(("/news/1/", "Before", "Text."), ("/news/2/", "After", "Text."))
        await publisher.looked()
        assert "After" in await listed(reader)


async def test_a_page_of_ten_megabytes_is_left_alone(publisher: Publisher, tmp_path: Path) -> None:
    publisher.items(("/news/1/", "Big page", "Short text."))
    publisher.pages["/news/1/"] = b"<html><body><p>" + b"x " * 5_000_000 + b"</p></body></html>"
    async with newsroom(publisher, tmp_path) as reader:
        await publisher.looked()
        assert "Big page" in await listed(reader)


async def test_an_edited_headline_is_the_same_story(publisher: Publisher, tmp_path: Path) -> None:
    publisher.items(("/news/1/", "First words", "Text."))
    async with newsroom(publisher, tmp_path) as reader:
        await publisher.looked()
        publisher.items(("/news/1/", "Better words", "Text."))
        await publisher.looked()
        text = await listed(reader)
        assert "Better words" in text
        assert "First words" not in text
        assert "2." not in text


async def test_the_first_look_is_silent_and_the_next_is_not(publisher: Publisher, tmp_path: Path) -> None:
    publisher.items(("/news/1/", "BREAKING: an old story", "Text."))
    async with newsroom(publisher, tmp_path) as reader:
        await publisher.looked()
        await reader.sees("test", after=await reader.says("/subscribe test"))
        publisher.items(("/news/1/", "BREAKING: an old story", "Text."), ("/news/2/", "BREAKING: a new one", "Text."))
        pushed = await reader.sees("A new one")
        assert pushed["text"].startswith("🔴 ")
        await publisher.looked()
        assert not [m for m in await reader.messages() if "An old story" in m["text"]]


@pytest.mark.skipif(not PAGES.is_dir(), reason="the real pages are not beside the project")
async def test_real_pages_reach_the_reader(publisher: Publisher, tmp_path: Path) -> None:
    """Ukrainska Pravda's own pages, served locally behind a feed that links to them."""
    titles, tags = {}, []
    for file in sorted(PAGES.glob("*.selectors.json")):
        truth = json.loads(file.read_text("utf-8"))
        path = re.sub(r"^https?://[^/]+", "", truth["url"])
        publisher.pages[path] = gzip.decompress(file.with_suffix("").with_suffix(".html.gz").read_bytes())
        titles[path] = truth["title"]
        tags += [tag["name"] for tag in truth["tags"]]
    publisher.items(*((path, title, "") for path, title in titles.items()))
    async with newsroom(publisher, tmp_path, language="uk") as reader:
        await publisher.looked()
        text = await listed(reader)
        for title in titles.values():
            assert title in text
        for tag in tags:
            await reader.sees(f"#{tag}", after=await reader.says(tag))
        shown = await reader.sees("#Трамп", after=await reader.says("/trump"))
        await reader.taps("1", shown)
        card = await reader.last()
        assert "Президент США" in card["text"]
        assert "Деталі" in labels(card)
