"""What outlives a restart of the bot: buttons, what was chosen, and words said while it was away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import app
from bot.playground import Playground
from bot.playground.publisher import Publisher
from bot.settings import read
from tests.newsroom import running
from tests.pages.test_staff import menu
from tests.people import Telegram


@pytest.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[tuple[Telegram, dict[str, str]]]:
    publisher = Publisher(lambda: datetime.now(UTC))
    async with Playground(publisher=publisher) as playground, Telegram(playground.url) as telegram:
        (tmp_path / "sources.toml").write_text(publisher.sources(playground.url), encoding="utf-8")
        yield (
            telegram,
            {
                "BOT_TOKEN": playground.token,
                "DATABASE_URL": f"sqlite:///{tmp_path / 'tagwire.db'}",
                "TELEGRAM_API_URL": playground.url,
                "SOURCES_FILE": str(tmp_path / "sources.toml"),
                "FETCH_ALLOW_PRIVATE": "1",
                "HTTP_PORT": "0",
            },
        )


async def test_buttons_choices_and_words_outlive_a_restart(telegram: tuple[Telegram, dict[str, str]]) -> None:
    world, environ = telegram
    reader = await world.person("en")
    async with running(environ, limits=False):
        await reader.says("/help")
        await reader.taps("Русский")
        await reader.sees("Каждая тема")
        await reader.says("/subscribe")
        offered = await reader.sees("За чем")
        while "1." not in (await reader.sees("", after=await reader.says("/latest")))["text"]:
            pass
        listed = await reader.last()
    said = await reader.says("/subscriptions")
    async with running(environ, limits=False):
        await reader.sees("Вы пока ни за чем не следите", after=said)
        await reader.taps("1", listed)
        assert "Читать ↗" in str(await reader.last()) or await reader.sees("Образцовый вестник")
    assert offered


async def test_who_was_removed_while_the_bot_was_away_has_a_readers_menu(
    telegram: tuple[Telegram, dict[str, str]],
) -> None:
    """A root editor leaves by a setting, so that no bot runs which could hear of it."""
    world, environ = telegram
    people = [await world.person(language, started=True) for language in ("uk", "ru", "en")]
    latest = "Останні новини", "Последние новости", "The newest stories"
    async with running({**environ, "ADMIN_IDS": " ".join(str(one.id) for one in people)}, limits=False):
        for one in people:
            await menu(one, "broadcast", there=True)
    async with running(environ, limits=False):
        for one, said in zip(people, latest, strict=True):
            shown = await menu(one, "broadcast", there=False)
            assert said in {command["description"] for command in shown}
    before = len(await world.calls("getMyCommands"))
    async with running(environ, limits=False):
        reader = await world.person("en")
        await reader.sees("", after=await reader.says("/help"))
    asked = (await world.calls("getMyCommands"))[before:]
    assert not [call for call in asked if "chat_id" in str(call)]


async def test_it_stops_in_time_while_telegram_stalls_at_the_start(telegram: tuple[Telegram, dict[str, str]]) -> None:
    world, environ = telegram
    await world.fault("stall", None, seconds=60, method="getMe")
    stop = asyncio.Event()
    starting = asyncio.create_task(app.run(read(environ), stop))
    await asyncio.sleep(1)
    stop.set()
    async with asyncio.timeout(8):
        await starting
