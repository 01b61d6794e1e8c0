"""Times as editors type them: `18:30`, `tomorrow 9:00`, `завтра о 9.00`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

_TODAY = frozenset({"today", "сьогодні", "сегодня"})
_TOMORROW = frozenset({"tomorrow", "завтра"})
_AT = ("at", "о", "об", "в", "во")
_TYPED = re.compile(rf"(?:(\w+)\s+)?(?:(?:{'|'.join(_AT)})\s+)?(\d{{1,2}})[:.](\d{{2}})", re.IGNORECASE)


def moment(typed: str, now: datetime, zone: str) -> datetime | None:
    """The moment that is meant, by the clock of the zone; None for what is no time, or a time that is over.

    A time without a day is the next one. One that the clocks skip in spring is an hour later.
    """
    found = _TYPED.fullmatch(typed.strip())
    if found is None or int(found[2]) > 23 or int(found[3]) > 59:
        return None
    day, clock = (found[1] or "").lower(), time(int(found[2]), int(found[3]))
    here = now.astimezone(ZoneInfo(zone))
    today = datetime.combine(here.date(), clock, here.tzinfo).astimezone(UTC)
    tomorrow = datetime.combine(here.date() + timedelta(days=1), clock, here.tzinfo).astimezone(UTC)
    if day in _TOMORROW:
        return tomorrow
    if day in _TODAY:
        return today if today > now else None
    if day and day not in _AT:
        return None
    return today if today > now else tomorrow
