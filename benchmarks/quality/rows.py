"""What every part of the benchmark yields."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import fmean

Row = tuple[str, float, float | None]
"""Key, ours, a naive baseline (None where there is nothing to compare with)."""


def mean_row(key: str, scores: Iterable[tuple[float, float]]) -> Row:
    """Of (ours, baseline) each."""
    ours, naive = zip(*scores, strict=True)
    return key, fmean(ours), fmean(naive)
