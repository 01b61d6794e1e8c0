"""In which order announcements give their deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.news.delivery import Lane

AGEING = timedelta(seconds=30)
"""After so long what waits in a lower lane gets a part of the places."""
AGED_TURN = 8
"""Every so many turns."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An announcement whose next delivery is due."""

    announcement_id: int
    lane: Lane
    since: datetime
    """When its first delivery became due."""


def in_turn(waiting: Sequence[Waiting], turn: int, now: datetime) -> list[Waiting]:
    """In which order announcements get the places of a turn; turns are numbered.

    By lane; within a lane they take turns. Every `AGED_TURN`th turn goes first to what has waited for `AGEING` in a
    lower lane, longest first, so that a broadcast of many hours starves nothing.
    """
    ordered = sorted(waiting, key=lambda one: (one.lane, one.announcement_id))
    if not ordered:
        return []
    top = [one for one in ordered if one.lane == ordered[0].lane]
    lower = ordered[len(top) :]
    first = turn % len(top)
    aged = [one for one in lower if now - one.since >= AGEING] if turn % AGED_TURN == 0 else []
    return [*sorted(aged, key=lambda one: one.since), *top[first:], *top[:first], *(o for o in lower if o not in aged)]
