"""Times to the first and last message, of announcements that this time of delivering has seen from their beginning."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk.timing import Timing, Watch
from bot.news.alert import Alert
from bot.news.delivery import Announcement, AnnouncementKind, Lane
from tests.store.samples import NOON


def told(number: int, opens_at: datetime | None) -> Announcement:
    return Announcement(number, AnnouncementKind.ALERT, None, Alert({"en": "Hi"}), NOON, None, opens_at=opens_at)


def test_first_and_last() -> None:
    said: list[tuple[str, Lane, float]] = []
    watch = Watch(first=lambda *of: said.append(("first", *of)), last=lambda *of: said.append(("last", *of)))
    timing = Timing(watch, NOON)
    early, ours = told(1, NOON - timedelta(seconds=1)), told(2, NOON + timedelta(seconds=1))
    for seconds in (3, 5, 9):
        timing.sent(early, NOON + timedelta(seconds=seconds))
        timing.sent(ours, NOON + timedelta(seconds=seconds))
    timing.closed([1, 2, 3])
    timing.closed([2])
    assert said == [("first", Lane.BREAKING, 2.0), ("last", Lane.BREAKING, 8.0)]
