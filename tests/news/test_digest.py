"""The hour of a digest by clocks that change, and when it is too late for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.news.digest import LATE, Digest, next_digest, put_off
from bot.news.quiet import NEVER_QUIET, Hours, Rest

KYIV = "Europe/Kyiv"
DAILY = Digest(8)
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
"""A Monday, 15:00 in Kyiv."""


def at(day: int, hour: int, month: int = 5) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def test_at_the_chats_own_clock() -> None:
    assert next_digest(DAILY, KYIV, NOON) == at(5, 5)
    assert next_digest(DAILY, "Asia/Tokyo", NOON) == at(4, 23)
    assert next_digest(DAILY, KYIV, at(5, 5)) == at(6, 5)


def test_on_weekdays_friday_is_followed_by_monday() -> None:
    assert next_digest(Digest(8, weekdays=True), KYIV, at(8, 5)) == at(11, 5)


def test_an_hour_that_the_clocks_skip_is_later_and_one_shown_twice_comes_once() -> None:
    skipped = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert next_digest(Digest(3), KYIV, skipped) == at(29, 1, 3)  # it is 4:00 then
    twice = datetime(2026, 10, 24, 12, tzinfo=UTC)
    first = next_digest(Digest(3), KYIV, twice)
    assert first == at(25, 0, 10)
    assert next_digest(Digest(3), KYIV, first) == at(26, 1, 10)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)), st.integers(0, 23), st.booleans()
)
def test_there_is_always_a_next_one_within_days(now: datetime, hour: int, weekdays: bool) -> None:
    following = next_digest(Digest(hour, weekdays), KYIV, now)
    assert timedelta(0) < following - now <= timedelta(days=3 if weekdays else 1, hours=1)


def test_it_comes_late_for_half_a_day_and_then_with_the_next_one() -> None:
    assert put_off(DAILY, NEVER_QUIET, KYIV, at(5, 5) + LATE - timedelta(seconds=1)) is None
    assert put_off(DAILY, NEVER_QUIET, KYIV, at(5, 5) + LATE) == at(6, 5)


def test_who_rests_longer_than_that_gets_it_all_the_same() -> None:
    worker = Rest(Hours(7, 21))
    assert put_off(DAILY, worker, KYIV, at(5, 18)) is None
    assert put_off(DAILY, Rest(None, at(5, 18)), KYIV, at(5, 18)) is None
