"""Chats: who reads, in which language and zone, and whether they can be reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, and_, delete, func, null, or_, select, update

from bot.news.chats import Chat, ChatKind, Detail
from bot.news.delivery import AnnouncementKind, DeliveryState
from bot.news.outlets import TidingKind
from bot.store import endings, quiet, tally, tidings
from bot.store.database import Transaction
from bot.store.dialects import insert
from bot.store.tables import (
    DUE,
    STARTED,
    UNDONE,
    announcement,
    change,
    chat,
    delivery,
    keeper,
    last_look,
    saved,
    subscription,
    tiding,
    topic,
)

ACTIVE, GONE, FORGOTTEN = "active", "gone", "forgotten"
_BACK = {"state": ACTIVE, "gone_reason": None, "gone_at": None}
_NAMELESS = -(2**62)
"""No id of Telegram's is so low: a chat that was forgotten has one below it."""
_TWINS = ["announcement_id", "story_id"]
"""A chat's topic has one delivery of each."""


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
    if not _as_told(known, kind, title):
        back = update(chat).where(chat.c.number == known.number)
        await tx.execute(back.values(kind=kind, title=title, **_BACK))
        if known.state == GONE:
            await tx.run_sync(tidings.note_kept, [known.number], TidingKind.BACK, now)
        known = await _row(tx, chat_id)
        assert known is not None
    return of_row(known)


async def met(tx: Transaction, chat_id: int, kind: ChatKind, title: str) -> Chat | None:
    """What `meet` tells of a chat of which there is nothing to write."""
    known = await _row(tx, chat_id)
    return of_row(known) if known and _as_told(known, kind, title) else None


def _as_told(known: Row[Any], kind: ChatKind, title: str) -> bool:
    return (known.state, known.kind, known.title) == (ACTIVE, kind, title)


async def get(tx: Transaction, chat_id: int) -> Chat | None:
    known = await _row(tx, chat_id)
    return of_row(known) if known else None


async def by_number(tx: Transaction, number: int) -> Chat | None:
    """None also for one that was forgotten."""
    known = (await tx.execute(select(chat).where(chat.c.number == number, chat.c.state != FORGOTTEN))).one_or_none()
    return of_row(known) if known else None


async def want_alerts(tx: Transaction, number: int, alerts: bool, now: datetime) -> None:
    """Whether the chat gets what editors broadcast. Who wants it no more does not get what is due, either."""
    await tx.execute(update(chat).where(chat.c.number == number).values(alerts=alerts))
    if alerts:
        return
    told = select(announcement.c.id).where(UNDONE, announcement.c.kind == AnnouncementKind.ALERT)
    await tx.run_sync(endings.skip_due, number, "opted out", now, delivery.c.announcement_id.in_(told))


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
        theirs = chat.c.number == number, chat.c.state == ACTIVE
        if tx.execute(update(chat).where(*theirs).values(gone)).rowcount:
            tidings.note_kept(tx, [number], TidingKind.LOST, now)
    return ended


async def move(tx: Transaction, old_id: int, new_id: int) -> None:
    """A group became a supergroup: it keeps its number under the new id.

    If the bot has met the supergroup as a chat of its own, the two become one.
    """
    old = await _row(tx, old_id)
    if old is not None:
        await tx.run_sync(tally.add, await tx.run_sync(readdress, old.number, new_id))


def readdress(tx: Connection, number: int, new_id: int) -> tally.Changes:
    """Like `move`, by our own number. What it tells is still to be added to the tally.

    A supergroup numbers its messages anew: what the group has can be answered, edited or deleted no more.
    """
    forgotten: tally.Changes = Counter()
    # Held, as Telegram tells of a move twice: by an update, and by what it says to a message.
    held = select(chat.c.id).where(chat.c.number == number, chat.c.state != FORGOTTEN).with_for_update(key_share=True)
    if tx.execute(held).scalar() in (None, new_id):
        return forgotten
    tx.execute(
        update(delivery)
        .where(owed_to(number), delivery.c.message_id.is_not(null()))
        .values(message_id=null(), others=null())
    )
    new = tx.execute(select(chat).where(chat.c.id == new_id)).one_or_none()
    fields: dict[str, Any] = {"id": new_id}
    if new is not None:
        forgotten = _absorb(tx, number, new.number)
        fields |= _BACK if new.state == ACTIVE else {}
        fields |= {"suggestions": True} if new.suggestions else {}  # The editors' group is known by nothing else.
    tx.execute(update(chat).where(chat.c.number == number).values(fields))
    return forgotten


def nameless(number: int, now: datetime) -> dict[str, Any]:
    """Every column of a forgotten chat that says something about it; language and kind are counted in reports."""
    return {
        "id": _NAMELESS - number,
        "title": "",
        "language_chosen": False,
        "time_zone": "UTC",
        "alerts": False,
        "edition": None,
        "quiet_from": None,
        "quiet_to": None,
        "muted_until": None,
        "alerts_through": True,
        "detail": "picture",
        "set_up": False,
        "suggestions": None,
        "digest_hour": None,
        "digest_weekdays": None,
        "digest_at": None,
        "digest_since": None,
        "stopped": False,
        "filed": False,
        "state": FORGOTTEN,
        "gone_reason": None,
        "gone_at": now,
        "created_at": now,
    }


def named(chat_id: int) -> bool:
    """Whether Telegram knows a chat by this id."""
    return chat_id > _NAMELESS


async def count(tx: Transaction) -> int:
    """Chats that can be reached."""
    reachable: int = (
        await tx.execute(select(func.count()).select_from(chat).where(chat.c.state == ACTIVE))
    ).scalar_one()
    return reachable


def _absorb(tx: Connection, number: int, other: int) -> tally.Changes:
    """What `other` has and `number` has not becomes its own; the rest of `other` goes.

    Of a delivery that both have, the one stays whose message can be reached, or that need not be sent again.
    """
    theirs = subscription.c.chat_number == other, ~_had(subscription, number, ["tag_id"])
    tx.execute(update(subscription).where(*theirs).values(chat_number=number))
    tx.execute(delete(subscription).where(subscription.c.chat_number == other))
    keepers = select(keeper.c.person_id).where(keeper.c.chat_number == number)
    new = keeper.c.chat_number == other, keeper.c.person_id.not_in(keepers)
    tx.execute(update(keeper).where(*new).values(chat_number=number))
    for told in (keeper, topic, tiding, change, last_look, saved):
        tx.execute(delete(told).where(told.c.chat_number == other))
    better = _had(delivery, other, _TWINS, reached=True) | (DUE & _had(delivery, other, _TWINS))
    forgotten = _forget(tx, owed_to(number), ~STARTED, better)
    kept = owed_to(other), ~_had(delivery, number, _TWINS)
    tx.execute(update(delivery).where(*kept).values(chat_number=number))
    forgotten.update(_forget(tx, owed_to(other)))
    tx.execute(delete(chat).where(chat.c.number == other))
    return forgotten


def _had(table: Table, number: int, keys: Sequence[str], *, reached: bool = False) -> ColumnElement[bool]:
    """A condition on rows: the chat has one with the same key, in the same topic, whose message can be reached."""
    twin = table.alias()
    like = [twin.c.message_id.is_not(null())] if reached else []
    topic = twin.c.chat_number == number, twin.c.thread_id == table.c.thread_id
    return or_(*(select(1).where(*topic, twin.c[key] == table.c[key], *like).exists() for key in keys))


def owed_to(number: int) -> ColumnElement[bool]:
    """A step into an index for each announcement: there is none by chat, for which every message would pay."""
    return and_(delivery.c.chat_number == number, delivery.c.announcement_id.in_(select(announcement.c.id)))


def _forget(tx: Connection, *which: ColumnElement[bool]) -> tally.Changes:
    forgotten: tally.Changes = Counter()
    gone = delete(delivery).where(*which).returning(delivery.c.announcement_id, delivery.c.state)
    for of, state in tx.execute(gone):
        forgotten[of, tally.OWED] -= 1
        if state not in (DeliveryState.DUE, DeliveryState.STARTED):
            forgotten[of, state] -= 1
    return forgotten


async def _row(tx: Transaction, chat_id: int) -> Row[Any] | None:
    return (await tx.execute(select(chat).where(chat.c.id == chat_id))).one_or_none()


def of_row(row: Row[Any]) -> Chat:
    settings = quiet.rest_of(row), row.alerts_through, Detail(row.detail), row.edition or "", quiet.digest_of(row)
    outlet = row.set_up, row.title, row.stopped, row.filed, row.state == ACTIVE
    return Chat(row.number, row.id, ChatKind(row.kind), row.language, row.time_zone, row.alerts, *settings, *outlet)
