from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.gateway.connection import Telegram, connect
from bot.store import Database, migrate, open_database
from tests.gateway.server import TOKEN, Scripted, scripted


@pytest.fixture
async def server() -> AsyncIterator[Scripted]:
    async with scripted() as server:
        yield server


@pytest.fixture
async def telegram(server: Scripted) -> AsyncIterator[Telegram]:
    async with connect(TOKEN, server.url) as telegram:
        yield telegram


@pytest.fixture
def db_url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path / 'tagwire.db'}"


@pytest.fixture
async def db(db_url: str) -> AsyncIterator[Database]:
    await migrate(db_url)
    async with open_database(db_url) as db:
        yield db
