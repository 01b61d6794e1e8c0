"""`kill -9` in the middle of a push: every chat has the story, and no more repeats than requests were in flight."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.desk.dispatch import IN_FLIGHT
from bot.news.chats import ChatKind, Level
from bot.playground import Playground
from bot.playground.publisher import Publisher
from bot.store import chats, looks, open_database, subscriptions, tags
from tests.people import Telegram
from tests.processes import PATIENCE, running, start

CHATS = 500


@pytest.fixture
async def telegram() -> AsyncIterator[tuple[Telegram, dict[str, str], Publisher]]:
    publisher = Publisher(lambda: datetime.now(UTC))
    async with Playground(publisher=publisher) as playground, Telegram(playground.url) as telegram:
        environ = {
            "BOT_TOKEN": playground.token,
            "TELEGRAM_API_URL": playground.url,
            "FETCH_ALLOW_PRIVATE": "1",
            "HTTP_PORT": "0",
            "PAID_BROADCAST": "1",
            "SEND_RATE": "300",
        }
        yield telegram, environ, publisher


async def taken_in(url: str) -> None:
    """Waits until every source was read once."""
    async with open_database(url) as db, asyncio.timeout(PATIENCE):
        while True:
            async with db.read() as tx:
                if sum(look.ok_at is not None for look in await looks.health(tx)) == 3:
                    return
            await asyncio.sleep(0.1)


async def followers(telegram: Telegram, url: str) -> set[int]:
    """So many chats that follow NATO, written straight into the store."""
    people = await telegram.newcomers(CHATS)
    now = datetime.now(UTC)
    async with open_database(url) as db, db.write() as tx:
        tag = await tags.by_spelling(tx, "nato", "en")
        assert tag
        for person in people:
            chat = await chats.meet(
                tx,
                chat_id=person.id,
                kind=ChatKind.PRIVATE,
                language="en",
                time_zone="Europe/Kyiv",
                title="",
                now=now,
            )
            await subscriptions.subscribe(tx, chat.number, tag.id, Level.BREAKING, now)
    return {person.id for person in people}


async def told(telegram: Telegram, title: str) -> dict[int, int]:
    return await telegram.deliveries(text=title)


async def test_kill_in_the_middle_of_a_push(
    telegram: tuple[Telegram, dict[str, str], Publisher], database_url: str, tmp_path: Path
) -> None:
    world, environ, publisher = telegram
    sources = tmp_path / "sources.toml"
    sources.write_text(publisher.sources(world.url), encoding="utf-8")
    url = make_url(database_url)
    plain = url.set(drivername=url.get_backend_name()).render_as_string(hide_password=False)
    wanted = environ | {"DATABASE_URL": plain, "SOURCES_FILE": str(sources)}

    async with running("run", folder=tmp_path, **wanted):
        await taken_in(database_url)
    everyone = await followers(world, database_url)

    victim = await start("run", folder=tmp_path, **wanted)
    title = (await world.newsroom("publish", kind="breaking"))["titles"]["en"]
    async with asyncio.timeout(PATIENCE):
        while len(await told(world, title)) < CHATS // 5:
            await asyncio.sleep(0.01)
    victim.kill()
    await victim.communicate()
    assert len(await told(world, title)) < CHATS

    async with running("run", folder=tmp_path, **wanted), asyncio.timeout(PATIENCE):
        while set(await told(world, title)) != everyone:
            await asyncio.sleep(0.1)
        await asyncio.sleep(1)  # repeats would come now
    counts = await told(world, title)
    assert set(counts) == everyone
    assert sum(counts.values()) - CHATS <= IN_FLIGHT
