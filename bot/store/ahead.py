"""What is claimed next: read for some turns at once, and judged by what its chats ask for."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Integer, Row, Select, bindparam, select

from bot.news.bursts import Bursts
from bot.news.delivery import PUSHES, Announcement
from bot.store import amendments, bursting, quiet, sounds, tally
from bot.store.pieces import while_quick
from bot.store.prepared import Prepared
from bot.store.tables import DUE, chat, delivery
from bot.store.unreadable import Unreadable

# The LIMIT stands inside: right after a fan-out PostgreSQL's statistics know nothing of a million new rows, and the
# planner, who expects two, would join and sort them all.
_TAKEN = (
    select(delivery)
    .where(delivery.c.announcement_id == bindparam("told"), DUE, delivery.c.due_at <= bindparam("now"))
    .order_by(delivery.c.due_at, delivery.c.id)
    .limit(bindparam("most", type_=Integer))
    .subquery("taken")
)
_target = delivery.alias("target")

NEXT: Select[Any] = (
    select(
        _TAKEN.c.id,
        _TAKEN.c.chat_number,
        _TAKEN.c.thread_id,
        _TAKEN.c.ambiguous,
        _TAKEN.c.target_id,
        _TAKEN.c.message_id,
        chat.c.id.label("chat_id"),
        chat.c.kind,
        chat.c.language,
        chat.c.time_zone,
        chat.c.edition,
        chat.c.detail,
        *quiet.ASKED,
        _target.c.story_id.label("target_story_id"),
        _target.c.state.label("target_state"),
        _target.c.message_id.label("target_message_id"),
        _target.c.others.label("target_others"),
    )
    .join(chat, chat.c.number == _TAKEN.c.chat_number)
    .outerjoin(_target, _target.c.id == _TAKEN.c.target_id)
    .order_by(_TAKEN.c.due_at, _TAKEN.c.id)
)
"""The next deliveries of an announcement that are due."""


_NEXT_NOW = Prepared(lambda _: NEXT)

AHEAD = 8
"""Turns whose deliveries are read at once."""
TRIES = 100
"""Times that all of them may have to wait, before others have their turn."""
AHEAD_FOR = timedelta(seconds=2)
"""After so long what was read is read again: chats may have chosen another language."""


@dataclass(slots=True)
class Ahead:
    """What was read of the next turns and is not claimed yet. It promises nothing: claiming looks whether it is due."""

    rows: dict[int, deque[Row[Any]]] = field(default_factory=dict)
    """By announcement, in their order."""
    silent: set[int] = field(default_factory=set)
    """Deliveries among them that are to make no sound."""
    bursts: Bursts = field(default_factory=Bursts)
    since: datetime | None = None
    unreadable: Unreadable = field(default_factory=Unreadable)
    more: bool = False
    """What was read last was all put off or folded, and there may be more."""

    def forget_old(self, now: datetime) -> None:
        if self.since is None or not timedelta(0) <= now - self.since < AHEAD_FOR:
            self.rows.clear()
            self.silent.clear()
            self.since = now


def next_of(
    tx: Connection, told: Announcement, most: int, now: datetime, ahead: Ahead, changes: tally.Changes
) -> list[Row[Any]]:
    rows = ahead.rows.setdefault(told.id, deque())
    if not rows:
        ready = _read(tx, told, most * AHEAD, now, ahead.bursts, changes)
        ahead.silent |= sounds.silent(tx, ready or (), told)
        ahead.more |= ready is None
        rows.extend(ready or ())
    return [rows.popleft() for _ in range(min(most, len(rows)))]


def _read(
    tx: Connection, told: Announcement, most: int, now: datetime, bursts: Bursts, changes: tally.Changes
) -> list[Row[Any]] | None:
    """None: all that was read waits for what it amends, or for the end of quiet hours. There may be more, but others
    wait too."""
    for _ in while_quick(TRIES):
        rows = _NEXT_NOW.rows(tx, told=told.id, now=now, most=most)
        ready = rows if told.kind in PUSHES else amendments.ready(tx, rows, now)
        ready = quiet.awake(tx, ready, told, now, changes)
        ready = bursting.flowing(tx, ready, told, now, bursts, changes)
        if ready or not rows:
            return ready
    return None
