"""Corrections, edits, strikes and deletions leave after what they are about, and one after the other."""

from __future__ import annotations

from datetime import timedelta

from bot.news.alert import Alert
from bot.news.audience import Audience
from bot.news.delivery import AnnouncementKind, Delivery, DeliveryState, Later, Sent, Unknown, settle
from bot.store import Database, announcements, fanning, outbox, settling
from bot.store.ahead import AHEAD_FOR, Ahead
from tests.store.samples import NOON, meet

CORRECTION, UPDATE, RETRACTION = AnnouncementKind.CORRECTION, AnnouncementKind.UPDATE, AnnouncementKind.RETRACTION
READERS = 3


async def alert(db: Database, readers: int = READERS) -> int:
    async with db.write() as tx:
        for chat_id in range(1, readers + 1):
            await meet(tx, chat_id)
        told = await announcements.announce(
            tx, kind=AnnouncementKind.ALERT, audience=Audience(None), alert=Alert({"en": "x"}), now=NOON
        )
    await fanning.fan_out(db, told)
    return told


async def amend(db: Database, kind: AnnouncementKind, told: int) -> int:
    async with db.write() as tx:
        amending = await announcements.announce(tx, kind=kind, of_id=told, alert=Alert({"en": "y"}), now=NOON)
    await fanning.fan_out(db, amending)
    return amending


async def claim(db: Database, most: int = 99, *, seconds: int = 0) -> list[Delivery]:
    return await outbox.claim(db, owner="a", most=most, now=NOON + timedelta(seconds=seconds))


async def arrive(db: Database, *claimed: Delivery) -> None:
    assert await settling.settle(db, "a", [settle(one, Sent(one.id), NOON) for one in claimed], NOON) == len(claimed)


def kinds(claimed: list[Delivery]) -> list[AnnouncementKind]:
    return [one.announcement.kind for one in claimed]


async def test_a_correction_leaves_when_what_it_corrects_has_arrived(db: Database) -> None:
    told = await alert(db)
    first, *others = await claim(db)
    correction = await amend(db, CORRECTION, told)
    assert await claim(db) == []
    await arrive(db, first)
    [answer] = await claim(db)
    assert (answer.announcement.id, answer.chat_id) == (correction, first.chat_id)
    assert answer.target
    assert answer.target.message_ids == (first.id,)
    await settling.settle(db, "a", [settle(one, Later(5), NOON) for one in others], NOON)
    assert await claim(db) == []
    again = await claim(db, seconds=5)
    assert kinds(again) == [AnnouncementKind.ALERT] * 2
    await arrive(db, *again)
    assert kinds(await claim(db, seconds=5)) == [CORRECTION] * 2


async def test_a_correction_of_what_is_paused_is_not_looked_at_all_the_time(db: Database) -> None:
    told = await alert(db)
    async with db.write() as tx:
        await announcements.pause(tx, told)
    await amend(db, CORRECTION, told)
    assert await claim(db) == []
    async with db.read() as tx:
        next_due = await outbox.next_due(tx)
    assert next_due
    assert next_due - NOON > timedelta(minutes=5)
    await settling.recover(db, owner="new", now=NOON)
    assert await claim(db) == []
    async with db.write() as tx:
        await announcements.resume(tx, told)
    await arrive(db, *await claim(db))
    assert kinds(await claim(db)) == [CORRECTION] * READERS


async def test_what_is_corrected_may_never_be_sent(db: Database) -> None:
    told = await alert(db)
    await amend(db, CORRECTION, told)
    assert kinds(await claim(db, 1)) == [AnnouncementKind.ALERT]
    async with db.write() as tx:
        await announcements.end(tx, told, DeliveryState.CANCELLED, "by an editor")
    assert await settling.end_next(db, told, NOON) == READERS - 1
    aimless = await claim(db)
    assert kinds(aimless) == [CORRECTION] * (READERS - 1)
    assert not any(one.target.message_ids for one in aimless if one.target)


async def test_a_strike_waits_for_the_edit_that_is_on_its_way(db: Database) -> None:
    told = await alert(db)
    await arrive(db, *await claim(db))
    await amend(db, UPDATE, told)
    edit, other, _ = await claim(db)
    await amend(db, RETRACTION, told)
    assert await claim(db) == []
    await arrive(db, edit)
    [strike] = await claim(db, seconds=1)
    assert (strike.announcement.kind, strike.chat_id) == (RETRACTION, edit.chat_id)
    await settling.settle(db, "a", [settle(other, Unknown("timed out"), NOON)], NOON)
    [strike] = await claim(db)
    assert (strike.announcement.kind, strike.chat_id) == (RETRACTION, other.chat_id)
    # And now the edit that is due again waits for the strike.
    assert await claim(db, seconds=60) == []


async def test_of_two_that_are_due_one_leaves(db: Database) -> None:
    told = await alert(db)
    await arrive(db, *await claim(db))
    first, second = await amend(db, CORRECTION, told), await amend(db, RETRACTION, told)
    ahead = Ahead()
    claimed = await outbox.take_turn(db, "a", (), most=99, now=NOON, ahead=ahead)
    assert len(claimed) == len({one.chat_id for one in claimed}) == READERS
    await arrive(db, *claimed)
    later = NOON + AHEAD_FOR
    claimed += await outbox.take_turn(db, "a", (), most=99, now=later, ahead=ahead)
    assert sorted(one.announcement.id for one in claimed) == [first] * READERS + [second] * READERS
