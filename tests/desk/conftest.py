"""A publisher of the test's own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.desk.looking import clock, intake
from tests.desk.publisher import Publisher, serving

__all__ = ["clock", "intake", "publisher"]


@pytest.fixture
async def publisher() -> AsyncIterator[Publisher]:
    publisher = Publisher()
    async with serving(publisher):
        yield publisher
