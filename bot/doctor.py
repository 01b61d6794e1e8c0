"""`doctor`: looks at everything a bot needs, and says what to do about what is missing."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.gateway.connection import GatewayError, connect
from bot.news.article import Source
from bot.settings import Settings, SettingsError, read
from bot.sources import Fetcher, LookState, Parsers, ReadingError, catalogue, look
from bot.store import StoreUnavailable, chats, migrate, open_database


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    well: bool
    said: str


async def examine(environ: Mapping[str, str]) -> list[Finding]:
    """One finding a part; settings that cannot be read hide the rest."""
    try:
        settings = read(environ)
    except SettingsError as problem:
        return [Finding("settings", False, line) for line in str(problem).splitlines()]
    parts = await asyncio.gather(_database(settings), _token(settings), _sources(settings))
    return [Finding("settings", True, "complete"), *(finding for part in parts for finding in part)]


async def _database(settings: Settings) -> list[Finding]:
    url = settings.database_url.reveal()
    try:
        await migrate(url)
        async with open_database(url) as db, db.read() as tx:
            count = await chats.count(tx)
    except StoreUnavailable as problem:
        return [Finding("database", False, str(problem))]
    return [Finding("database", True, f"up to date, {count} chats")]


async def _token(settings: Settings) -> list[Finding]:
    try:
        async with connect(settings.bot_token.reveal(), settings.telegram_api_url) as telegram:
            return [Finding("token", True, f"@{telegram.username}")]
    except GatewayError as problem:
        return [Finding("token", False, str(problem))]


async def _sources(settings: Settings) -> list[Finding]:
    async with Fetcher(allow_private=settings.fetch_allow_private) as fetcher, Parsers() as parsers:
        sources = catalogue.load(settings.sources_file)
        return list(await asyncio.gather(*(_source(fetcher, parsers, source) for source in sources)))


async def _source(fetcher: Fetcher, parsers: Parsers, source: Source) -> Finding:
    try:
        result = await look(fetcher, parsers, source, LookState(), datetime.now(UTC))
    except ReadingError as problem:
        return Finding(f"source {source.id}", False, problem.reason)
    if result.top_failure:
        return Finding(f"source {source.id}", False, f"main news: {result.top_failure.reason}")
    return Finding(f"source {source.id}", True, f"{len(result.items)} articles in its feed")
