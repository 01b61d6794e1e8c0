"""The whole bot, run in the test's own loop against the local Telegram and the sample publisher."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot import app
from bot.gateway.pace import Pace
from bot.playground import Playground
from bot.playground.publisher import Publisher
from bot.settings import read
from bot.store import looks, migrate, open_database
from tests.people import Telegram

QUICK = 1_000_000
"""Messages that a Telegram without limits takes at once."""
PATIENCE = 60.0
"""Seconds that the first look may take on a busy machine."""


@dataclass(frozen=True, slots=True)
class Newsroom:
    telegram: Telegram
    environ: dict[str, str]
    """What the bot was started with."""


@asynccontextmanager
async def open_newsroom(
    folder: Path, *, limits: bool = False, database_url: str = "", **settings: str
) -> AsyncIterator[Newsroom]:
    """A bot that has taken in what the sample publisher has."""
    publisher = Publisher(lambda: datetime.now(UTC))
    async with Playground(publisher=publisher, limits=limits) as playground, Telegram(playground.url) as telegram:
        sources = folder / "sources.toml"
        sources.write_text(publisher.sources(playground.url), encoding="utf-8")
        environ = {
            "BOT_TOKEN": playground.token,
            "ADMIN_IDS": str(playground.editor_id),
            "DATABASE_URL": database_url or f"sqlite:///{folder / 'tagwire.db'}",
            "TELEGRAM_API_URL": playground.url,
            "SOURCES_FILE": str(sources),
            "FETCH_ALLOW_PRIVATE": "1",
            "HTTP_PORT": "0",
            **settings,
        }
        async with running(environ, limits=limits):
            async with asyncio.timeout(PATIENCE):
                await filled(read(environ).database_url.reveal(), sources=3)
            yield Newsroom(telegram, environ)


@asynccontextmanager
async def running(environ: dict[str, str], *, limits: bool = True) -> AsyncIterator[None]:
    """The bot as `python -m bot run` has it, stopped at the end as by SIGTERM; without `limits` people may be quick."""
    stop, settings = asyncio.Event(), read(environ)
    pace = None if limits else Pace(settings.send_rate, person_burst=QUICK)
    task = asyncio.create_task(app.run(settings, stop, pace))
    try:
        yield
    finally:
        stop.set()
        await task


async def filled(url: str, sources: int) -> None:
    """Waits until every source was read once."""
    await migrate(url)
    async with open_database(url) as db:
        while True:
            async with db.read() as tx:
                if sum(look.ok_at is not None for look in await looks.health(tx)) == sources:
                    return
            await asyncio.sleep(0.05)
