"""Lists of feeds: an editor sends a file, sees what is in it, and adds it with a tap; nothing is asked before."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.news.article import Source
from bot.playground import Playground
from bot.sources import opml
from tests.desk.publisher import Publisher, serving
from tests.newsroom import running
from tests.people import Person, Telegram, labels


@pytest.fixture
async def publisher() -> AsyncIterator[Publisher]:
    publisher = Publisher()
    async with serving(publisher):
        publisher.items(("/news/1/", "Bridge reopens", "Traffic runs again. It took a year."))
        publisher.also("/blog", "The blog", ("/blog/1/", "Tram opens", "The tram is back. People cheer."))
        yield publisher


@pytest.fixture
async def editor(publisher: Publisher, tmp_path: Path) -> AsyncIterator[Person]:
    """Of a bot whose one source is this publisher's, and who reads English."""
    async with Playground() as playground, Telegram(playground.url) as telegram:
        sources = tmp_path / "sources.toml"
        feed = f"[[source]]\nid='t'\nname='The Test'\nlanguage='en'\nevery=1\nfeed='{publisher.root}/rss'\n"
        sources.write_text(feed, encoding="utf-8")
        environ = {
            "BOT_TOKEN": playground.token,
            "ADMIN_IDS": str(playground.editor_id),
            "DATABASE_URL": f"sqlite:///{tmp_path / 'tagwire.db'}",
            "TELEGRAM_API_URL": playground.url,
            "SOURCES_FILE": str(sources),
            "FETCH_ALLOW_PRIVATE": "1",
            "HTTP_PORT": "0",
        }
        async with running(environ, limits=False):
            editor = await telegram.editor()
            await editor.says("/help")
            await editor.taps("English")
            yield editor


def listed(publisher: Publisher, *paths: str, language: str = "uk") -> bytes:
    feeds = [Source("", f"Feed {path}", language, f"{publisher.root}{path}") for path in paths]
    return opml.written(feeds)


async def exported(editor: Person) -> bytes:
    before = await editor.says("/sources export")
    async with asyncio.timeout(10):
        while not (files := [m for m in await editor.messages(after=before) if "document" in m]):
            await asyncio.sleep(0.05)
    address = f"{editor.telegram.url}/play/files/{files[-1]['document']['file_id']}"
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        assert response.status == 200
        return await response.read()


async def test_a_file_is_shown_first_and_added_by_a_tap(editor: Person, publisher: Publisher) -> None:
    body = listed(publisher, "/rss", "/blog").replace(b"</body>", b"<outline xmlUrl='mailto:x'/></body>")
    await editor.sends("document", file=body, filename="subscriptions.opml")
    shown = await editor.sees("Found in the file")
    for words in ("1 new source", "1 is here already", "1 has no web address", "Feed /blog"):
        assert words in shown["text"]
    assert "Feed /rss" not in shown["text"]
    await asyncio.sleep(1.5)
    assert "/blog" not in publisher.asked
    await editor.taps("Add 1 source")
    await editor.sees("1 source added.")
    async with asyncio.timeout(30):
        while "/blog" not in publisher.asked:
            await asyncio.sleep(0.1)
    await editor.says("/sources")
    await editor.sees("Feed /blog · uk")
    await editor.says("/editors")
    await editor.sees("added the source “Feed /blog”")
    again = await editor.sends("document", file=body, filename="subscriptions.opml")
    shown = await editor.sees("0 new sources", after=again)
    assert not any("Add" in label for label in labels(shown))


async def test_what_is_exported_is_imported_elsewhere_as_it_was(editor: Person, publisher: Publisher) -> None:
    await editor.sends("document", file=listed(publisher, "/blog", "/rss", language="ru"), filename="a.opml")
    await editor.taps("Add 1 source")
    await editor.sees("1 source added.")
    found = opml.read(await exported(editor))
    assert [(one.name, one.language) for one in found.feeds] == [("The Test", "en"), ("Feed /blog", "ru")]


async def test_the_editor_can_say_the_language(editor: Person, publisher: Publisher) -> None:
    body = re.sub(rb' language="\w+"', b"", listed(publisher, "/blog"))
    await editor.sends("document", file=body, filename="feeds.xml")
    await editor.sees("I take it to be English.")
    sent = await editor.sends("document", "/sources import uk", file=body, filename="whatever")
    shown = await editor.sees("Found in the file", after=sent)
    assert "I take it" not in shown["text"]
    await editor.sees("Found in the file", after=await editor.says("/sources import ru", reply_to=sent))
    await editor.taps("Add 1 source")
    await editor.sees("1 source added.")
    await editor.says("/sources")
    await editor.sees("Feed /blog · ru")


async def test_an_open_draft_stays_as_it_is(editor: Person, publisher: Publisher) -> None:
    await editor.says("/broadcast")
    await editor.sees("/cancel")
    sent = await editor.sends("document", file=listed(publisher, "/blog"), filename="feeds.opml")
    await editor.sees("Found in the file", after=sent)


async def test_what_cannot_be_taken_says_why(editor: Person) -> None:
    await editor.says("/sources import")
    await editor.sees("Send me the .opml file here")
    for body, words in (
        (b"no list at all", "There is no feed in this file"),
        (b"<!DOCTYPE html><html></html>", "as an OPML file"),
        (b"<!DOCTYPE o [<!ENTITY a 'b'>]><opml/>", "not safe to read"),
    ):
        sent = await editor.sends("document", file=body, filename="x.opml")
        await editor.sees(words, after=sent)


async def test_readers_files_are_left_alone(editor: Person, publisher: Publisher) -> None:
    reader = await editor.telegram.person("en")
    await reader.says("/help")
    await reader.sends("document", file=listed(publisher, "/blog"), filename="feeds.opml")
    await reader.sends("document", "/sources import", file=listed(publisher, "/blog"), filename="feeds.opml")
    await reader.sees("Only editors")
    assert not any("Found in" in message.get("text", "") for message in await reader.messages())
