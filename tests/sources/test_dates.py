from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.sources.dates import date_in_path, names_zone, read_iso, read_written

KYIV = ZoneInfo("Europe/Kyiv")


@pytest.mark.parametrize(
    ("text", "near", "moment"),
    [
        ("Понеділок, 29 вересня 2014, 14:55", None, datetime(2014, 9, 29, 11, 55)),
        ("Ольга Перо — 1 грудня, 00:08", date(2025, 12, 1), datetime(2025, 11, 30, 22, 8)),
        ("8 января, 17:46", date(2026, 1, 8), datetime(2026, 1, 8, 15, 46)),
        ("31 грудня, 23:50", date(2026, 1, 1), datetime(2025, 12, 31, 21, 50)),
        ("Tuesday, 3 December 2024, 12:37", None, datetime(2024, 12, 3, 10, 37)),
        ("4 May, 9:05", date(2026, 5, 4), datetime(2026, 5, 4, 6, 5)),
        ("28.08.2024, 14:05 Uhr", None, datetime(2024, 8, 28, 11, 5)),
        ("28. August 2024 um 14.05 Uhr", None, datetime(2024, 8, 28, 11, 5)),
        ("Publié le 1er août 2024 à 14h05", None, datetime(2024, 8, 1, 11, 5)),
        ("28 de agosto de 2024 a las 14:05", None, datetime(2024, 8, 28, 11, 5)),
        ("Aug 28, 2024 2:05 PM", None, datetime(2024, 8, 28, 11, 5)),
        ("28 sierpnia 2024 14:05", None, datetime(2024, 8, 28, 11, 5)),
        ("1 července 2024 14:05", None, datetime(2024, 7, 1, 11, 5)),
        ("28 Ağustos 2024 - 14:05", None, datetime(2024, 8, 28, 11, 5)),
        ("2024年8月28日 14時05分", None, datetime(2024, 8, 28, 11, 5)),
        ("2024.08.28 14:05", None, datetime(2024, 8, 28, 11, 5)),
        ("28 серпня 2024 року", None, datetime(2024, 8, 27, 21, 0)),
        ("12 people met on 28 August 2024, 14:05", None, datetime(2024, 8, 28, 11, 5)),
        ("5 травня, 9:05", date(2026, 5, 4), datetime(2026, 5, 5, 6, 5)),
    ],
)
def test_written_dates(text: str, near: date | None, moment: datetime) -> None:
    assert read_written(text, near=near, zone=KYIV) == moment.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "1 грудня, 00:08", "40 грудня 2025, 10:00", "1 hello 2025, 10:00", "5 травня", "30.02.2024"],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_written(text, near=None, zone=KYIV) is None


def test_machine_dates_use_the_zone_only_where_they_name_none() -> None:
    assert read_iso("2025-10-24 15:26:00", KYIV) == datetime(2025, 10, 24, 12, 26, tzinfo=UTC)
    assert read_iso("2025-12-01T00:08:00+02:00", UTC) == datetime(2025, 11, 30, 22, 8, tzinfo=UTC)
    assert read_iso("Wed, 04 Mar 2026 10:30:00 +0200") == datetime(2026, 3, 4, 8, 30, tzinfo=UTC)
    assert read_iso("0001-01-01T00:00:00+14:00") is None
    assert read_iso("soon") is None


def test_addresses_name_days_with_and_without_zeros() -> None:
    assert date_in_path("https://x.example/news/2024/09/3/1/") == date(2024, 9, 3)
    assert date_in_path("https://x.example/news/2025/12/01/1/") == date(2025, 12, 1)
    assert date_in_path("https://x.example/news/2025/13/01/1/") is None


def test_a_zone_is_named_or_not() -> None:
    named = (
        "2025-12-01T00:08:00+02:00",
        "2025-12-01T00:08Z",
        "2025-12-01 00:08:00 +0200",
        "Wed, 04 Mar 2026 10:30:00 GMT",
    )
    assert all(map(names_zone, named))
    assert not any(map(names_zone, ("2025-12-01T00:08:00", "2025-12-01", "2025-12-01 00:08:00.0", "")))
