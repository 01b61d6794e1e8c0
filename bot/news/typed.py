"""What people type after `/mute` and `/settings`: spans of time, hours of a day, offsets from UTC."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import NamedTuple

from bot.news.quiet import Hours

_OFF = frozenset("off no 0 вимкнути вимк ні выключить выкл нет".split())
_SPAN = re.compile(r"(\d{1,4})\s*(?:(h|hours?|год\S*|г|час\S*|ч)|(m|min\S*|хв\S*|х|мин\S*|м))?\.?", re.IGNORECASE)
_HOURS = re.compile(r"(\d{1,2})(?:[:.]00)?\s*(?:[-–—]|to|до)\s*(\d{1,2})(?:[:.]00)?", re.IGNORECASE)
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+\-−–])\s*(\d{1,2})(?:[:.]?([0-5]\d))?", re.IGNORECASE)
_WEEKDAYS = frozenset(
    "weekdays weekday workdays будні буднях будням будних будни будням робочі робочим рабочие рабочим".split()
)
_DAILY = frozenset("daily every everyday щодня кожен кожного ежедневно каждый".split())
_AROUND = frozenset(
    "at on o clock in the day days morning digest о об в у на по день дня дні дням дни час часов утра ранку".split()
)
_HALVES = {"am": 0, "pm": 12}
_CLOCK = re.compile(r"(\d{1,2})(?:[:.]00)?|[^\W\d_]+|\S")


class DigestWish(NamedTuple):
    hour: int | None
    """None: not said."""
    weekdays: bool | None


def is_off(typed: str) -> bool:
    return typed.strip().lower() in _OFF


def span(typed: str) -> timedelta | None:
    """`1h`, `30 хв`, `2 часа`; a number alone is hours. None for anything else, and for nothing at all."""
    found = _SPAN.fullmatch(typed.strip())
    if found is None or not int(found[1]):
        return None
    return timedelta(minutes=int(found[1])) if found[3] else timedelta(hours=int(found[1]))


def hours(typed: str) -> Hours | None:
    """`22-8`, `23:00–7:00`."""
    found = _HOURS.fullmatch(typed.strip())
    if found is None:
        return None
    starts, ends = int(found[1]), int(found[2]) % 24
    return Hours(starts, ends) if starts < 24 and starts != ends and int(found[2]) <= 24 else None


def offset(typed: str) -> timedelta | None:
    """`+3`, `UTC-5`, `+05:30`, as far as there are clocks that go so."""
    found = _OFFSET.fullmatch(typed.strip())
    if found is None:
        return None
    ahead = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    apart = ahead if found[1] == "+" else -ahead
    return apart if timedelta(hours=-12) <= apart <= timedelta(hours=14) else None


def digest(typed: str) -> DigestWish | None:
    """`8`, `weekdays 8:00`, `щодня о 20`, `по будням в 9`, `8 pm`: whole hours. None for anything else."""
    hours, words = [], set()
    for found in _CLOCK.finditer(typed.lower()):
        hours += [int(found[1])] if found[1] else []
        words |= set() if found[1] else {found[0]}
    weekdays, daily, halves = words & _WEEKDAYS, words & _DAILY, words & _HALVES.keys()
    if words - _WEEKDAYS - _DAILY - _AROUND - _HALVES.keys() or len(hours) > 1 or len(halves) > 1:
        return None
    if (weekdays and daily) or (halves and not hours) or not (weekdays or daily or hours):
        return None
    hour = _on_the_clock(hours[0], *halves) if hours else None
    if hours and hour is None:
        return None
    return DigestWish(hour, bool(weekdays) if weekdays or daily else None)


def _on_the_clock(hour: int, half: str = "") -> int | None:
    if half:
        return hour % 12 + _HALVES[half] if 1 <= hour <= 12 else None
    return hour % 24 if hour <= 24 else None
