"""Dates as pages write them → aware datetimes in UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo
from email.utils import parsedate_to_datetime

_MONTHS = (
    "jan|січ|янв",
    "feb|лют|фев",
    "mar|бер|мар",
    "apr|кві|апр",
    "may|тра|ма[йя]",
    "jun|чер|июн",
    "jul|лип|июл",
    "aug|сер|авг",
    "sep|вер|сен",
    "oct|жов|окт",
    "nov|лис|ноя",
    "dec|гру|дек",
)
_WRITTEN = re.compile(r"\b(\d{1,2})\s+([^\W\d_]{3,})\.?,?\s*(\d{4})?,?\s+(?:о\s+|at\s+|в\s+)?(\d{1,2}):(\d{2})\b")
_IN_PATH = re.compile(r"/(\d{4})/(\d{1,2})/(\d{1,2})(?:/|$)")


def read_iso(text: str, zone: tzinfo = UTC) -> datetime | None:
    """A machine's date (ISO 8601, or as in mail); `zone` is meant where it names none."""
    stripped = text.strip()
    try:
        moment = datetime.fromisoformat(stripped)
    except ValueError:
        try:
            moment = parsedate_to_datetime(stripped)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    return _utc(moment, zone)


def read_written(text: str, *, near: date | None, zone: tzinfo) -> datetime | None:
    """A person's date: "Понеділок, 29 вересня 2014, 14:55". One without a year is of the year that it is nearest in."""
    found = _WRITTEN.search(text)
    month = _month(found[2]) if found else 0
    if not found or not month:
        return None
    day, hour, minute = int(found[1]), int(found[4]), int(found[5])
    years = [int(found[3])] if found[3] else [near.year - 1, near.year, near.year + 1] if near else []
    moments = []
    for year in years:
        try:
            moments.append(datetime(year, month, day, hour, minute))
        except ValueError:
            continue
    if not moments:
        return None
    best = min(moments, key=lambda moment: abs(moment.date() - near)) if near else moments[0]
    return _utc(best, zone)


def date_in_path(url: str) -> date | None:
    """The day that an address names (".../2025/12/01/8009697/")."""
    found = _IN_PATH.search(url)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _month(word: str) -> int:
    return next((number for number, words in enumerate(_MONTHS, 1) if re.match(words, word.lower())), 0)


def _utc(moment: datetime, zone: tzinfo) -> datetime | None:
    try:
        return (moment.replace(tzinfo=zone) if moment.tzinfo is None else moment).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
