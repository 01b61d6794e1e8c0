"""Quiet hours by the chat's own clock, through every change of the clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.quiet import Hours, Rest, quiet_until

NIGHT = Hours(22, 8)
ZONES = sorted(available_timezones() - {"localtime"})
hours = st.builds(Hours, st.integers(0, 23), st.integers(0, 23)).filter(lambda one: one.starts != one.ends)
moments = st.datetimes(datetime(2005, 1, 1), datetime(2037, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))


def local(zone: str, *when: int, fold: int = 0) -> datetime:
    """In UTC: of what the clocks show twice, Python says that it equals nothing in another zone."""
    return datetime(*when, fold=fold, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[misc, arg-type]


def test_a_night_ends_in_the_morning() -> None:
    morning = local("Europe/Kyiv", 2026, 5, 5, 8)
    for evening in (local("Europe/Kyiv", 2026, 5, 4, 22), local("Europe/Kyiv", 2026, 5, 5, 7, 59)):
        assert quiet_until(Rest(NIGHT), "Europe/Kyiv", evening) == morning
    for day in (local("Europe/Kyiv", 2026, 5, 4, 21, 59), morning):
        assert quiet_until(Rest(NIGHT), "Europe/Kyiv", day) is None


def test_hours_of_one_day() -> None:
    siesta = Rest(Hours(13, 16))
    assert quiet_until(siesta, "Europe/Madrid", local("Europe/Madrid", 2026, 5, 4, 14)) == local(
        "Europe/Madrid", 2026, 5, 4, 16
    )
    assert quiet_until(siesta, "Europe/Madrid", local("Europe/Madrid", 2026, 5, 4, 16)) is None


@pytest.mark.parametrize(("day", "length"), [((2026, 3, 28), 9), ((2026, 10, 24), 11), ((2026, 5, 4), 10)])
def test_a_night_is_shorter_in_spring_and_longer_in_autumn(day: tuple[int, int, int], length: int) -> None:
    begins = local("Europe/Kyiv", *day, 22)
    ends = quiet_until(Rest(NIGHT), "Europe/Kyiv", begins)
    assert ends
    assert ends.astimezone(ZoneInfo("Europe/Kyiv")).hour == 8
    assert ends.astimezone(UTC) - begins.astimezone(UTC) == timedelta(hours=length)


def test_an_end_that_the_clocks_skip_or_show_twice() -> None:
    skipped = quiet_until(Rest(Hours(22, 3)), "Europe/Kyiv", local("Europe/Kyiv", 2026, 3, 29, 1))
    assert skipped == local("Europe/Kyiv", 2026, 3, 29, 4)
    twice = local("Europe/Kyiv", 2026, 10, 25, 3)
    assert quiet_until(Rest(Hours(22, 3)), "Europe/Kyiv", local("Europe/Kyiv", 2026, 10, 25, 1)) == twice
    assert quiet_until(Rest(Hours(22, 3)), "Europe/Kyiv", twice) is None


def test_a_mute_and_the_night_after_it() -> None:
    evening, later = local("Europe/Kyiv", 2026, 5, 4, 21), local("Europe/Kyiv", 2026, 5, 4, 21, 30)
    assert quiet_until(Rest(muted_until=later), "Europe/Kyiv", evening) == later
    assert quiet_until(Rest(muted_until=later), "Europe/Kyiv", later) is None
    over_the_night = Rest(NIGHT, local("Europe/Kyiv", 2026, 5, 4, 23))
    assert quiet_until(over_the_night, "Europe/Kyiv", evening) == local("Europe/Kyiv", 2026, 5, 5, 8)


@given(hours, st.sampled_from(ZONES), moments)
def test_quiet_is_what_the_clock_on_the_wall_says_and_always_ends(asked: Hours, zone: str, now: datetime) -> None:
    until = quiet_until(Rest(asked), zone, now)
    assert (until is not None) == asked.hold(now.astimezone(ZoneInfo(zone)).hour)
    if until:
        # A clock that goes back an hour may show an hour of the night twice, and then it is night again.
        assert now < until <= now + timedelta(hours=26)
        assert not asked.hold(until.astimezone(ZoneInfo(zone)).hour)


@given(hours, st.sampled_from(["Europe/Kyiv", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]), moments)
def test_the_end_does_not_move_while_the_night_lasts(asked: Hours, zone: str, now: datetime) -> None:
    until = quiet_until(Rest(asked), zone, now)
    if until:
        assert quiet_until(Rest(asked), zone, until - timedelta(seconds=1)) == until


@given(hours, st.sampled_from(ZONES), moments, st.timedeltas(timedelta(0), timedelta(hours=9)))
def test_after_a_mute_the_chat_is_awake(asked: Hours, zone: str, now: datetime, mute: timedelta) -> None:
    rest = Rest(asked, now + mute)
    until = quiet_until(rest, zone, now)
    assert until is None or quiet_until(rest, zone, until) is None
