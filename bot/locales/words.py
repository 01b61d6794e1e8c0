"""Words: one language's messages, plurals, numbers and dates.

English stands in the views as the message ids, so it needs no catalogue; uk and ru are `.po` files, compiled in memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal


class Language(NamedTuple):
    """`name` in the language itself; `short` for a button."""

    name: str
    short: str


LANGUAGES: Mapping[str, Language] = {
    "uk": Language("Українська", "Укр"),
    "ru": Language("Русский", "Рус"),
    "en": Language("English", "Eng"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """What views write with. `gettext` and `ngettext` take English message ids."""

    language: str
    _catalogue: NullTranslations
    _locale: Locale

    def gettext(self, message: str) -> str:
        return self._catalogue.gettext(message)

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self._catalogue.ngettext(one, many, count)

    def number(self, value: float) -> str:
        return format_decimal(value, locale=self._locale)

    def day(self, day: date) -> str:
        """Without its year."""
        return format_date(day, "d MMM", locale=self._locale)

    def at(self, moment: datetime, zone: str, now: datetime) -> str:
        """Clock time in the zone ("12:37"), after its day unless that is today there ("3 December, 12:37")."""
        local, today = moment.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
        clock = format_time(local, "HH:mm", locale=self._locale)
        if local.date() == today.date():
            return clock
        pattern = "d MMMM" if local.year == today.year else "d MMMM y"
        return f"{format_date(local, pattern, locale=self._locale)}, {clock}"


def load() -> Mapping[str, Words]:
    """Every language's Words, compiled from the shipped catalogues (about 20 ms)."""
    return {code: Words(code, _catalogue(code), Locale.parse(code)) for code in LANGUAGES}


def _catalogue(code: str) -> NullTranslations:
    source = files("bot.locales").joinpath(f"{code}.po")
    if not source.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return GNUTranslations(compiled)
