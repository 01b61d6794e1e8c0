"""How much one person or group may ask, so that the others are answered too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum


class Hearing(IntEnum):
    """What becomes of a question; of two hearings the greater counts."""

    ANSWERED = 0
    WARNED = 1
    """It is said once that this was too much."""
    SILENCE = 2


@dataclass(frozen=True, slots=True)
class Allowance:
    at_once: int
    a_second: float
    """How many more there are, as time goes by."""
    silence: timedelta
    """How long nothing is answered to who asked for more."""


@dataclass(frozen=True, slots=True)
class Account:
    """What is left of an allowance, as of `at`."""

    left: float
    at: datetime
    silent_until: datetime | None = None


def hear(allowance: Allowance, account: Account | None, now: datetime) -> tuple[Hearing, Account]:
    """One more question. `account`: None: has not asked lately. A clock that was set back prolongs no silence."""
    known = account or Account(allowance.at_once, now)
    if known.silent_until and timedelta(0) < known.silent_until - now <= allowance.silence:
        return Hearing.SILENCE, known
    passed = max((now - known.at).total_seconds(), 0.0)
    left = min(known.left + passed * allowance.a_second, allowance.at_once)
    if left < 1:
        return Hearing.WARNED, Account(left, now, now + allowance.silence)
    return Hearing.ANSWERED, Account(left - 1, now)
