"""Chats: who reads, in which language and zone, and whether they can be reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from bot.news.chats import Chat, ChatKind
from bot.news.delivery import DeliveryState
from bot.store import tally
from bot.store.database import Transaction
from bot.store.dialects import insert
from bot.store.tables import DUE, chat, delivery, subscription

ACTIVE, GONE = "active", "gone"


async def meet(
    tx: Transaction, *, chat_id: int, kind: ChatKind, language: str, time_zone: str, title: str, now: datetime
) -> Chat:
    """The chat with Telegram's `chat_id`, made if it is new, and reachable again if it was gone.

    `language` and `time_zone` are the guess for a new chat; a known one keeps its own.
    """
    known = await _row(tx, chat_id)
    if known is None:
        new = insert(tx, chat).values(
            id=chat_id,
            kind=kind,
            title=title,
            language=language,
            language_chosen=False,
            time_zone=time_zone,
            alerts=True,
            state=ACTIVE,
            created_at=now,
        )
        await tx.execute(new.on_conflict_do_nothing())
        known = await _row(tx, chat_id)
        assert known is not None
    if (known.state, known.kind, known.title) != (ACTIVE, kind, title):
        back = {"state": ACTIVE, "kind": kind, "title": title, "gone_reason": None, "gone_at": None}
        await tx.execute(update(chat).where(chat.c.number == known.number).values(back))
    return _chat(known, kind)


async def get(tx: Transaction, chat_id: int) -> Chat | None:
    known = await _row(tx, chat_id)
    return _chat(known, ChatKind(known.kind)) if known else None


async def want_alerts(tx: Transaction, number: int, alerts: bool) -> None:
    """Whether the chat gets what editors broadcast."""
    await tx.execute(update(chat).where(chat.c.number == number).values(alerts=alerts))


async def choose_language(tx: Transaction, number: int, language: str) -> None:
    await tx.execute(update(chat).where(chat.c.number == number).values(language=language, language_chosen=True))


async def leave(tx: Transaction, chat_id: int, reason: str, now: datetime) -> int:
    """The chat cannot be reached: its due deliveries end, and their number is told. Its settings stay.

    What is in flight ends by its own outcome: the message may have arrived, and the chat may come back.
    """
    number = (await tx.execute(select(chat.c.number).where(chat.c.id == chat_id))).scalar()
    if number is None:
        return 0
    ended = await tx.run_sync(lose, {number: reason}, now)
    await tx.run_sync(tally.add, ended)
    return ended.total()


def lose(tx: Connection, reasons: Mapping[int, str], now: datetime) -> tally.Changes:
    """Like `leave`, for many chats: number → reason. What it tells is still to be added to the tally."""
    ended: tally.Changes = Counter()
    for number, reason in sorted(reasons.items()):
        theirs = delivery.c.chat_number == number, DUE
        end = {"state": DeliveryState.GONE, "reason": reason, "settled_at": now}
        lost = update(delivery).where(*theirs).values(end).returning(delivery.c.announcement_id)
        ended.update((of, DeliveryState.GONE) for of in tx.execute(lost).scalars())
        gone = {"state": GONE, "gone_reason": reason, "gone_at": now}
        tx.execute(update(chat).where(chat.c.number == number, chat.c.state == ACTIVE).values(gone))
    return ended


async def move(tx: Transaction, old_id: int, new_id: int) -> None:
    """A group became a supergroup: it keeps its number under the new id.

    If the bot has met the supergroup as a chat of its own, the two become one.
    """
    old = await _row(tx, old_id)
    if old is not None:
        await tx.run_sync(tally.add, await tx.run_sync(readdress, old.number, new_id))


def readdress(tx: Connection, number: int, new_id: int) -> tally.Changes:
    """Like `move`, by our own number. What it tells is still to be added to the tally."""
    new = tx.execute(select(chat).where(chat.c.id == new_id)).one_or_none()
    forgotten: tally.Changes = Counter()
    if new is not None and new.number != number:
        forgotten = _absorb(tx, number, new.number)
    tx.execute(update(chat).where(chat.c.number == number).values(id=new_id))
    return forgotten


async def count(tx: Transaction) -> int:
    """Chats that can be reached."""
    reachable: int = (
        await tx.execute(select(func.count()).select_from(chat).where(chat.c.state == ACTIVE))
    ).scalar_one()
    return reachable


def _absorb(tx: Connection, number: int, other: int) -> tally.Changes:
    """What `other` has and `number` has not becomes its own; the rest of `other` goes."""
    for table, keys in (
        (subscription, [["tag_id", "thread_id"]]),
        (delivery, [["announcement_id", "thread_id"], ["story_id", "thread_id"]]),
    ):
        twin = table.alias()
        had = [
            select(1).where(twin.c.chat_number == number, *(twin.c[key] == table.c[key] for key in one)).exists()
            for one in keys
        ]
        tx.execute(
            update(table).where(table.c.chat_number == other, *(~twins for twins in had)).values(chat_number=number)
        )
    forgotten = _forget_deliveries(tx, other)
    tx.execute(delete(subscription).where(subscription.c.chat_number == other))
    tx.execute(delete(chat).where(chat.c.number == other))
    return forgotten


def _forget_deliveries(tx: Connection, number: int) -> tally.Changes:
    theirs = delete(delivery).where(delivery.c.chat_number == number)
    forgotten: tally.Changes = Counter()
    for of, state in tx.execute(theirs.returning(delivery.c.announcement_id, delivery.c.state)):
        forgotten[of, tally.OWED] -= 1
        if state not in (DeliveryState.DUE, DeliveryState.STARTED):
            forgotten[of, state] -= 1
    return forgotten


async def _row(tx: Transaction, chat_id: int) -> Row[Any] | None:
    return (await tx.execute(select(chat).where(chat.c.id == chat_id))).one_or_none()


def _chat(row: Row[Any], kind: ChatKind) -> Chat:
    return Chat(row.number, row.id, kind, row.language, row.time_zone, row.alerts)
