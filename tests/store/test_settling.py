"""How much is ended or put forward in one transaction, and what ends when."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, text, update

from bot.news.alert import Alert
from bot.news.audience import Audience
from bot.news.delivery import AnnouncementKind, AnnouncementState, Sent, Unknown, again, settle
from bot.store import Database, Transaction, announcements, fanning, outbox, settling
from bot.store.tables import delivery
from tests.store.samples import NOON, meet, multiply

MANY = 6000


@dataclass
class Watched:
    """A database whose transactions that write are counted."""

    db: Database
    pieces: int = 0

    def read(self) -> AbstractAsyncContextManager[Transaction]:
        return self.db.read()

    async def write_at_once(self, act: Callable[[Any], Any]) -> Any:
        self.pieces += 1
        return await self.db.write_at_once(act)


async def owe(db: Database, chats: int) -> int:
    async with db.write() as tx:
        await meet(tx, 1)
        if chats > 1:
            await multiply(tx, 2, chats)
        told = await announcements.announce(
            tx, kind=AnnouncementKind.ALERT, audience=Audience(None), alert=Alert({"en": "x"}), now=NOON
        )
    await fanning.fan_out(db, told)
    return told


async def due_at(db: Database) -> set[datetime]:
    async with db.read() as tx:
        return set((await tx.execute(select(delivery.c.due_at).distinct())).scalars())


async def test_what_waits_for_a_clock_that_was_set_back_is_due_piece_by_piece(db: Database) -> None:
    await owe(db, MANY)
    async with db.write() as tx:
        await tx.execute(update(delivery).values(due_at=NOON + timedelta(hours=1)))
    watched: Any = Watched(db)
    await settling.ask_again(watched, NOON)
    assert await due_at(db) == {NOON}
    assert watched.pieces > 2


async def test_what_was_paused_when_the_last_ones_were_in_flight_is_done(db: Database) -> None:
    told = await owe(db, 1)
    claimed = await outbox.claim(db, owner="a", most=9, now=NOON)
    async with db.write() as tx:
        assert await announcements.pause(tx, told)
        await announcements.tend(tx, NOON)
        progress = await announcements.progress(tx, told)
        assert progress
        assert progress.state is AnnouncementState.PAUSED
    await settling.settle(db, "a", [settle(one, Sent(1), NOON) for one in claimed], NOON)
    async with db.write() as tx:
        await announcements.tend(tx, NOON)
        progress = await announcements.progress(tx, told)
        assert progress
        assert progress.state is AnnouncementState.DONE


async def test_a_count_that_is_wrong_keeps_no_announcement_open(db: Database) -> None:
    told = await owe(db, 1)
    async with db.write() as tx:
        await tx.execute(text("UPDATE tally SET count = count + 1"))
        await announcements.tend(tx, NOON)
        assert not await announcements.finished(tx, told)
    claimed = await outbox.claim(db, owner="a", most=9, now=NOON)
    await settling.settle(db, "a", [settle(one, Sent(1), NOON) for one in claimed], NOON)
    async with db.write() as tx:
        assert await announcements.finished(tx, told)
        await announcements.tend(tx, NOON)
        progress = await announcements.progress(tx, told)
    assert progress
    assert progress.state is AnnouncementState.DONE


async def test_attempts_are_requests_and_not_the_times_that_it_was_put_off(db: Database) -> None:
    await owe(db, 1)
    for seconds in range(5):
        [one] = await outbox.claim(db, owner="a", most=9, now=NOON + timedelta(seconds=seconds))
        await settling.settle(db, "a", [again(one, 1, NOON + timedelta(seconds=seconds), "pace")], NOON)
    late = NOON + timedelta(minutes=1)
    [one] = await outbox.claim(db, owner="a", most=9, now=late)
    await settling.settle(db, "a", [settle(one, Unknown("HTTP 502"), late)], late)
    later = late + timedelta(minutes=1)
    await outbox.claim(db, owner="a", most=9, now=later)
    await settling.recover(db, owner="b", now=later)
    [one] = await outbox.claim(db, owner="b", most=9, now=later)
    await settling.settle(db, "b", [settle(one, Sent(1), later)], later)
    async with db.read() as tx:
        row = (await tx.execute(select(delivery))).one()
    assert (row.attempts, row.ambiguous) == (3, 2)
