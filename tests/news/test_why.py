"""What stopped a story on its way to a chat that has no delivery of it."""

from datetime import UTC, datetime

import pytest

from bot.news.audience import Audience
from bot.news.chats import Level
from bot.news.delivery import AnnouncementKind, AnnouncementState, Lane
from bot.news.story import Tag
from bot.news.why import Follow, Missed, Push, missed

NATO, GRID = Tag(1, "nato", "nato", "NATO"), Tag(2, "grid", "grid", "Grid")
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
BOTH = (Level.BREAKING, Level.ALL)


def push(kind: AnnouncementKind, *levels: Level, cursor: int = 100, fanned: bool = True) -> Push:
    state, lane = AnnouncementState.OPEN, Lane.BREAKING
    return Push(1, kind, lane, state, 7, Audience((NATO.id,), levels), 50, cursor, fanned, NOON, None, "")


BREAKING = push(AnnouncementKind.BREAKING, *BOTH)
HEADLINE = push(AnnouncementKind.HEADLINE, Level.ALL)
GOING = push(AnnouncementKind.BREAKING, *BOTH, cursor=9, fanned=False)


@pytest.mark.parametrize(
    ("pushes", "follows", "why"),
    [
        ([], [Follow(1, NATO, Level.ALL, 0)], Missed.NEVER_ANNOUNCED),
        ([BREAKING], [], Missed.NOT_FOLLOWING),
        ([BREAKING], [Follow(1, GRID, Level.ALL, 0)], Missed.NOT_FOLLOWING),
        ([BREAKING], [Follow(51, NATO, Level.BREAKING, 0)], Missed.FOLLOWED_LATER),
        ([BREAKING], [Follow(51, NATO, Level.BREAKING, 4), Follow(50, NATO, Level.BREAKING, 0)], Missed.LEFT_OUT),
        ([HEADLINE], [Follow(1, NATO, Level.BREAKING, 0)], Missed.BREAKING_ONLY),
        ([HEADLINE, BREAKING], [Follow(1, NATO, Level.BREAKING, 0)], Missed.LEFT_OUT),
        ([GOING], [Follow(1, NATO, Level.ALL, 0)], Missed.NOT_YET),
    ],
)
def test_what_stopped_it(pushes: list[Push], follows: list[Follow], why: Missed) -> None:
    assert missed(pushes, 10, follows) is why
