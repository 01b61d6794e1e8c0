"""Corrections, edits, strikes and deletions wait for what they answer or change.

None is claimed while its target is still to be sent, nor while another one of the same target is in flight: of two
requests, nobody knows which one arrives last. What waits for its target is put off for long, so that nobody looks at it
again and again, and is due when the target is settled.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Update, bindparam, literal_column, select, update

from bot.news.delivery import DeliveryState
from bot.store.audiences import one_of
from bot.store.dialects import among
from bot.store.prepared import Prepared
from bot.store.tables import DUE, delivery

PUT_OFF = timedelta(minutes=10)
"""How long what waits for its target is not looked at again, if nobody tells that the target is settled."""

_other = delivery.alias("other")
_WAITS = (DeliveryState.DUE, DeliveryState.STARTED)


def _open_targets(dialect: str) -> Select[Any]:
    """Skips what is locked: it is being settled just now."""
    given = among(dialect, delivery.c.id, "targets")
    # Not by the state's indexes, as in `outbox.start`.
    still = one_of(delivery.c.state.concat(""), _WAITS)
    return select(delivery.c.id).where(given, still).with_for_update(skip_locked=True)


def _put_off(dialect: str) -> Update:
    waiting = update(delivery).where(DUE, among(dialect, delivery.c.id, "waiting"))
    open_still = select(_open_targets(dialect).subquery().c.id)
    return waiting.where(delivery.c.target_id.in_(open_still)).values(due_at=bindparam("later"))


def _awake(dialect: str) -> Update:
    amending = among(dialect, delivery.c.target_id, "settled")
    return update(delivery).where(amending, DUE).values(due_at=bindparam("now"))


_PUT_OFF = Prepared(_put_off)
_AWAKE = Prepared(_awake)


def undisputed() -> ColumnElement[bool]:
    """A condition on deliveries: no other one of the same target is in flight."""
    another = _other.c.target_id == delivery.c.target_id, _other.c.id != delivery.c.id
    return (
        ~select(_other.c.id).where(*another, _other.c.state == literal_column("'started'")).correlate(delivery).exists()
    )


def awaited() -> ColumnElement[bool]:
    """Whether something that is due waits for a delivery."""
    # Written out: SQLAlchemy leaves tables' names out of a RETURNING for SQLite, and the nearer one's column is meant.
    theirs = _other.c.target_id == literal_column("delivery.id"), _other.c.state == literal_column("'due'")
    return select(_other.c.target_id).where(*theirs).exists()


def ready(tx: Connection, rows: Sequence[Row[Any]], now: datetime) -> list[Row[Any]]:
    """Those of rows of `ahead.NEXT` whose target is settled; the others are put off."""
    waiting = [row for row in rows if row.target_state in _WAITS]
    if waiting:
        ids, targets = [row.id for row in waiting], [row.target_id for row in waiting]
        _PUT_OFF.rows(tx, waiting=ids, targets=targets, later=now + PUT_OFF)
    return [row for row in rows if row.target_state not in _WAITS]


def wake(tx: Connection, settled: Sequence[int], now: datetime) -> None:
    """What waits for these deliveries is due."""
    if settled:
        _AWAKE.rows(tx, settled=settled, now=now)
