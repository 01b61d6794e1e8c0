"""One browser for all tests of a module; each has a local Telegram and a screen of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest_asyncio
from playwright.async_api import Browser

from bot.playground import Playground
from bot.playground.publisher import Publisher
from tests.browsing import Screen, open_browser, open_screen
from tests.people import Telegram
from tests.playground.api import Api


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def playground() -> AsyncIterator[Playground]:
    async with Playground(publisher=Publisher(lambda: datetime.now(UTC))) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def api(playground: Playground) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(session, f"{playground.url}/bot{playground.token}")


@pytest_asyncio.fixture(loop_scope="module")
async def telegram(playground: Playground) -> AsyncIterator[Telegram]:
    async with Telegram(playground.url) as telegram:
        yield telegram


@pytest_asyncio.fixture(loop_scope="module")
async def screen(browser: Browser, playground: Playground, size: str) -> AsyncIterator[Screen]:
    async with open_screen(browser, playground.url, size) as opened:
        yield opened
