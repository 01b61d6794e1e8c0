"""A publisher of the test's own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.desk.publisher import Publisher, serving


@pytest.fixture
async def publisher() -> AsyncIterator[Publisher]:
    publisher = Publisher()
    async with serving(publisher):
        yield publisher
