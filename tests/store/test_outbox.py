import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from bot.news.alert import Alert
from bot.news.audience import Audience
from bot.news.chats import ChatKind
from bot.news.delivery import (
    AnnouncementKind,
    Delivery,
    DeliveryState,
    Gone,
    Later,
    Moved,
    Outcome,
    Refused,
    Sent,
    Settlement,
    Unknown,
    settle,
)
from bot.store import Database, announcements, audiences, broadcasts, chats, fanning, outbox, settling
from bot.store.ahead import AHEAD_FOR, NEXT, Ahead
from bot.store.dialects import in_index_order
from bot.store.tables import delivery
from tests.store.samples import NOON, meet, multiply

EVERYONE = Audience(None, ())
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN (ANALYZE, TIMING OFF)"}
LATER = NOON + timedelta(seconds=30)


async def owe(db: Database, chats_: int = 1, kind: AnnouncementKind = AnnouncementKind.ALERT) -> int:
    async with db.write() as tx:
        for chat_id in range(1, chats_ + 1):
            await meet(tx, chat_id)
        sent = await announcements.announce(tx, kind=kind, audience=EVERYONE, alert=Alert({"en": "x"}), now=NOON)
    await fanning.fan_out(db, sent)
    return sent


async def claim(db: Database, most: int = 99, owner: str = "a") -> list[Delivery]:
    return await outbox.claim(db, owner=owner, most=most, now=LATER)


async def end(db: Database, outcome: Outcome, *claimed: Delivery, owner: str = "a") -> int:
    return await settling.settle(db, owner, [settle(one, outcome, LATER) for one in claimed], LATER)


async def outcomes(db: Database, announcement_id: int) -> dict[DeliveryState, int]:
    async with db.read() as tx:
        return await announcements.outcomes(tx, announcement_id)


async def test_a_claimed_delivery_has_all_that_sending_needs(db: Database) -> None:
    async with db.write() as tx:
        met = await meet(tx, -1_001_234_567_890, language="uk", kind=ChatKind.CHANNEL)
        sent = await announcements.announce(
            tx, kind=AnnouncementKind.ALERT, audience=EVERYONE, alert=Alert({"en": "x"}), now=NOON
        )
    await fanning.fan_out(db, sent)
    [one] = await claim(db)
    assert (one.chat_number, one.chat_id, one.chat_kind) == (met.number, met.id, ChatKind.CHANNEL)
    assert (one.language, one.time_zone, one.thread_id, one.doubts) == ("uk", "Europe/Kyiv", 0, 0)
    assert (one.announcement.id, one.announcement.alert) == (sent, Alert({"en": "x"}))


async def test_nothing_is_claimed_twice_or_before_its_time(db: Database) -> None:
    await owe(db, 3)
    assert await outbox.claim(db, owner="a", most=9, now=NOON - timedelta(seconds=1)) == []
    assert await claim(db, 0) == []
    assert len(await claim(db, 2)) == 2
    assert len(await claim(db, 2)) == 1
    assert await claim(db) == []


async def test_many_claim_side_by_side_and_none_gets_anothers(db: Database) -> None:
    await owe(db, 40)
    waves = await asyncio.gather(*(claim(db, 10, f"owner {n}") for n in range(6)))
    while any(again := await asyncio.gather(*(claim(db, 10) for _ in range(2)))):
        waves += again
    taken = [one.chat_id for wave in waves for one in wave]
    assert sorted(taken) == list(range(1, 41))


async def test_what_was_read_ahead_is_claimed_only_while_it_is_owed(db: Database) -> None:
    told, ahead = await owe(db, 10), Ahead()

    async def next_two() -> list[tuple[int, str]]:
        claimed = await outbox.take_turn(db, "a", (), most=2, now=LATER, ahead=ahead)
        return [(one.chat_id, one.announcement.alert.texts["en"]) for one in claimed if one.announcement.alert]

    assert await next_two() == [(1, "x"), (2, "x")]
    async with db.write() as tx:
        await chats.leave(tx, 3, "blocked", LATER)
        await broadcasts.rewrite(tx, told, Alert({"en": "y"}))
    assert await next_two() == [(4, "y"), (5, "y")]
    async with db.write() as tx:
        await announcements.pause(tx, told)
    assert await next_two() == []
    async with db.write() as tx:
        await announcements.resume(tx, told)
    assert await next_two() == [(6, "y"), (7, "y")]
    async with db.write() as tx:
        await announcements.end(tx, told, DeliveryState.CANCELLED, "by an editor")
    assert await next_two() == []


async def test_what_was_read_ahead_long_ago_is_read_again(db: Database) -> None:
    await owe(db, 3)
    ahead = Ahead()
    await outbox.take_turn(db, "a", (), most=1, now=LATER, ahead=ahead)
    async with db.write() as tx:
        await chats.choose_language(tx, (await meet(tx, 2)).number, "ru")
        await chats.choose_language(tx, (await meet(tx, 3)).number, "ru")
    [soon] = await outbox.take_turn(db, "a", (), most=1, now=LATER, ahead=ahead)
    [late] = await outbox.take_turn(db, "a", (), most=1, now=LATER + AHEAD_FOR, ahead=ahead)
    assert (soon.language, late.language) == ("en", "ru")


async def test_lanes_then_time(db: Database) -> None:
    earlier = await owe(db, 2)
    assert await end(db, Sent(1), *await claim(db)) == 2
    headline = await owe(db, 2, AnnouncementKind.HEADLINE)
    async with db.write() as tx:
        correction = await announcements.announce(tx, kind=AnnouncementKind.CORRECTION, of_id=earlier, now=NOON)
    await fanning.fan_out(db, correction)
    alert = await owe(db, 2)
    assert [one.announcement.id for one in await claim(db)] == [alert] * 2 + [correction] * 2 + [headline] * 2


async def test_sqlite_claims_a_wave_by_its_ids_however_much_is_due(db: Database, kind: str) -> None:
    if kind != "sqlite":
        pytest.skip("PostgreSQL needs no help to see that ids are the shortest way")
    sql: Any = outbox.start(kind).compile(dialect=db.writer.dialect)
    async with db.read() as tx:
        rows = await tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", tuple("1" for _ in sql.positiontup))
        plan = "\n".join(str(row[-1]) for row in rows)
    assert plan.count("SEARCH delivery USING INTEGER PRIMARY KEY") == 2
    assert plan.count("SEARCH") == 2, plan


async def test_the_next_one_due(db: Database) -> None:
    async with db.read() as tx:
        assert await outbox.next_due(tx) is None
    await owe(db, 1, AnnouncementKind.HEADLINE)
    await owe(db, 1)
    [first, _] = await claim(db)
    async with db.read() as tx:
        assert await outbox.next_due(tx) is None
    await end(db, Later(5), first)
    async with db.read() as tx:
        assert await outbox.next_due(tx) == LATER + timedelta(seconds=5)


async def test_sent_is_the_end(db: Database) -> None:
    sent = await owe(db, 2)
    first, second = await claim(db)
    assert await end(db, Sent(4_000_000_000), first) == 1
    assert await end(db, Sent(5), first) == 0
    assert await end(db, Refused("chat \0is \ud800closed"), second) == 1
    assert await outcomes(db, sent) == {DeliveryState.SENT: 1, DeliveryState.REFUSED: 1}
    async with db.read() as tx:
        rows = (await tx.execute(select(delivery).order_by(delivery.c.id))).all()
    assert [(row.message_id, row.reason, row.settled_at) for row in rows] == [
        (4_000_000_000, None, LATER),
        (None, "chat is closed", LATER),
    ]
    assert await settling.settle(db, "a", [], LATER) == 0


async def test_what_is_unclear_is_due_again_and_counted(db: Database) -> None:
    await owe(db)
    [first] = await claim(db)
    assert await end(db, Unknown("timed out"), first) == 1
    assert await claim(db) == []
    [again] = await outbox.claim(db, owner="a", most=9, now=LATER + timedelta(seconds=1))
    assert (again.id, again.doubts) == (first.id, 1)
    assert await end(db, Later(0), again) == 1
    [third] = await claim(db)
    await end(db, Sent(1), third)
    async with db.read() as tx:
        row = (await tx.execute(select(delivery))).one()
    assert (row.ambiguous, row.attempts, row.state) == (1, 2, "sent")


async def test_only_the_owner_settles(db: Database) -> None:
    sent = await owe(db)
    claimed = await claim(db)
    assert await end(db, Sent(1), *claimed, owner="b") == 0
    assert await outcomes(db, sent) == {DeliveryState.DUE: 1}
    assert await end(db, Sent(1), *claimed) == 1


async def test_a_chat_that_is_gone_loses_its_other_deliveries(db: Database) -> None:
    first, second = await owe(db, 2), await owe(db, 2)
    claimed = [one for one in await claim(db, 2) if one.chat_id == 1]
    assert await end(db, Gone("blocked"), *claimed) == 1
    assert await outcomes(db, first) == {DeliveryState.GONE: 1, DeliveryState.DUE: 1}
    assert await outcomes(db, second) == {DeliveryState.GONE: 1, DeliveryState.DUE: 1}
    async with db.read() as tx:
        assert await chats.count(tx) == 1
        assert await audiences.audience_size(tx, EVERYONE) == 1


async def test_a_stale_word_of_a_chats_end_ends_nothing(db: Database) -> None:
    await owe(db)
    claimed = await claim(db)
    await end(db, Gone("blocked"), *claimed, owner="b")
    async with db.read() as tx:
        assert await chats.count(tx) == 1


async def test_a_chat_that_moved_is_told_at_its_new_address(db: Database) -> None:
    await owe(db)
    [first] = await claim(db)
    await end(db, Moved(-1_001_234), first)
    [again] = await claim(db)
    assert (again.id, again.chat_id, again.chat_number) == (first.id, -1_001_234, first.chat_number)


async def test_many_chats_that_moved_at_once(db: Database) -> None:
    await owe(db, 2)
    first, second = await claim(db)
    moved = [settle(first, Moved(-77), LATER), settle(second, Moved(-78), LATER)]
    assert await settling.settle(db, "a", moved, LATER) == 2
    assert sorted(one.chat_id for one in await claim(db)) == [-78, -77]


async def test_other_ends_are_written_down(db: Database) -> None:
    sent = await owe(db, 3)
    ends = (DeliveryState.EXPIRED, DeliveryState.SKIPPED, DeliveryState.CANCELLED)
    given = [Settlement(one.id, sent, one.chat_number, state) for one, state in zip(await claim(db), ends, strict=True)]
    assert await settling.settle(db, "a", given, LATER) == 3
    assert await outcomes(db, sent) == dict.fromkeys(ends, 1)
    async with db.read() as tx:
        assert await announcements.finished(tx, sent)


async def test_whoever_takes_over_voids_the_claims_of_the_one_before(db: Database) -> None:
    await owe(db, 3)
    old = await claim(db, 2, "old")
    [own] = await claim(db, 1, "new")
    assert await settling.recover(db, owner="new", now=LATER) == 2
    assert await settling.recover(db, owner="new", now=LATER) == 0
    assert await end(db, Sent(1), *old, owner="old") == 0
    again = await claim(db, owner="new")
    assert [(one.id, one.doubts) for one in again] == [(one.id, 1) for one in old]
    assert await end(db, Sent(1), own, *again, owner="new") == 3
    async with db.read() as tx:
        assert sorted((await tx.execute(select(delivery.c.ambiguous))).scalars()) == [0, 1, 1]


async def test_what_was_claimed_unawares_is_due_again_and_in_no_doubt(db: Database) -> None:
    await owe(db, 3)
    known = (await claim(db, 1))[0]
    unawares = await claim(db, 2)
    await settling.unclaim(db, "another", set())
    assert await claim(db) == []
    await settling.unclaim(db, "a", {known.id})
    assert await claim(db) == unawares
    assert await end(db, Sent(1), known, *unawares) == 3


async def test_claiming_reads_no_more_than_it_takes_however_much_is_due(db: Database, kind: str) -> None:
    await owe(db)
    async with db.write() as tx:
        await multiply(tx, 10, 5000)
        await tx.execute(text("ANALYZE"))
    headline = await owe(db, 0, AnnouncementKind.HEADLINE)
    async with db.read() as tx:
        binds = {"told": headline, "now": LATER, "most": 16}
        sql = NEXT.params(binds).compile(dialect=tx.dialect, compile_kwargs={"literal_binds": True})
        await tx.run_sync(in_index_order)
        rows = await tx.execute(text(f"{EXPLAIN[kind]} {str(sql).replace('FOR UPDATE SKIP LOCKED', '')}"))
        plan = "\n".join(str(row[-1]) for row in rows)
    assert "ix_delivery_due" in plan
    assert "Hash" not in plan
    for line in plan.splitlines():
        assert "actual" not in line or float(line.split("actual")[1].split("rows=")[1].split()[0]) <= 16
