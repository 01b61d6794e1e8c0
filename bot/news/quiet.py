"""When a chat is not to be disturbed: its own quiet hours, and a mute that ends by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Hours:
    """Whole hours by the chat's clock, each from 0 to 23, over midnight where `ends` is the smaller one."""

    starts: int
    ends: int

    def hold(self, hour: int) -> bool:
        if self.starts < self.ends:
            return self.starts <= hour < self.ends
        return hour >= self.starts or hour < self.ends


@dataclass(frozen=True, slots=True)
class Rest:
    """What a chat asked for."""

    hours: Hours | None = None
    muted_until: datetime | None = None


NEVER_QUIET = Rest()


def quiet_until(rest: Rest, zone: str, now: datetime) -> datetime | None:
    """When the chat may be disturbed again; None where it may be now. `zone`: IANA name."""
    # In UTC: Python compares times of one zone by what the clocks show.
    until = now = now.astimezone(UTC)
    if rest.muted_until and rest.muted_until > until:
        until = rest.muted_until
    if rest.hours and (morning := _morning(rest.hours, zone, until)):
        # A mute that ends in the day is over before the next night begins, and one in the night with it.
        until = morning
    return until if until > now else None


def _morning(hours: Hours, zone: str, now: datetime) -> datetime | None:
    """When the quiet hours end that it is now; None where it is not."""
    here = now.astimezone(_zone(zone))
    if not hours.hold(here.hour):
        return None
    # An hour that the clocks show twice ends a night at the first, unless that is over; one that they skip is later.
    for day in range(3):
        for fold in (0, 1):
            clock = time(hours.ends, fold=fold)
            ends = datetime.combine(here.date() + timedelta(days=day), clock, here.tzinfo).astimezone(UTC)
            if ends > now:
                return ends
    raise AssertionError((hours, zone, now))


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
