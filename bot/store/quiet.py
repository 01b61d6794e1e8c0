"""Quiet hours: what comes to a chat that rests is put off, or folded into the summary that it gets afterwards.

Whoever claims judges, by what the chat asks for then: nothing has to be changed when a chat falls asleep, and what is
due before it wakes is only judged once more.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Update, bindparam, select, update

from bot.news.bursts import Place
from bot.news.delivery import FOLDING, SOUNDLESS, Announcement, AnnouncementKind
from bot.news.digest import Digest, put_off
from bot.news.quiet import Hours, Rest, quiet_until
from bot.store import folding, tally
from bot.store.audiences import followers, from_json
from bot.store.database import Transaction
from bot.store.dialects import json_row, number
from bot.store.prepared import Prepared
from bot.store.tables import DUE, OPEN, announcement, chat, delivery, subscription
from bot.store.tables.columns import Moment

QUIET = "quiet"
"""The reason of what waits, or was folded, since its chat was quiet."""
ASKED = (
    chat.c.quiet_from,
    chat.c.quiet_to,
    chat.c.muted_until,
    chat.c.alerts_through,
    chat.c.digest_hour,
    chat.c.digest_weekdays,
    chat.c.digest_at,
)
"""Columns of a chat by which it is judged."""


class Resting(NamedTuple):
    """A delivery to a chat that is quiet until then."""

    id: int
    place: Place
    until: datetime
    into: AnnouncementKind
    """What tells of it then."""


def _put_off(dialect: str) -> Update:
    row = json_row(dialect, "resting")
    return (
        update(delivery)
        .where(delivery.c.id == number(row, "id"), DUE)
        .values(due_at=bindparam("until", type_=Moment), reason=bindparam("because"))
    )


_PUT_OFF = Prepared(_put_off)


def rest_of(row: Row[Any]) -> Rest:
    hours = None if row.quiet_from is None or row.quiet_to is None else Hours(row.quiet_from, row.quiet_to)
    return Rest(hours, row.muted_until)


def digest_of(row: Row[Any]) -> Digest | None:
    return None if row.digest_hour is None else Digest(row.digest_hour, bool(row.digest_weekdays))


def awake(
    tx: Connection, rows: list[Row[Any]], told: Announcement, now: datetime, changes: tally.Changes
) -> list[Row[Any]]:
    """Those of rows of `ahead.NEXT` whose chats may be disturbed with it now. `changes` still go into the tally."""
    if told.kind in SOUNDLESS:
        return rows
    ends = ((row, _until(row, told, now)) for row in rows)
    resting = [Resting(row.id, place_of(row), until, _into(row, until, now)) for row, until in ends if until]
    if resting and told.kind is AnnouncementKind.BREAKING:
        through = _through(tx, told.id, [number for number, _ in (one.place for one in resting)])
        resting = [one for one in resting if one.place not in through]
    if not resting:
        return rows
    if told.kind in FOLDING:
        _fold(tx, told.id, resting, now, changes)
    else:
        for until in sorted({one.until for one in resting}):
            wait(tx, [one.id for one in resting if one.until == until], until, QUIET)
    waiting = {one.id for one in resting}
    return [row for row in rows if row.id not in waiting]


async def judge_again(tx: Transaction, chat_number: int, now: datetime) -> None:
    """The chat asks for something else now: what waits for the end of its quiet hours is due, and judged anew."""
    waiting = delivery.c.chat_number == chat_number, OPEN, DUE, delivery.c.reason == QUIET
    await tx.execute(update(delivery).where(*waiting).values(due_at=now))


def place_of(row: Row[Any]) -> Place:
    return row.chat_number, row.thread_id


def wait(tx: Connection, ids: Sequence[int], until: datetime, because: str) -> None:
    """They are due then."""
    _PUT_OFF.rows(tx, resting=[{"id": one} for one in ids], until=until, because=because)


def _until(row: Row[Any], told: Announcement, now: datetime) -> datetime | None:
    if told.kind is AnnouncementKind.DIGEST:
        return _digest_until(row, now)
    if row.quiet_from is None and row.muted_until is None:
        return None
    editors = told.kind in (AnnouncementKind.ALERT, AnnouncementKind.CORRECTION)
    return None if editors and row.alerts_through else quiet_until(rest_of(row), row.time_zone, now)


def _digest_until(row: Row[Any], now: datetime) -> datetime | None:
    rest, digest = rest_of(row), digest_of(row)
    until = quiet_until(rest, row.time_zone, now)
    return until or (put_off(digest, rest, row.time_zone, now) if digest else None)


def _into(row: Row[Any], until: datetime, now: datetime) -> AnnouncementKind:
    """The digest, where it is due in the same quiet hours or at their end: one message in the morning is enough."""
    muted = row.muted_until is not None and row.muted_until > now
    digest = row.digest_at is not None and row.digest_at <= until and not muted
    return AnnouncementKind.DIGEST if digest else AnnouncementKind.SUMMARY


def _through(tx: Connection, announcement_id: int, chat_numbers: Collection[int]) -> set[Place]:
    """Those who want its breaking news in quiet hours too."""
    told = select(announcement.c.audience).where(announcement.c.id == announcement_id)
    audience = from_json(tx.execute(told).scalar_one())
    theirs = subscription.c.chat_number.in_(chat_numbers), subscription.c.tag_id.in_(audience.tag_ids or ())
    rows = tx.execute(followers(audience, *theirs, subscription.c.through))
    return {(row.chat_number, row.thread_id) for row in rows}


def _fold(
    tx: Connection, announcement_id: int, resting: Sequence[Resting], now: datetime, changes: tally.Changes
) -> None:
    for kind in sorted({one.into for one in resting}):
        here = [one for one in resting if one.into is kind]
        owed = folding.owe(tx, kind, {one.place: one.until for one in here}, now, changes, QUIET)
        folding.fold(tx, announcement_id, {one.id: owed[one.place] for one in here}, QUIET, now, changes)
