"""The inbox: updates from Telegram, kept before they are acknowledged and until they are answered (DESIGN §5.5)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, Update, and_, delete, exists, not_, null, select, text, update

from bot.store import counters, signals
from bot.store.database import Database, Transaction
from bot.store.dialects import insert, on_sqlite
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
    async with db.write() as tx:
        await forget(tx, now)
        new = insert(tx, inbox)
        # A number of an answered update that comes with another body is a new one: another token's, or Telegram began
        # to count anew.
        again = new.on_conflict_do_update(
            index_elements=["update_id"],
            set_={name: new.excluded[name] for name in rows[0]},
            where=and_(not_(WAITING), inbox.c.print != new.excluded.print),
        )
        kept = (await tx.execute(again.returning(inbox.c.update_id), rows)).all()
        await counters.put(tx, counters.LAST_UPDATE, max(one.update_id for one in updates))
        if kept:
            await signals.tell(tx, signals.INBOX)
    return len(kept)


async def polled(db: Database, now: datetime) -> None:
    """Telegram has answered a poll, be it with nothing."""
    async with db.write() as tx:
        await counters.put(tx, counters.LAST_POLL, int(now.timestamp()))


async def claim(db: Database, owner: str, *, most: int, not_chats: Collection[int] = ()) -> list[Incoming]:
    """Takes the oldest update of each chat that waits for no other and is not among `not_chats`, oldest first."""
    async with db.write() as tx:
        if not on_sqlite(tx):
            await tx.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _CLAIMING})
        rows = (await tx.execute(eligible(owner, most, not_chats))).all()
        if rows:
            taken = update(inbox).where(inbox.c.update_id.in_([row.update_id for row in rows]))
            await tx.execute(taken.values(owner=owner))
    return [Incoming(*row) for row in rows]


def eligible(owner: str, most: int, not_chats: Collection[int]) -> Select[Any]:
    """What `claim` takes: the first of a chat, unless somebody who runs has claimed an update of that chat."""
    other = inbox.alias()
    same_chat = and_(other.c.chat_id == inbox.c.chat_id, other.c.done_at.is_(null()))
    older = exists().where(same_chat, other.c.update_id < inbox.c.update_id)
    taken = exists().where(same_chat, not_(free(other.c.owner, owner)))
    return (
        select(inbox.c.update_id, inbox.c.chat_id, inbox.c.body)
        .where(WAITING, ~older, ~taken, inbox.c.chat_id.not_in(not_chats))
        .order_by(inbox.c.update_id)
        .limit(most)
    )


async def done(tx: Transaction, update_id: int, owner: str, now: datetime) -> None:
    """Answered. Its number is remembered for a while; what was said, and by whom, is not."""
    await tx.execute(_claimed(update_id, owner).values(done_at=now, body={}, owner=None, chat_id=NOBODY))


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
    old = (
        select(inbox.c.update_id)
        .where(not_(WAITING), inbox.c.done_at < now - REMEMBERED)
        .order_by(inbox.c.done_at)
        .limit(FORGOTTEN)
        .with_for_update(skip_locked=True)
    )
    return (await tx.execute(delete(inbox).where(inbox.c.update_id.in_(old)))).rowcount
