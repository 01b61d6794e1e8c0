"""A hint is given once in a while."""

from __future__ import annotations

from datetime import timedelta

from bot.news.hints import AGAIN, REMEMBERED, Hints
from tests.store.samples import NOON


def test_once_an_hour_to_each_group() -> None:
    hints = Hints()
    assert hints.due(-1, NOON)
    assert not hints.due(-1, NOON + AGAIN - timedelta(seconds=1))
    assert hints.due(-2, NOON)
    assert hints.due(-1, NOON + AGAIN)
    assert hints.due(-1, NOON)  # the clock was set back


def test_the_oldest_are_forgotten() -> None:
    hints = Hints()
    for group in range(REMEMBERED + 1):
        assert hints.due(group, NOON)
    assert hints.due(0, NOON)
    assert not hints.due(REMEMBERED, NOON)
