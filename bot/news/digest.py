"""Digests: at which hour of the chat's clock one is due, and when it is too late for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.news.quiet import Rest, quiet_until

LATE = timedelta(hours=12)
"""A digest that could not come for so long waits for the next hour, and brings that day's news too."""
USUAL_HOUR = 8


@dataclass(frozen=True, slots=True)
class Digest:
    hour: int
    """Of the chat's clock, from 0 to 23."""
    weekdays: bool = False
    """From Monday to Friday only."""


def next_digest(digest: Digest, zone: str, after: datetime) -> datetime:
    """The first one later than `after`. `zone`: IANA name."""
    return min(one for one in _around(digest, zone, after) if one > after)


def put_off(digest: Digest, rest: Rest, zone: str, now: datetime) -> datetime | None:
    """When one that is owed may come; None where it may come now, as far as quiet hours allow."""
    last = max(one for one in _around(digest, zone, now) if one <= now)
    since = quiet_until(rest, zone, last) or last
    return next_digest(digest, zone, now) if now >= since + LATE else None


def _around(digest: Digest, zone: str, now: datetime) -> Iterator[datetime]:
    """Some days' before and after. An hour that clocks skip is later; of one that they show twice it is the first."""
    clock, here = ZoneInfo(zone), now.astimezone(ZoneInfo(zone)).date()
    for day in range(-4, 5):
        date = here + timedelta(days=day)
        if not digest.weekdays or date.weekday() < 5:
            yield datetime.combine(date, time(digest.hour), clock).astimezone(UTC)
