"""Plurals and times as the three languages have them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.locales import load

WORDS = load()
NOW = datetime(2026, 12, 3, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 1, "1 second"),
        ("en", 5, "5 seconds"),
        ("uk", 1, "1 секунду"),
        ("uk", 3, "3 секунди"),
        ("uk", 11, "11 секунд"),
        ("ru", 21, "21 секунду"),
        ("ru", 24, "24 секунды"),
        ("ru", 12, "12 секунд"),
    ],
)
def test_plurals(language: str, count: int, said: str) -> None:
    words = WORDS[language]
    assert words.ngettext("{count} second", "{count} seconds", count).format(count=count) == said


@pytest.mark.parametrize(
    ("moment", "language", "said"),
    [
        (datetime(2026, 12, 3, 10, 37, tzinfo=UTC), "en", "12:37"),
        (datetime(2026, 12, 2, 10, 37, tzinfo=UTC), "en", "2 December, 12:37"),
        (datetime(2026, 12, 2, 10, 37, tzinfo=UTC), "uk", "2 грудня, 12:37"),
        (datetime(2025, 12, 2, 10, 37, tzinfo=UTC), "ru", "2 декабря 2025, 12:37"),
        (datetime(2026, 12, 2, 22, 30, tzinfo=UTC), "en", "00:30"),
    ],
)
def test_times_are_the_chats(moment: datetime, language: str, said: str) -> None:
    assert WORDS[language].at(moment, "Europe/Kyiv", NOW) == said
