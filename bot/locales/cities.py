"""Time zones by the names of their cities, in each of our languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global

from bot.locales.words import LANGUAGES

_UTC = "Etc/GMT"


def city(zone: str, language: str) -> str:
    """What the zone is called after ("Київ"), or its offset ("UTC+3")."""
    if zone.startswith(_UTC):
        return "UTC" + zone.removeprefix(_UTC).translate(str.maketrans("+-", "−+"))
    return _cities(language).get(zone) or zone.rpartition("/")[2].replace("_", " ")


def zone_of(typed: str) -> str | None:
    """The IANA name of the zone that a city gave its name to, in whatever language of ours it is typed."""
    return _by_name().get(_plain(typed))


def zone_at(offset: timedelta, now: datetime) -> str | None:
    """A zone whose clocks are always so far ahead of UTC."""
    hours, rest = divmod(offset, timedelta(hours=1))
    if not rest:
        return f"{_UTC}{-hours:+d}" if hours else _UTC
    # In summer and in winter.
    year = [now + timedelta(days=days) for days in (0, 182)]
    for zone in sorted({*_by_name().values()}):
        if all(at.astimezone(ZoneInfo(zone)).utcoffset() == offset for at in year):
            return zone
    return None


@cache
def _cities(language: str) -> Mapping[str, str]:
    """Zone → city."""
    known = {zone: names["city"] for zone, names in Locale.parse(language).time_zones.items() if names.get("city")}
    # The catalogue may have a zone under a name that it had before.
    return known | {new: known[old] for old, new in _renamed().items() if old in known}


@cache
def _by_name() -> Mapping[str, str]:
    zones = {
        zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "posix"))
    }
    named = {_plain(zone.rpartition("/")[2]): zone for zone in sorted(zones, reverse=True)}
    for language in LANGUAGES:
        named |= {_plain(name): zone for zone, name in sorted(_cities(language).items()) if zone in zones}
    return {name: _renamed().get(zone, zone) for name, zone in named.items()}


@cache
def _renamed() -> Mapping[str, str]:
    """Old name → new name."""
    zones = available_timezones()
    return {old: new for old, new in get_global("zone_aliases").items() if new in zones}


def _plain(name: str) -> str:
    """As it is compared."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())
