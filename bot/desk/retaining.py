"""What is kept no longer than it is meant to be."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, suppress
from datetime import datetime
from typing import cast

from bot.news.retention import Retention, before
from bot.store import Database, retention

PAUSE = 0.1
"""Seconds between two transactions: readers and deliveries come first."""

_log = logging.getLogger(__name__)


async def retain(db: Database, keep: Retention, now: datetime, stop: asyncio.Event, pause: float = PAUSE) -> None:
    """Until nothing is too old, or `stop`."""
    for name, walk in _walks(db, keep, now):
        if stop.is_set():
            return
        if gone := await _through(walk, stop, pause):
            _log.info("%d rows of %s were too old and are gone", gone, name)


def _walks(db: Database, keep: Retention, now: datetime) -> Iterator[tuple[str, AsyncIterator[int]]]:
    """What refers to something else goes before it."""
    yield "answered updates", retention.answered(db, now)
    if limit := before(keep.searches, now):
        yield "searches", retention.searches(db, limit)
    if limit := before(keep.deliveries, now):
        yield "candidates", retention.candidates(db, limit)
        yield "drafts", retention.drafts(db, limit)
        yield "announcements", retention.announcements(db, limit)
    if limit := before(keep.articles, now):
        yield "stories", retention.stories(db, limit)


async def _through(walk: AsyncIterator[int], stop: asyncio.Event, pause: float) -> int:
    gone = 0
    async with aclosing(cast("AsyncGenerator[int, None]", walk)) as counts:
        async for count in counts:
            gone += count
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
            if stop.is_set():
                break
    return gone
