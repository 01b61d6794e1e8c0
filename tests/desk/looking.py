"""A newsroom that looks at one source, at times that the test says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial

import pytest

from bot.desk.intake import Intake
from bot.news.article import Source
from bot.sources import Fetcher, Parsers, look, read_article
from bot.store import Database, sources
from tests.desk.publisher import Publisher

START = datetime.now(UTC)


class Clock:
    now = START


async def look_at(intake: Intake, clock: Clock, moment: datetime) -> int:
    """One round of looks, at the given time."""
    clock.now = moment
    due = await intake.look_at_due()
    await intake.finish()
    return due


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def intake(db: Database, publisher: Publisher, clock: Clock) -> AsyncIterator[Intake]:
    source = Source("t", "The Test", "en", f"{publisher.root}/rss", every=60, page="pravda", tags=("test",))
    async with db.write() as tx:
        await sources.take_list(tx, [source], START)
    async with Fetcher(allow_private=True) as fetcher, Parsers() as parsers:
        yield Intake(
            db,
            partial(look, fetcher, parsers),
            partial(read_article, fetcher, parsers),
            reserved=("latest",),
            now=lambda: clock.now,
        )
