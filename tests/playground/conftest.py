"""A running playground, its people, and a bare HTTP client for its Bot API."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.playground import Playground
from tests.people import Telegram
from tests.playground.api import Api


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground() as running:
        yield running


@pytest.fixture
async def telegram(playground: Playground) -> AsyncIterator[Telegram]:
    async with Telegram(playground.url) as telegram:
        yield telegram


@pytest.fixture
async def api(playground: Playground) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(session, f"{playground.url}/bot{playground.token}")
