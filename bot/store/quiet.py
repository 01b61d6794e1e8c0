"""Quiet hours: what comes to a chat that rests is put off, or folded into the summary that it gets afterwards.

Whoever claims judges, by what the chat asks for then: nothing has to be changed when a chat falls asleep, and what is
due before it wakes is only judged once more.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Update, bindparam, select, update

from bot.news.delivery import FOLDING, SOUNDLESS, Announcement, AnnouncementKind
from bot.news.quiet import Hours, Rest, quiet_until
from bot.store import summaries, tally
from bot.store.audiences import followers, from_json
from bot.store.database import Transaction
from bot.store.dialects import json_row, number
from bot.store.prepared import Prepared
from bot.store.summaries import QUIET, Resting
from bot.store.tables import DUE, OPEN, announcement, chat, delivery, subscription
from bot.store.tables.columns import Moment

ASKED = (chat.c.quiet_from, chat.c.quiet_to, chat.c.muted_until, chat.c.alerts_through)
"""Columns of a chat by which it is judged."""


def _put_off(dialect: str) -> Update:
    row = json_row(dialect, "resting")
    return (
        update(delivery)
        .where(delivery.c.id == number(row, "id"), DUE)
        .values(due_at=bindparam("until", type_=Moment), reason=QUIET)
    )


_PUT_OFF = Prepared(_put_off)


def rest_of(row: Row[Any]) -> Rest:
    hours = None if row.quiet_from is None or row.quiet_to is None else Hours(row.quiet_from, row.quiet_to)
    return Rest(hours, row.muted_until)


def awake(
    tx: Connection, rows: list[Row[Any]], told: Announcement, now: datetime, changes: tally.Changes
) -> list[Row[Any]]:
    """Those of rows of `outbox.NEXT` whose chats may be disturbed with it now. `changes` still go into the tally."""
    if told.kind in SOUNDLESS:
        return rows
    ends = ((row, _until(row, told, now)) for row in rows)
    resting = [Resting(row.id, row.chat_number, row.thread_id, until) for row, until in ends if until]
    if resting and told.kind is AnnouncementKind.BREAKING:
        through = _through(tx, told.id, [one.chat_number for one in resting])
        resting = [one for one in resting if (one.chat_number, one.thread_id) not in through]
    if not resting:
        return rows
    if told.kind in FOLDING:
        changes.update(summaries.fold(tx, told.id, resting, now))
    else:
        _wait(tx, resting)
    waiting = {one.id for one in resting}
    return [row for row in rows if row.id not in waiting]


async def judge_again(tx: Transaction, chat_number: int, now: datetime) -> None:
    """The chat asks for something else now: what waits for the end of its quiet hours is due, and judged anew."""
    waiting = delivery.c.chat_number == chat_number, OPEN, DUE, delivery.c.reason == QUIET
    await tx.execute(update(delivery).where(*waiting).values(due_at=now))


def _until(row: Row[Any], told: Announcement, now: datetime) -> datetime | None:
    if row.quiet_from is None and row.muted_until is None:
        return None
    editors = told.kind in (AnnouncementKind.ALERT, AnnouncementKind.CORRECTION)
    return None if editors and row.alerts_through else quiet_until(rest_of(row), row.time_zone, now)


def _through(tx: Connection, announcement_id: int, chat_numbers: Collection[int]) -> set[tuple[int, int]]:
    """(chat, thread) of those who want its breaking news in quiet hours too."""
    told = select(announcement.c.audience).where(announcement.c.id == announcement_id)
    audience = from_json(tx.execute(told).scalar_one())
    theirs = subscription.c.chat_number.in_(chat_numbers), subscription.c.tag_id.in_(audience.tag_ids or ())
    rows = tx.execute(followers(audience, *theirs, subscription.c.through))
    return {(row.chat_number, row.thread_id) for row in rows}


def _wait(tx: Connection, resting: Sequence[Resting]) -> None:
    """A statement for each end: there are as many as hours and zones, and not as many as chats."""
    for until in sorted({one.until for one in resting}):
        _PUT_OFF.rows(tx, resting=[{"id": one.id} for one in resting if one.until == until], until=until)
