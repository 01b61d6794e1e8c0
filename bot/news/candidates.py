"""Stories that nearly broke: why editors are asked, how many a day, and how it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

MOST_A_DAY = 10
"""Of which editors are told unasked, in any 24 hours."""
DAY = timedelta(hours=24)
STALE = timedelta(hours=3)
"""How long nobody has to decide: news that is older breaks nothing."""
HELD_FOR = timedelta(hours=24)
"""How long what an editor held back stays so."""


class Nearly(StrEnum):
    """What spoke for it; all but the first would break by itself, had it topics, or needed it no approval."""

    TWO = "two"
    """One publisher less than make a burst tell of it within the time of a burst."""
    TOP = "top"
    LABEL = "label"
    PREFIX = "prefix"
    BURST = "burst"


class State(StrEnum):
    OPEN = "open"
    HELD = "held"
    """It does not break by itself, either."""
    PUSHED = "pushed"
    DROPPED = "dropped"
    BROKE = "broke"
    """By itself, or from /breaking."""
    EXPIRED = "expired"


UNDECIDED = (State.OPEN, State.HELD)


@dataclass(frozen=True, slots=True)
class Candidate:
    id: int
    story_id: int
    reason: Nearly
    state: State
    created_at: datetime
    expires_at: datetime
    titles: Mapping[str, str] = field(default_factory=dict)
    """Language → headline by an editor."""
    tags: tuple[int, ...] | None = None
    """The topics whose followers get it; None: the story's own."""
    editor_id: int | None = None
    editor_name: str = ""
    """Who acted last."""
    acted_at: datetime | None = None
    revision: int = 0
