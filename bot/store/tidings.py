"""What those who set up a group or channel are to be told of it, once each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from bot.news.chats import Level, Sound
from bot.news.outlets import STANDING, Ended, Tiding, TidingKind
from bot.store import dialects
from bot.store.database import Transaction
from bot.store.tables import keeper, tiding

_OPPOSITE = {TidingKind.LOST: TidingKind.BACK, TidingKind.BACK: TidingKind.LOST}
_Rows = Sequence[tuple[int, str, bool, str]]
"""Tag, level, whether its breaking news comes through quiet hours, sound."""


def note(
    tx: Connection, number: int, kind: TidingKind, now: datetime, *, thread_id: int = 0, ended: _Rows = ()
) -> None:
    """What is known already, and goes on, is not told again; nor is what was over before anybody heard of it."""
    if opposite := _OPPOSITE.get(kind):
        theirs = tiding.c.chat_number == number, tiding.c.kind == opposite
        if tx.execute(delete(tiding).where(*theirs)).rowcount:
            return
    place = {"chat_number": number, "thread_id": thread_id}
    rows = [list(row) for row in ended]
    new = dialects.insert(tx, tiding).values(**place, kind=kind, at=now, told=False, ended=rows)
    tx.execute(new.on_conflict_do_nothing())


def note_kept(tx: Connection, numbers: Sequence[int], kind: TidingKind, now: datetime) -> None:
    """Of those chats that somebody has set up."""
    kept = select(keeper.c.chat_number).where(keeper.c.chat_number.in_(numbers)).distinct()
    for number in tx.execute(kept.order_by(keeper.c.chat_number)).scalars().all():
        note(tx, number, kind, now)


async def over(tx: Transaction, number: int, kind: TidingKind, thread_id: int = 0) -> None:
    """What went on there does no more."""
    theirs = tiding.c.chat_number == number, tiding.c.thread_id == thread_id, tiding.c.kind == kind
    await tx.execute(delete(tiding).where(*theirs))


async def closed(tx: Transaction, number: int) -> set[int]:
    """Its topics that take no posts now."""
    theirs = tiding.c.chat_number == number, tiding.c.kind == TidingKind.CLOSED
    return set((await tx.execute(select(tiding.c.thread_id).where(*theirs))).scalars())


async def untold(tx: Transaction) -> list[Tiding]:
    rows = (await tx.execute(select(tiding).where(~tiding.c.told).order_by(tiding.c.at))).all()
    return [
        Tiding(
            row.chat_number,
            row.thread_id,
            TidingKind(row.kind),
            tuple(_ended(*each) for each in row.ended),
        )
        for row in rows
    ]


def _ended(tag_id: int, level: str, through: bool, sound: str = Sound.ALL) -> Ended:
    return Ended(tag_id, Level(level), through, Sound(sound))


async def told(tx: Transaction, one: Tiding) -> None:
    this = (
        tiding.c.chat_number == one.chat_number,
        tiding.c.thread_id == one.thread_id,
        tiding.c.kind == one.kind,
    )
    if one.kind in STANDING:
        await tx.execute(update(tiding).where(*this).values(told=True))
    else:
        await tx.execute(delete(tiding).where(*this))
