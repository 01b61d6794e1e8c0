from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.gateway.connection import Telegram, connect
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
def kind() -> str:
    """The gateway asks the store for little; only a crash is tried on both databases."""
    return "sqlite"
