"""From a feed to the reader: bad feeds and pages, first looks, changes, and real pages where they are at hand."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.playground import Playground
from tests.desk.publisher import Publisher
from tests.house.tree import ROOT
from tests.newsroom import running
from tests.people import Person, Telegram, labels

PAGES = ROOT.parent / "shared" / "data" / "up_pages"


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


async def test_a_page_of_ten_megabytes_is_left_alone(publisher: Publisher, tmp_path: Path) -> None:
    publisher.items(("/news/1/", "Big page", "Short text."))
    publisher.pages["/news/1/"] = b"<html><body><p>" + b"x " * 5_000_000 + b"</p></body></html>"
    async with newsroom(publisher, tmp_path) as reader:
        await publisher.looked()
        assert "Big page" in await listed(reader)


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
            await reader.sees("#" + tag.replace(" ", "_"), after=await reader.says(tag))
        shown = await reader.sees("#Трамп", after=await reader.says("/trump"))
        await reader.taps("1", shown)
        card = await reader.sees("Президент США")
        assert "Деталі" in labels(card)
