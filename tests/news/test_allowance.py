from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.news.allowance import Account, Allowance, Hearing, hear

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
ALLOWANCE = Allowance(5, 0.5, timedelta(seconds=30))


def heard(*seconds: float) -> list[Hearing]:
    """Of questions at these seconds after noon."""
    account: Account | None = None
    found = []
    for second in seconds:
        told, account = hear(ALLOWANCE, account, NOON + timedelta(seconds=second))
        found.append(told)
    return found


def test_a_burst_is_answered_then_warned_of_once_then_met_with_silence() -> None:
    assert heard(*[0] * 9) == [Hearing.ANSWERED] * 5 + [Hearing.WARNED] + [Hearing.SILENCE] * 3


def test_who_was_silent_for_a_while_is_answered_again() -> None:
    assert heard(*[0] * 6, 29.9, 30, 31) == [
        *[Hearing.ANSWERED] * 5,
        Hearing.WARNED,
        Hearing.SILENCE,
        *[Hearing.ANSWERED] * 2,
    ]


def test_an_even_pace_is_never_too_much() -> None:
    assert set(heard(*range(0, 400, 2))) == {Hearing.ANSWERED}


def test_a_clock_that_is_set_back_prolongs_no_silence() -> None:
    assert heard(*[0] * 6, -86_400)[-1] is not Hearing.SILENCE


@given(st.lists(st.floats(0, 20), max_size=200))
def test_a_flood_gets_no_more_than_its_share(gaps: list[float]) -> None:
    times = [sum(gaps[: place + 1]) for place in range(len(gaps))]
    found = heard(*times)
    passed = times[-1] if times else 0.0
    assert found.count(Hearing.ANSWERED) <= ALLOWANCE.at_once + ALLOWANCE.a_second * passed + 1
    assert found.count(Hearing.WARNED) <= 1 + passed / ALLOWANCE.silence.total_seconds()
