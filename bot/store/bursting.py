"""Bursts: after some headlines of their own, what else comes in ten minutes goes into one message, "5 more".

That message is a delivery whose announcement is of the kind `more`. It grows: once sent it is due again, with the
number of its message, and what is drawn then edits that.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Update, bindparam, literal_column, select, update

from bot.news.bursts import Bursts
from bot.news.chats import ChatKind
from bot.news.delivery import Announcement, AnnouncementKind, DeliveryState
from bot.store import folding, tally
from bot.store.dialects import among
from bot.store.prepared import Prepared
from bot.store.quiet import place_of, wait
from bot.store.tables import announcement, delivery
from bot.store.tables.columns import Moment

GATHERS = timedelta(seconds=15)
"""So long such a message waits for more, before it is sent and each time before it grows."""
BURST = "burst"
"""The reason of what was folded."""


def _grow(dialect: str) -> Update:
    of_it = announcement.c.id == delivery.c.announcement_id, folding.of_kind(AnnouncementKind.MORE)
    open_still = *of_it, announcement.c.state == literal_column("'open'")
    return (
        update(delivery)
        .where(among(dialect, delivery.c.id, "grown"), delivery.c.state.concat("") == DeliveryState.SENT)
        .where(select(announcement.c.id).where(*open_still).exists())
        .values(state=DeliveryState.DUE, due_at=bindparam("at", type_=Moment))
        .returning(delivery.c.id, delivery.c.announcement_id)
    )


_GROW = Prepared(_grow)


def flowing(
    tx: Connection, rows: list[Row[Any]], told: Announcement, now: datetime, bursts: Bursts, changes: tally.Changes
) -> list[Row[Any]]:
    """Those of rows of `ahead.NEXT` that are messages of their own. Channels are streams: they get all so."""
    if told.kind is not AnnouncementKind.HEADLINE:
        return rows
    rest = [row for row in rows if row.kind != ChatKind.CHANNEL and not bursts.lets(place_of(row), row.id, now)]
    if not rest:
        return rows
    known = {place_of(row): bursts.more(place_of(row), now) for row in rest}
    flying = _grown(tx, set(known.values()) - {0}, now, changes)
    later = [row.id for row in rest if known[place_of(row)] in flying]
    if later:
        wait(tx, later, now + GATHERS, BURST)
    into = {row.id: place_of(row) for row in rest if row.id not in later}
    owed = folding.owe(tx, AnnouncementKind.MORE, dict.fromkeys(into.values(), now + GATHERS), now, changes)
    folding.fold(tx, told.id, {one: owed[place] for one, place in into.items()}, BURST, now, changes)
    for place, more in owed.items():
        bursts.goes_into(place, more, now)
    folded = {row.id for row in rest}
    return [row for row in rows if row.id not in folded]


def _grown(tx: Connection, known: Collection[int], now: datetime, changes: tally.Changes) -> set[int]:
    """What of these was sent is due again; tells those that are in flight: nobody knows yet what is drawn in them."""
    if not known:
        return set()
    for row in _GROW.rows(tx, grown=sorted(known), at=now + GATHERS):
        changes[row.announcement_id, DeliveryState.SENT] -= 1
    flying = delivery.c.id.in_(known), delivery.c.state == literal_column("'started'")
    return set(tx.execute(select(delivery.c.id).where(*flying)).scalars())
