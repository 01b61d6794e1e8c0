"""/sources: editors find, look at, add, pause and remove; a site whose feed is named in its head."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.playground import Playground
from tests.desk.publisher import Publisher, serving
from tests.newsroom import running
from tests.people import Person, Telegram, labels


@pytest.fixture
async def publisher() -> AsyncIterator[Publisher]:
    publisher = Publisher()
    async with serving(publisher):
        yield publisher


@pytest.fixture
async def editor(publisher: Publisher, tmp_path: Path) -> AsyncIterator[Person]:
    """Of a running bot whose one source is this publisher's."""
    publisher.items(("/news/1/", "Bridge reopens", "Traffic runs again. It took a year."))
    async with Playground() as playground, Telegram(playground.url) as telegram:
        sources = tmp_path / "sources.toml"
        sources.write_text(
            f"[[source]]\nid='t'\nname='The Test'\nlanguage='en'\nevery=1\nfeed='{publisher.root}/rss'\n",
            encoding="utf-8",
        )
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
            await publisher.looked()
            editor = await telegram.editor()
            await editor.says("/help")
            await editor.taps("English")
            yield editor


async def test_a_source_of_the_file_is_paused_and_resumed_but_not_removed(editor: Person) -> None:
    await editor.says("/sources")
    await editor.sees("✅ The Test · en")
    await editor.taps("The Test")
    shown = await editor.sees("Last read: ")
    assert not any("Remove" in label for label in labels(shown))
    await editor.taps("Pause")
    await editor.sees("Paused.")
    await editor.taps("Resume")
    await editor.sees("Last read: ")
    await editor.says("/editors")
    await editor.sees("resumed the source “The Test”")


async def test_what_is_there_already_is_not_added_twice(editor: Person, publisher: Publisher) -> None:
    await editor.says(f"/sources add {publisher.root}/rss")
    await editor.sees("This source is here already.")


async def test_a_feed_is_looked_at_added_read_and_removed(editor: Person, publisher: Publisher) -> None:
    publisher.also("/blog/rss", "The blog", ("/blog/1/", "Tram opens", "The tram is back. People cheer."))
    await editor.says(f"/sources add {publisher.root}/blog/rss")
    shown = await editor.sees("The newest one will look like this:")
    assert "Tram opens" in shown["text"]
    assert "The tram is back." in shown["text"]
    await editor.taps("Add")
    await editor.sees("✅")
    async with asyncio.timeout(30):
        while "Tram opens" not in (await editor.sees("", after=await editor.says("/latest")))["text"]:
            await asyncio.sleep(0.2)
    await editor.says("/sources")
    await editor.taps("OPML")
    again = await editor.says("/sources")
    await editor.sees("The blog", after=again)
    assert any(message.get("document", {}).get("file_name") == "sources.opml" for message in await editor.messages())
    await editor.taps("The blog")
    await editor.taps("Remove")
    await editor.sees("Remove The blog?")
    await editor.taps("Remove")
    listed = await editor.sees("Sources", after=again)
    assert "The blog" not in listed["text"]


async def test_an_address_that_cannot_be_read_says_what_to_do(editor: Person) -> None:
    await editor.says("/sources add http://127.0.0.1:9/")
    await editor.sees("Please check the address")


async def test_words_around_an_address_do_no_harm(editor: Person, publisher: Publisher) -> None:
    publisher.also("/blog/rss", "The blog", ("/blog/1/", "Tram opens", "The tram is back. People cheer."))
    for words in (f"add {publisher.root}/blog/rss, please", f"({publisher.root}/blog/rss)", "add"):
        sent = await editor.says(f"/sources {words}")
        await editor.sees("To add one:" if words == "add" else "The newest one will look like this:", after=sent)


@pytest.mark.parametrize(
    "words", ["example", "not_a_domain", "localhost:9/rss", "my favourite paper", "a" * 3_900 + ".x"]
)
async def test_what_is_no_address_is_told_to_be_none(editor: Person, words: str) -> None:
    sent = await editor.says(f"/sources add {words}")
    await editor.sees("I could not read", after=sent)


async def test_the_language_is_told_by_the_text_where_nobody_says_it(editor: Person, publisher: Publisher) -> None:
    publisher.also("/blog/rss", "The blog", ("/blog/1/", "Трамвай знову їздить", "Рух відновлено. Усі радіють цьому."))
    await editor.says(f"/sources add {publisher.root}/blog/rss")
    await editor.sees("The blog · uk")


async def test_the_language_is_the_editors_word_before_the_feeds(editor: Person, publisher: Publisher) -> None:
    publisher.also("/blog/rss", "The blog", ("/blog/1/", "Tram opens", "The tram is back. People cheer."))
    publisher.pages["/blog/rss"] = publisher.pages["/blog/rss"].replace(b"<item>", b"<language>en</language><item>", 1)
    await editor.says(f"/sources add {publisher.root}/blog/rss uk")
    await editor.sees("The blog · uk")


async def test_what_the_feed_repeats_is_told(editor: Person, publisher: Publisher) -> None:
    entry = ("/blog/1/", "Tram opens", "The tram is back. People cheer.")
    publisher.also("/blog/rss", "The blog", entry, entry, entry)
    await editor.says(f"/sources add {publisher.root}/blog/rss")
    await editor.sees("1 article in its feed. 2 more entries repeat others or are empty.")


async def test_readers_have_no_sources(editor: Person) -> None:
    reader = await editor.telegram.person("en")
    await reader.says("/sources")
    await reader.sees("editors")
