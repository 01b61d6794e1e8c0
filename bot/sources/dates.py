"""Dates as pages write them → aware datetimes in UTC."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, tzinfo
from email.utils import parsedate_to_datetime

_MONTHS = (
    "jan|jän|ene|genn|stycz|ledn|ocak|січ|янв",
    "feb|fév|fev|lut|únor|şub|лют|фев",
    "mar|mär|mär|mrt|maa|břez|бер|мар",
    "apr|abr|avr|kwie|dub|nisan|кві|апр",
    "ma[yijí]|mag|kvě|тра|ма[йя]",
    "jun|jún|juin|giu|czer|červ(?!enc)|haz|чер|июн",
    "jul|júl|juil|lug|lip|červenc|temm|лип|июл",
    "aug|ágú|ago|aoû|sierp|srp|ağu|сер|авг",
    "sep|set|wrz|zář|eyl|вер|сен",
    "oct|okt|ott|out|paź|říj|eki|жов|окт",
    "nov|nóv|lis|kas|лис|ноя",
    "dec|dez|des|dic|déc|gru|pros|aral|гру|дек",
)
"""How their names begin in the languages of Europe; where two agree, the longer beginning decides."""
_MONTH = r"(?P<month>[^\W\d_]{3,12})\.?"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th|er|º)?\s*(?:de\s+|of\s+)?{_MONTH},?\s*(?:de\s+)?(?P<year>\d{{4}}\b)?",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b",
        r"\b(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})\b",
        r"(?<!\d)(?P<year>\d{4})\s?[-./年년]\s?(?P<month>\d{1,2})\s?[-./月월]\s?(?P<day>\d{1,2})(?!\d)",
    )
)
_TIME = re.compile(
    r"\D{0,12}?(?P<hour>\d{1,2})\s?[:.h時时시]\s?(?P<minute>\d{2})(?!\d)\s?(?P<half>[ap]\.?m)?", re.IGNORECASE
)
_ZONE = re.compile(r"(?:Z|[A-Z]{3}|:\d{2}(?:\.\d+)?\s?[+-]\d{2}:?\d{0,2})\s*$")
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


def names_zone(text: str) -> bool:
    """Whether a machine's date tells its zone: publishers that leave it out mostly mean their own."""
    return bool(_ZONE.search(text))


def read_written(text: str, *, near: date | None, zone: tzinfo) -> datetime | None:
    """A person's date: "Понеділок, 29 вересня 2014, 14:55". One without a year is of the year that it is nearest in.

    One without a time is the day's beginning, if it has a year.
    """
    for found in _written(text):
        time = _TIME.match(text, found.end())
        if (found["year"] or time) and (moment := _moment(found, time, near)):
            return _utc(moment, zone)
    return None


def date_in_path(url: str) -> date | None:
    """The day that an address names (".../2025/12/01/8009697/")."""
    found = _IN_PATH.search(url)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _written(text: str) -> Iterator[re.Match[str]]:
    return (found for pattern in _DATES for found in pattern.finditer(text) if _month(found["month"]))


def _moment(found: re.Match[str], time: re.Match[str] | None, near: date | None) -> datetime | None:
    years = [int(found["year"])] if found["year"] else [near.year - 1, near.year, near.year + 1] if near else []
    moments = []
    for year in years:
        try:
            moments.append(datetime(year, _month(found["month"]), int(found["day"]), *_clock(time)))
        except ValueError:
            continue
    return min(moments, key=lambda moment: abs(moment.date() - near) if near else 0, default=None)


def _clock(time: re.Match[str] | None) -> tuple[int, int]:
    if not time:
        return 0, 0
    hour = int(time["hour"])
    if time["half"]:
        hour = hour % 12 + (12 if time["half"].lower().startswith("p") else 0)
    return hour, int(time["minute"])


def _month(word: str) -> int:
    if word.isdecimal():
        return int(word)
    return next((number for number, words in enumerate(_MONTHS, 1) if re.match(words, word.lower())), 0)


def _utc(moment: datetime, zone: tzinfo) -> datetime | None:
    try:
        return (moment.replace(tzinfo=zone) if moment.tzinfo is None else moment).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
