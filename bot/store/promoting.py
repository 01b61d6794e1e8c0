"""A story that was announced as a headline breaks: what of it is not told becomes breaking news too.

`got`: a condition on deliveries, those of the story; `told`: (chat_number, thread_id) of who is still to be told. Both
queries are asked by a walk through chats' numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    literal,
    literal_column,
    null,
    or_,
    select,
    tuple_,
    update,
)

from bot.news.delivery import DeliveryState
from bot.store import tally
from bot.store.audiences import AFTER, UPTO, one_of
from bot.store.dialects import among
from bot.store.prepared import Prepared
from bot.store.tables import DUE, FOLDED, delivery

_PROMOTED = Prepared(
    lambda dialect: (
        update(delivery)
        .where(among(dialect, delivery.c.id, "unsent"))
        .values(announcement_id=bindparam("told"), state=DeliveryState.DUE, due_at=bindparam("at"), reason=null())
    )
)


def unsent(announcement_id: int, got: ColumnElement[bool], told: Select[Any]) -> Select[Any]:
    """What else of the story is due, or ended unsent for somebody who is still to be told; locked, so that what is
    being claimed meanwhile is sent as it is."""
    recipients = told.subquery()
    place = tuple_(delivery.c.chat_number, delivery.c.thread_id)
    ended = one_of(delivery.c.state, [DeliveryState.EXPIRED, DeliveryState.CANCELLED, DeliveryState.REFUSED])
    # Who is told is looked up only where something has ended so.
    still = or_(DUE, ended & place.in_(select(recipients.c.chat_number, recipients.c.thread_id)))
    numbers = delivery.c.chat_number > AFTER, delivery.c.chat_number <= UPTO
    columns = delivery.c.id, delivery.c.announcement_id, delivery.c.state
    theirs = got, delivery.c.announcement_id != literal(announcement_id, BigInteger), *numbers, still
    return select(*columns).where(*theirs).order_by(delivery.c.id).with_for_update()


def folded(announcement_id: int, got: ColumnElement[bool]) -> Select[Any]:
    """What of the story was folded into a summary that is still due: as breaking news it may come through. Both are
    locked, so that no summary leaves meanwhile with what is then told once more."""
    summary = delivery.alias("summary")
    due = summary.c.id == delivery.c.target_id, summary.c.state == literal_column("'due'")
    numbers = delivery.c.chat_number > AFTER, delivery.c.chat_number <= UPTO
    theirs = got, FOLDED, delivery.c.announcement_id != literal(announcement_id, BigInteger), *numbers
    columns = delivery.c.id, delivery.c.announcement_id, delivery.c.state
    return select(*columns).join(summary, and_(*due)).where(*theirs).order_by(delivery.c.id).with_for_update()


def promote(tx: Connection, announcement_id: int, due_at: datetime, unsent: Sequence[Row[Any]]) -> tally.Changes:
    """The story was announced as a headline before: what of it is not sent becomes breaking news too."""
    if unsent:
        _PROMOTED.rows(tx, told=announcement_id, unsent=[row.id for row in unsent], at=due_at)
    changes: tally.Changes = Counter({(announcement_id, tally.OWED): len(unsent)})
    for (of, state), count in Counter((row.announcement_id, row.state) for row in unsent).items():
        changes[of, tally.OWED] -= count
        if state != DeliveryState.DUE:
            changes[of, state] -= count
    return changes
