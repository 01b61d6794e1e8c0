"""What is drawn as pictures, as values: every text in them is said already, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: float
    shown: str
    """What stands beside it."""
    marked: bool = False
    """It is otherwise than the rest, as `shown` says too."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Below each other, the first on top."""

    title: str
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    values: Sequence[int | None]
    """For each of the days; None where nothing was counted."""


@dataclass(frozen=True, slots=True)
class Lines:
    title: str
    days: Sequence[date]
    ticks: Sequence[str]
    """How each day is called."""
    lines: Sequence[Line]


Figure = Bars | Lines
