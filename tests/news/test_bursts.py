"""Three headlines in ten minutes are messages of their own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.news.bursts import AT_ONCE, WINDOW, Bursts

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
HERE, THERE = (1, 0), (1, 7)


def test_the_rest_of_a_window_is_folded_and_the_next_window_begins_anew() -> None:
    bursts = Bursts()
    assert [bursts.lets(HERE, number, NOON) for number in range(5)] == [True] * AT_ONCE + [False] * 2
    assert bursts.lets(THERE, 9, NOON)  # another topic of the forum
    assert not bursts.lets(HERE, 5, NOON + WINDOW - timedelta(seconds=1))
    assert bursts.lets(HERE, 6, NOON + WINDOW)


def test_one_that_is_tried_again_is_counted_once() -> None:
    bursts = Bursts()
    assert all(bursts.lets(HERE, 1, NOON + timedelta(seconds=second)) for second in range(9))
    assert bursts.lets(HERE, 2, NOON)


def test_what_the_rest_went_into_is_known_in_its_window() -> None:
    bursts = Bursts()
    bursts.lets(HERE, 1, NOON)
    bursts.goes_into(HERE, 77, NOON)
    assert bursts.more(HERE, NOON + WINDOW / 2) == 77
    assert bursts.more(HERE, NOON + WINDOW) == 0


def test_a_clock_that_was_set_back_folds_nothing_for_long() -> None:
    bursts = Bursts()
    for number in range(5):
        bursts.lets(HERE, number, NOON)
    assert bursts.lets(HERE, 9, NOON - timedelta(days=1))


def test_what_is_over_is_forgotten() -> None:
    bursts = Bursts()
    for place in range(1000):
        bursts.lets((place, 0), 1, NOON)
    for window in range(1, 4):
        bursts.lets(HERE, 1, NOON + window * WINDOW)
    assert len(bursts._now) + len(bursts._before) < 5
