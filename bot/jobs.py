"""The timetable: which loop runs what, how often. What is due stands in the database, so a restart costs nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

_log = logging.getLogger(__name__)

HEALTH_EVERY = 10.0
"""Seconds between looks at whether work goes on."""
INTAKE_EVERY = 1.0
"""Seconds between looks for sources that are due."""
REINDEX_EVERY = 60.0
"""Seconds between looks for articles that an older version indexed, once there is none."""
REPORTS_EVERY = 1.0
"""Seconds between looks for finished broadcasts."""
RETENTION_EVERY = 600.0
"""Seconds between looks for what is kept too long."""
COUNTING_EVERY = 5.0
"""Seconds between looks for announcements that have ended, of which nobody knows how fast they were."""
NOTICES_EVERY = 2.0
"""Seconds between looks for announcements that were stopped."""


async def every(seconds: float, name: str, job: Callable[[], Awaitable[object]], stop: asyncio.Event) -> None:
    """Runs the job until `stop`, with a pause of so many seconds between its end and its next start. The log has its
    name when it fails."""
    while not stop.is_set():
        try:
            await job()
        except Exception:  # a door: one bad turn must not end the job
            _log.exception("%s: failed, and is tried again", name)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), seconds)
