"""One running newsroom for all conversations of a module; every test talks as people of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.newsroom import Newsroom, open_newsroom


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def newsroom(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Newsroom]:
    async with open_newsroom(tmp_path_factory.mktemp("newsroom")) as opened:
        yield opened
