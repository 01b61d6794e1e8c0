"""When a source is looked at next: the rule, without a clock or dice of its own."""

from __future__ import annotations

from datetime import datetime, timedelta

LONGEST = timedelta(hours=6)
"""No source waits longer, however often it failed."""


def next_look(every: int, failures: int, now: datetime, *, luck: float, at_least: float = 0.0) -> datetime:
    """After `failures` failed looks in a row, double the interval each time, with jitter.

    `every` and `at_least` are seconds; `luck` is drawn from [0, 1) by the caller and spreads the looks over ±10 %.
    """
    wait = min(timedelta(seconds=every * 2 ** min(failures, 16)), max(LONGEST, timedelta(seconds=every)))
    return now + max(wait * (0.9 + 0.2 * luck), timedelta(seconds=at_least))
