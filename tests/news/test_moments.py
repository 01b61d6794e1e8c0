from datetime import UTC, datetime

import pytest

from bot.news.moments import moment

KYIV = "Europe/Kyiv"
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
"""15:00 in Kyiv."""


@pytest.mark.parametrize(
    ("typed", "day", "hour", "minute"),
    [
        ("18:30", 4, 15, 30),
        (" 18.30 ", 4, 15, 30),
        ("at 18:30", 4, 15, 30),
        ("о 18:30", 4, 15, 30),
        ("9:00", 5, 6, 0),
        ("15:00", 5, 12, 0),
        ("today 23:59", 4, 20, 59),
        ("Tomorrow at 9:00", 5, 6, 0),
        ("завтра о 9.00", 5, 6, 0),
        ("завтра в 00:05", 4, 21, 5),
        ("сегодня в 16:00", 4, 13, 0),
    ],
)
def test_times_as_editors_type_them(typed: str, day: int, hour: int, minute: int) -> None:
    assert moment(typed, NOW, KYIV) == datetime(2026, 5, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed", ["", "soon", "24:00", "12:60", "18", "18:3", "today 9:00", "сьогодні 15:00", "friday 9:00", "18:30 please"]
)
def test_what_is_no_time_ahead(typed: str) -> None:
    assert moment(typed, NOW, KYIV) is None


def test_an_hour_that_the_clocks_skip_is_an_hour_later() -> None:
    before = datetime(2026, 3, 28, 22, tzinfo=UTC)
    assert moment("tomorrow 3:30", before, KYIV) == datetime(2026, 3, 30, 0, 30, tzinfo=UTC)
    assert moment("3:30", before, KYIV) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
