"""How long things are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

FOR_EVER = 0


@dataclass(frozen=True, slots=True)
class Retention:
    """In days; FOR_EVER for no end."""

    deliveries: int = 30
    """What was sent to whom, once all of it has ended; and what editors made of it."""
    searches: int = 30
    articles: int = FOR_EVER


def before(days: int, now: datetime) -> datetime | None:
    """What is older than this goes; None: nothing does."""
    return now - timedelta(days=days) if days else None
