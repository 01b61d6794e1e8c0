"""How deliveries end, or are due again: after an attempt, after a crash, or unsent with their announcement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Update, bindparam, func, null, select, update

from bot.news.delivery import AnnouncementState, DeliveryState, Doubt, Settlement
from bot.store import amendments, chats, leadership, tally
from bot.store.database import Database, Transaction
from bot.store.dialects import in_index_order, json_row, number
from bot.store.pieces import sizes
from bot.store.prepared import Prepared
from bot.store.tables import DUE, STARTED, UNDONE, announcement, chat, delivery
from bot.store.tables.columns import without_refused

ENDED_AT_ONCE = 5000
"""Deliveries that end unsent in one transaction at most."""


def _end(dialect: str) -> Update:
    row = json_row(dialect, "ended")
    return (
        update(delivery)
        .where(delivery.c.id == number(row, "id"), STARTED, delivery.c.owner == bindparam("holder"))
        .values(
            state=row["state"].as_string(),
            message_id=number(row, "message_id"),
            reason=row["reason"].as_string(),
            attempts=delivery.c.attempts + number(row, "attempts"),
            ambiguous=delivery.c.ambiguous + number(row, "ambiguous"),
            settled_at=bindparam("now"),
            owner=null(),
        )
        .returning(delivery.c.id, amendments.awaited().label("awaited"))
    )


_END = Prepared(_end)

_ENDING = Prepared(
    lambda _: select(announcement.c.ends_as, announcement.c.end_reason).where(
        announcement.c.id == bindparam("told"), announcement.c.state == AnnouncementState.ENDING
    )
)


def _unsent(_: str) -> Update:
    """What is being claimed is waited for, and left alone: it is in flight."""
    due = select(delivery.c.id).where(delivery.c.announcement_id == bindparam("told"), DUE)
    still = due.order_by(delivery.c.due_at).limit(bindparam("most", type_=Integer)).with_for_update()
    end: dict[str, Any] = {"state": bindparam("end"), "reason": bindparam("because"), "settled_at": bindparam("now")}
    return update(delivery).where(delivery.c.id.in_(still), DUE).values(end).returning(delivery.c.id)


_UNSENT = Prepared(_unsent)


def _ask_again(_: str) -> Update:
    late = delivery.c.announcement_id == bindparam("told"), DUE, delivery.c.due_at > bindparam("now")
    next_late = select(delivery.c.id).where(*late).order_by(delivery.c.due_at).limit(bindparam("most", type_=Integer))
    return update(delivery).where(delivery.c.id.in_(next_late), DUE).values(due_at=bindparam("now"))


_ASK_AGAIN = Prepared(_ask_again)

_AGAIN = (
    update(delivery)
    .where(delivery.c.id == bindparam("delivery_id"), STARTED, delivery.c.owner == bindparam("holder"))
    .values(
        state=DeliveryState.DUE,
        due_at=bindparam("again_at"),
        message_id=bindparam("known"),
        reason=bindparam("because"),
        attempts=delivery.c.attempts + bindparam("attempted", type_=Integer),
        ambiguous=delivery.c.ambiguous + bindparam("in_doubt", type_=Integer),
        owner=null(),
    )
)


async def settle(db: Database, owner: str, settlements: Sequence[Settlement], now: datetime) -> int:
    """Tells how many; a claim that is no longer the owner's is not touched.

    A chat that is gone loses its other open deliveries too; one that moved keeps its number under its new id.
    """

    def written(tx: Connection) -> int:
        changes = tally.Changes()
        known = write_down(tx, owner, settlements, now, changes)
        tally.add(tx, changes)
        return known

    return await db.write_at_once(written)


async def recover(db: Database, *, owner: str, now: datetime) -> int:
    """Claims of others are void, and tells how many: nobody knows whether they arrived.

    Each ends or is due again, as its announcement says. Only for the one that delivers. What waits is due at once too:
    holds are kept elsewhere, and the clock that said when may have been set back since.
    """
    async with db.write() as tx:
        await tx.run_sync(leadership.check_lead, leadership.DELIVERY, owner)
        lost = STARTED & (func.coalesce(delivery.c.owner, "") != owner)
        skips = select(announcement.c.id).where(UNDONE, announcement.c.doubt == Doubt.SKIP)
        skip = delivery.c.announcement_id.in_(set((await tx.execute(skips)).scalars()))
        skipped = await _void(tx, lost & skip, state=DeliveryState.SKIPPED, settled_at=now)
        again = await _void(tx, lost & ~skip, state=DeliveryState.DUE, due_at=now)
        changes: tally.Changes = Counter((of, tally.DOUBTS) for of in skipped + again)
        changes.update((of, DeliveryState.SKIPPED) for of in skipped)
        await tx.run_sync(tally.add, changes)
    await ask_again(db, now)
    return len(skipped + again)


async def _void(tx: Transaction, which: ColumnElement[bool], **fields: Any) -> list[int]:
    """The announcement of each: told by the writing, for whoever claimed it may just have written how it ended."""
    counts = {"attempts": delivery.c.attempts + 1, "ambiguous": delivery.c.ambiguous + 1}
    in_doubt = {**counts, "owner": null(), "reason": "the process ended"}
    voided = update(delivery).where(which).values(fields | in_doubt).returning(delivery.c.announcement_id)
    return list((await tx.execute(voided)).scalars())


async def unclaim(db: Database, owner: str, known: Collection[int]) -> None:
    """What the owner claimed and knows nothing of is due again: no request of it has left."""
    async with db.write() as tx:
        unknown = STARTED, delivery.c.owner == owner, delivery.c.id.not_in(known)
        await tx.execute(update(delivery).where(*unknown).values(state=DeliveryState.DUE, owner=null()))


async def ask_again(db: Database, now: datetime) -> None:
    """Makes due at once what waits for a time that a clock said which has been set back since."""
    async with db.read() as tx:
        undone = (await tx.execute(select(announcement.c.id).where(UNDONE))).scalars().all()
    for announcement_id in undone:
        while await db.write_at_once(partial(_ask_next, announcement_id=announcement_id, now=now)):
            pass


def _ask_next(tx: Connection, announcement_id: int, now: datetime) -> int:
    in_index_order(tx)
    return sum(_ASK_AGAIN.count(tx, told=announcement_id, most=most, now=now) for most in sizes(ENDED_AT_ONCE))


async def ending(tx: Transaction) -> list[int]:
    """Announcements that are ending."""
    query = select(announcement.c.id).where(UNDONE, announcement.c.state == AnnouncementState.ENDING)
    return list((await tx.execute(query.order_by(announcement.c.id))).scalars())


async def end_next(db: Database, announcement_id: int, now: datetime) -> int:
    """Ends the next deliveries of an ending announcement that are still due, and tells how many there were."""
    return await db.write_at_once(lambda tx: _end_next(tx, announcement_id, now))


def _end_next(tx: Connection, announcement_id: int, now: datetime) -> int:
    found = _ENDING.rows(tx, told=announcement_id)
    if not found:
        return 0
    in_index_order(tx)
    [row], ended = found, 0
    for most in sizes(ENDED_AT_ONCE):
        end = {"end": row.ends_as, "because": row.end_reason, "now": now}
        unsent = _UNSENT.rows(tx, told=announcement_id, most=most, **end)
        amendments.wake(tx, [one.id for one in unsent], now)
        ended += len(unsent)
    tally.add(tx, Counter({(announcement_id, row.ends_as): ended}))
    return ended


def write_down(
    tx: Connection, owner: str, settlements: Sequence[Settlement], now: datetime, changes: tally.Changes
) -> int:
    """As `settle`. `changes` are to be added to the tally: all at once and last, so that two transactions never wait
    for each other's counts."""
    _hold_who_moved(tx, settlements)
    ours = _written(tx, owner, settlements, now)
    known = [one for one in settlements if one.delivery_id in ours]
    changes.update(_counted(known))
    changes.update(
        chats.lose(tx, {one.chat_number: one.reason for one in known if one.state is DeliveryState.GONE}, now)
    )
    for one in known:
        if one.moved_to is not None:
            changes.update(chats.readdress(tx, one.chat_number, one.moved_to))
    return len(known)


def _hold_who_moved(tx: Connection, settlements: Sequence[Settlement]) -> None:
    """Before their deliveries, as whoever learns of a move by an update does: neither waits for the other crosswise."""
    moved = [one.chat_number for one in settlements if one.moved_to is not None]
    if moved:
        theirs = select(chat.c.number).where(chat.c.number.in_(moved)).order_by(chat.c.number)
        tx.execute(theirs.with_for_update(key_share=True))


def _written(tx: Connection, owner: str, settlements: Sequence[Settlement], now: datetime) -> set[int]:
    """Ids of those that were the owner's."""
    again = [one for one in settlements if one.state is DeliveryState.DUE]
    ended = [_ending(one) for one in settlements if one.state is not DeliveryState.DUE]
    ours: set[int] = set()
    if ended:
        settled = _END.rows(tx, ended=ended, holder=owner, now=now)
        ours = {row.id for row in settled}
        amendments.wake(tx, [row.id for row in settled if row.awaited], now)
    for one in again:
        because = {"again_at": one.due_at, "because": one.reason or None, "known": next(iter(one.message_ids), None)}
        counts = {"attempted": one.attempts, "in_doubt": int(one.ambiguous)}
        if (tx.execute(_AGAIN, {"delivery_id": one.delivery_id, "holder": owner, **because, **counts})).rowcount:
            ours.add(one.delivery_id)
    for one in settlements:
        if len(one.message_ids) > 1 and one.delivery_id in ours:
            others = {"others": one.message_ids[1:]}
            tx.execute(update(delivery).where(delivery.c.id == one.delivery_id).values(others))
    return ours


def _counted(known: Sequence[Settlement]) -> tally.Changes:
    ends = [(one.announcement_id, str(one.state)) for one in known if one.state is not DeliveryState.DUE]
    return Counter(ends) + Counter((one.announcement_id, tally.DOUBTS) for one in known if one.ambiguous)


def _ending(one: Settlement) -> dict[str, Any]:
    return {
        "id": one.delivery_id,
        "state": one.state,
        "message_id": one.message_ids[0] if one.message_ids else None,
        "reason": without_refused(one.reason) or None,
        "attempts": one.attempts,
        "ambiguous": int(one.ambiguous),
    }
