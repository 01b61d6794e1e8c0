"""The inbox: updates from Telegram, kept before they are acknowledged and until they are answered (DESIGN §5.5)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any

from sqlalchemy import (
    Connection,
    Delete,
    Integer,
    Select,
    Text,
    Update,
    and_,
    bindparam,
    delete,
    exists,
    not_,
    null,
    select,
    text,
    update,
)
from sqlalchemy.sql.dml import ReturningInsert

from bot.store import counters, signals
from bot.store.database import Database, Transaction
from bot.store.dialects import INSERTS, on_sqlite
from bot.store.processes import free
from bot.store.tables import WAITING, inbox

TRIES = 3
"""An update that fails so often is dropped: it must not stop its chat for ever."""
REMEMBERED = timedelta(hours=24)
"""How long an answered update is known, so that a webhook's late duplicate is not answered again."""
NOBODY = 0
"""The chat of what is answered."""
FORGOTTEN = 100
"""Answered updates that one batch forgets at most."""

_CLAIMING = 0x7A67_7769_696E
"""Number of the PostgreSQL advisory lock under which updates are claimed, by one process at a time.

Else two could take two updates of one chat: an older one may come while a younger one is being claimed.
"""


@dataclass(frozen=True, slots=True)
class Incoming:
    """An update as Telegram sent it. Those of one `chat_id` wait for each other; 0 for one that has no chat."""

    update_id: int
    chat_id: int
    body: Mapping[str, Any]


async def put(db: Database, updates: Sequence[Incoming], now: datetime) -> int:
    """Keeps a batch in one transaction, and tells how many are new."""
    if not updates:
        return 0
    # In one order everywhere: two processes that are given the same updates wait for each other, and never in a ring.
    rows = [_row(one, now) for _, one in sorted({one.update_id: one for one in updates}.items())]
    return await db.write_at_once(partial(_put, rows, now))


def _put(rows: list[dict[str, Any]], now: datetime, tx: Connection) -> int:
    _forget(tx, now)
    kept = tx.execute(_keeping(tx.dialect.name), rows).all()
    counters.write(tx, counters.LAST_UPDATE, max(row["update_id"] for row in rows))
    if kept:
        signals.say(tx, signals.INBOX)
    return len(kept)


async def polled(db: Database, now: datetime) -> None:
    """Telegram has answered a poll, be it with nothing."""
    async with db.write() as tx:
        await counters.put(tx, counters.LAST_POLL, int(now.timestamp()))


async def claim(db: Database, owner: str, *, most: int, not_chats: Collection[int] = ()) -> list[Incoming]:
    """Takes the oldest update of each chat that waits for no other and is not among `not_chats`, oldest first."""
    return await db.write_at_once(partial(_claim, owner, most, not_chats))


def _claim(owner: str, most: int, not_chats: Collection[int], tx: Connection) -> list[Incoming]:
    if not on_sqlite(tx):
        tx.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _CLAIMING})
    rows = tx.execute(eligible(), {"claimer": owner, "most": most, "not_chats": list(not_chats)}).all()
    if rows:
        tx.execute(_taking(), {"claimer": owner, "taken": [row.update_id for row in rows]})
    return [Incoming(*row) for row in rows]


@cache
def eligible() -> Select[Any]:
    """What `claim` takes: the first of a chat, unless somebody who runs has claimed an update of that chat.

    `claimer`, at `most`, none of `not_chats`. It is kept, as are the others: to build it takes longer than to ask it.
    """
    other, claimer = inbox.alias(), bindparam("claimer", type_=Text)
    same_chat = and_(other.c.chat_id == inbox.c.chat_id, other.c.done_at.is_(null()))
    older = exists().where(same_chat, other.c.update_id < inbox.c.update_id)
    taken = exists().where(same_chat, not_(free(other.c.owner, claimer)))
    return (
        select(inbox.c.update_id, inbox.c.chat_id, inbox.c.body)
        .where(WAITING, ~older, ~taken, inbox.c.chat_id.not_in(bindparam("not_chats", expanding=True)))
        .order_by(inbox.c.update_id)
        .limit(bindparam("most", type_=Integer))
    )


@cache
def _taking() -> Update:
    taken = inbox.c.update_id.in_(bindparam("taken", expanding=True))
    return update(inbox).where(taken).values(owner=bindparam("claimer"))


@cache
def _keeping(dialect: str) -> ReturningInsert[Any]:
    """A number of an answered update that comes with another body is a new one: another token's, or Telegram began to
    count anew."""
    new = INSERTS[dialect](inbox)
    again = new.on_conflict_do_update(
        index_elements=["update_id"],
        set_={column.name: new.excluded[column.name] for column in inbox.c},
        where=and_(not_(WAITING), inbox.c.print != new.excluded.print),
    )
    return again.returning(inbox.c.update_id)


async def answered(db: Database, update_id: int, owner: str, now: datetime) -> None:
    """`done`, in a transaction of its own."""
    await db.write_at_once(lambda tx: _done(tx, update_id, owner, now))


async def done(tx: Transaction, update_id: int, owner: str, now: datetime) -> None:
    """Answered. Its number is remembered for a while; what was said, and by whom, is not."""
    await tx.run_sync(_done, update_id, owner, now)


def _done(tx: Connection, update_id: int, owner: str, now: datetime) -> None:
    tx.execute(_ending(), {"which": update_id, "claimer": owner, "now": now})


@cache
def _ending() -> Update:
    which = inbox.c.update_id == bindparam("which"), inbox.c.owner == bindparam("claimer"), WAITING
    return update(inbox).where(*which).values(done_at=bindparam("now"), body={}, owner=None, chat_id=NOBODY)


async def failed(tx: Transaction, update_id: int, owner: str, now: datetime) -> Incoming | None:
    """Counts a failed try. After the last one the update is dropped and given back, to be told about."""
    tried = _claimed(update_id, owner).values(attempts=inbox.c.attempts + 1)
    row = (await tx.execute(tried.returning(inbox))).one_or_none()
    if row is None or row.attempts < TRIES:
        return None
    await done(tx, update_id, owner, now)
    return Incoming(row.update_id, row.chat_id, row.body)


async def last_update(tx: Transaction) -> int | None:
    """The highest update_id of the latest batch, whether or not it is still kept: polling goes on after it."""
    return await counters.get(tx, counters.LAST_UPDATE)


def _claimed(update_id: int, owner: str) -> Update:
    return update(inbox).where(inbox.c.update_id == update_id, inbox.c.owner == owner, WAITING)


def _row(one: Incoming, now: datetime) -> dict[str, Any]:
    return {
        "update_id": one.update_id,
        "chat_id": one.chat_id,
        "body": one.body,
        "received_at": now,
        "attempts": 0,
        "owner": None,
        "done_at": None,
        "print": hashlib.blake2b(json.dumps(one.body, sort_keys=True).encode(), digest_size=12).hexdigest(),
    }


async def forget(tx: Transaction, now: datetime) -> int:
    """Some of what was answered long ago, and how many."""
    return await tx.run_sync(_forget, now)


def _forget(tx: Connection, now: datetime) -> int:
    return tx.execute(_forgetting(), {"before": now - REMEMBERED}).rowcount


@cache
def _forgetting() -> Delete:
    old = (
        select(inbox.c.update_id)
        .where(not_(WAITING), inbox.c.done_at < bindparam("before"))
        .order_by(inbox.c.done_at)
        .limit(FORGOTTEN)
        .with_for_update(skip_locked=True)
    )
    return delete(inbox).where(inbox.c.update_id.in_(old))
