"""One browser and one running newsroom for all flows of a module; every test sits down as people of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.browsing import Screen, open_browser, open_screen
from tests.newsroom import Newsroom, open_newsroom


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def newsroom(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Newsroom]:
    async with open_newsroom(tmp_path_factory.mktemp("newsroom")) as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def screen(browser: Browser, newsroom: Newsroom, size: str) -> AsyncIterator[Screen]:
    """Of the `size` that the test asks for: see `on_every_screen`."""
    async with open_screen(browser, newsroom.telegram.url, size) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def screens(browser: Browser, newsroom: Newsroom) -> AsyncIterator[list[Screen]]:
    """One of each size, for what the newsroom does only once."""
    url = newsroom.telegram.url
    async with open_screen(browser, url, "desktop") as desktop, open_screen(browser, url, "phone") as phone:
        yield [desktop, phone]
