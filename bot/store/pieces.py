"""Long work in pieces, so that nobody waits long for the database."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

LOCKED = 0.04
"""Seconds that a transaction of such work should take."""
FIRST = 500
"""Rows that show how quick the database is now."""


def sizes(most: int) -> Iterator[int]:
    """How many rows come next in one transaction: a few, and then as many as there is time for, `most` in all."""
    first, begun = min(FIRST, most), perf_counter()
    yield first
    took = perf_counter() - begun
    rest = min(int(first * (LOCKED - took) / took), most - first)
    if rest > 0:
        yield rest


def while_quick(most: int) -> Iterator[None]:
    """Turns, up to `most`, until such a transaction has taken its time; one at least."""
    begun = perf_counter()
    for _ in range(most):
        yield
        if perf_counter() - begun > LOCKED:
            return
