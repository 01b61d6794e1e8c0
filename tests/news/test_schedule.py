"""When a source is looked at next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.news.schedule import LONGEST, next_look

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@given(st.integers(1, 86_400), st.integers(0, 10_000), st.floats(0, 0.999))
def test_it_is_always_later_and_never_for_ever(every: int, failures: int, luck: float) -> None:
    wait = next_look(every, failures, NOW, luck=luck) - NOW
    assert timedelta(seconds=every) * 0.9 <= wait <= max(LONGEST, timedelta(seconds=every)) * 1.1


def test_failures_double_the_wait() -> None:
    waits = [next_look(60, failures, NOW, luck=0.5) - NOW for failures in range(4)]
    assert waits == [timedelta(seconds=60 * 2**failures) for failures in range(4)]


def test_a_publisher_that_asks_to_wait_is_obeyed() -> None:
    assert next_look(60, 1, NOW, luck=0.0, at_least=3600) == NOW + timedelta(hours=1)
