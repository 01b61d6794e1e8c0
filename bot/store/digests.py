"""Digests: who is owed one now. `composing` tells what goes into it.

A chat's next digest stands in its row. When its hour has come, its delivery is written and the row moves on, in one
transaction, so that a crash neither doubles one nor skips it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, null, select, update

from bot.news.bursts import Place
from bot.news.chats import Level
from bot.news.delivery import AnnouncementKind
from bot.news.digest import next_digest
from bot.store import folding, tally
from bot.store.audiences import ACTIVE
from bot.store.database import Database
from bot.store.dialects import in_index_order
from bot.store.pieces import sizes
from bot.store.quiet import digest_of
from bot.store.tables import chat, subscription

CHUNK = 4000
"""Chats of one transaction at most."""


async def owe_next(db: Database, now: datetime) -> int:
    """Writes the digests of the next chats whose hour has come, and tells how many chats there were."""
    return await db.write_at_once(lambda tx: _owe_next(tx, now))


def _owe_next(tx: Connection, now: datetime) -> int:
    in_index_order(tx)
    changes: tally.Changes = Counter()
    found = 0
    for most in sizes(CHUNK):
        rows = _due(tx, most, now)
        folding.owe(tx, AnnouncementKind.DIGEST, _places(tx, {row.number: row.digest_at for row in rows}), now, changes)
        for alike in _alike(rows).values():
            _move_on(tx, alike, now)
        found += len(rows)
        if len(rows) < most:
            break
    tally.add(tx, changes)
    return found


def _due(tx: Connection, most: int, now: datetime) -> list[Row[Any]]:
    columns = chat.c.number, chat.c.time_zone, chat.c.digest_hour, chat.c.digest_weekdays, chat.c.digest_at
    due = (
        select(*columns)
        .where(chat.c.digest_at.is_not(null()), chat.c.digest_at <= now)
        .order_by(chat.c.digest_at, chat.c.number)
        .limit(most)
    )
    return list(tx.execute(due.with_for_update(key_share=True)))


def _places(tx: Connection, at: Mapping[int, datetime]) -> dict[Place, datetime]:
    """Where these chats want headlines in a digest."""
    theirs = subscription.c.chat_number.in_(at), subscription.c.level == Level.DIGEST
    wanted = select(subscription.c.chat_number, subscription.c.thread_id).join(chat).where(*theirs, ACTIVE).distinct()
    return {(row.chat_number, row.thread_id): at[row.chat_number] for row in tx.execute(wanted)}


def _alike(rows: Sequence[Row[Any]]) -> Mapping[tuple[Any, ...], list[Row[Any]]]:
    """By what decides when the next one is: a few groups of many chats."""
    groups: dict[tuple[Any, ...], list[Row[Any]]] = defaultdict(list)
    for row in rows:
        groups[row.time_zone, row.digest_hour, row.digest_weekdays].append(row)
    return groups


def _move_on(tx: Connection, alike: Sequence[Row[Any]], now: datetime) -> None:
    digest = digest_of(alike[0])
    next_at = next_digest(digest, alike[0].time_zone, now) if digest else None
    numbers = [row.number for row in alike]
    tx.execute(update(chat).where(chat.c.number.in_(numbers)).values(digest_at=next_at))
