from __future__ import annotations

from datetime import timedelta

import pytest

from bot.news.quiet import Hours
from bot.news.typed import hours, is_off, offset, span


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("1h", 60),
        ("8", 480),
        ("30m", 30),
        ("1 год", 60),
        ("2 години", 120),
        ("30 хв", 30),
        ("3 часа", 180),
        ("5 мин.", 5),
    ],
)
def test_spans(typed: str, minutes: int) -> None:
    assert span(typed) == timedelta(minutes=minutes)


@pytest.mark.parametrize("typed", ["", "soon", "-1h", "0", "1h 30m x", "99999h"])
def test_no_spans(typed: str) -> None:
    assert span(typed) is None


def test_hours() -> None:
    assert hours("22-8") == hours("22:00 – 8:00") == hours("22 до 8") == Hours(22, 8)
    assert hours("20-24") == Hours(20, 0)
    assert [hours(typed) for typed in ("8-8", "24-8", "22-25", "22", "ten-two", "22:30-8:00")] == [None] * 6


def test_offsets() -> None:
    assert offset("+3") == offset("UTC+3") == offset("gmt +03:00") == timedelta(hours=3)
    assert offset("−3:30") == -timedelta(hours=3, minutes=30)
    assert [offset(typed) for typed in ("3", "+15", "-13", "UTC", "+3 h")] == [None] * 5


def test_off() -> None:
    assert is_off(" Off ")
    assert is_off("вимкнути")
    assert not is_off("1h")
