"""Deliveries that end unsent because their chat wants something else now."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, update

from bot.news.delivery import DeliveryState
from bot.store import amendments, tally
from bot.store.tables import DUE, OPEN, delivery


def skip_due(tx: Connection, number: int, reason: str, now: datetime, *which: ColumnElement[bool]) -> None:
    """The chat's that are due, and of which these conditions hold."""
    skip = {"state": DeliveryState.SKIPPED, "reason": reason, "settled_at": now}
    theirs = update(delivery).where(delivery.c.chat_number == number, OPEN, DUE, *which)
    skipped = tx.execute(theirs.values(skip).returning(delivery.c.id, delivery.c.announcement_id)).all()
    amendments.wake(tx, [row.id for row in skipped], now)
    tally.add(tx, Counter((row.announcement_id, str(DeliveryState.SKIPPED)) for row in skipped))
