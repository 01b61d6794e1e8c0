"""How many deliveries each announcement has, and how many ended in each way: kept up to date, never counted anew."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import ColumnElement, Connection, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.news.delivery import DeliveryState
from bot.store.database import Transaction
from bot.store.dialects import INSERTS
from bot.store.prepared import Prepared
from bot.store.tables import announcement, tally

OWED, DOUBTS = "owed", "doubts"

Changes = Counter[tuple[int, str]]
"""(announcement, name) → by how much; a name is OWED, DOUBTS or the state of an end."""


def _counted(dialect: str) -> postgresql.Insert | sqlite.Insert:
    new = INSERTS[dialect](tally).values(announcement_id=bindparam("of"), name=bindparam("name"), count=bindparam("by"))
    return new.on_conflict_do_update(
        index_elements=["announcement_id", "name"], set_={"count": tally.c.count + new.excluded["count"]}
    )


_COUNTED = Prepared(_counted)


def add(tx: Connection, changes: Changes) -> None:
    # In one order, so that two transactions never wait for each other.
    for (of, name), by in sorted(changes.items()):
        if by:
            _COUNTED.rows(tx, of=of, name=name, by=by)


def reached() -> ColumnElement[bool]:
    """A condition on announcements: some chat got it."""
    sent = tally.c.announcement_id == announcement.c.id, tally.c.name == DeliveryState.SENT.value, tally.c.count > 0
    return select(tally.c.name).where(*sent).correlate(announcement).exists()


async def of(tx: Transaction, announcement_id: int) -> tuple[int, dict[DeliveryState, int], int]:
    """(deliveries, those that ended by how they did, doubts); states without any are left out."""
    rows = await tx.execute(select(tally.c.name, tally.c.count).where(tally.c.announcement_id == announcement_id))
    counts = {name: count for name, count in rows if count}
    owed, doubts = counts.pop(OWED, 0), counts.pop(DOUBTS, 0)
    return owed, {DeliveryState(name): count for name, count in counts.items()}, doubts
