from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from bot.store import Database, inbox, processes
from bot.store.inbox import FORGOTTEN, REMEMBERED, Incoming
from bot.store.tables import inbox as table
from tests.store.samples import NOON

EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}


def update(update_id: int, chat_id: int = 5, words: str = "Привіт 👋\ud800\0") -> Incoming:
    return Incoming(update_id, chat_id, {"update_id": update_id, "message": {"text": words}})


async def claim(db: Database, owner: str = "a", most: int = 9, *not_chats: int) -> list[int]:
    return [one.update_id for one in await inbox.claim(db, owner, most=most, not_chats=not_chats)]


async def done(db: Database, *ids: int, owner: str = "a") -> None:
    async with db.write() as tx:
        for update_id in ids:
            await inbox.done(tx, update_id, owner, NOON)


async def failed(db: Database, update_id: int, owner: str = "a") -> Incoming | None:
    async with db.write() as tx:
        return await inbox.failed(tx, update_id, owner, NOON)


async def test_updates_are_kept_once_whatever_comes_twice(db: Database) -> None:
    assert await inbox.put(db, [], NOON) == 0
    assert await inbox.put(db, [update(1), update(2)], NOON) == 2
    assert await inbox.put(db, [update(2), update(3), update(3)], NOON) == 1
    [first] = await inbox.claim(db, "a", most=9)
    assert first.body["message"]["text"].startswith("Привіт 👋")


async def test_one_update_of_a_chat_at_a_time_oldest_first(db: Database) -> None:
    await inbox.put(db, [update(n, chat) for n, chat in ((1, 7), (2, 7), (3, 8), (4, 7), (5, 9), (6, 8))], NOON)
    assert await claim(db) == [1, 3, 5]
    assert await claim(db, "a", 2, 7) == [3, 5]
    await done(db, 1, 3)
    assert await claim(db) == [2, 5, 6]


async def test_what_another_process_has_claimed_is_left_to_it_until_it_dies(db: Database) -> None:
    for process in ("a", "b"):
        await processes.beat(db, process, ())
    await inbox.put(db, [update(1, 7), update(2, 7), update(3, 8), update(4, 9)], NOON)
    assert await claim(db, "a", 2) == [1, 3]
    assert await claim(db, "b") == [4]
    await done(db, 1, owner="b")  # It is not b's.
    assert await claim(db, "b") == [4]
    await processes.leave(db, "a")
    assert await claim(db, "b") == [1, 3, 4]


async def test_an_older_update_that_comes_late_waits_for_the_one_that_was_claimed(db: Database) -> None:
    for process in ("a", "b"):
        await processes.beat(db, process, ())
    await inbox.put(db, [update(5)], NOON)
    assert await claim(db, "a") == [5]
    await inbox.put(db, [update(4)], NOON)
    assert await claim(db, "b") == []
    await done(db, 5)
    assert await claim(db, "b") == [4]


async def test_processes_that_claim_at_once_never_take_one_chat_twice(db: Database) -> None:
    owners = [f"p{n}" for n in range(6)]
    for owner in owners:
        await processes.beat(db, owner, ())
    await inbox.put(db, [update(n, n % 20) for n in range(1, 101)], NOON)
    while True:
        taken = await asyncio.gather(*(inbox.claim(db, owner, most=4) for owner in owners))
        chats = [one.chat_id for claimed in taken for one in claimed]
        assert len(chats) == len(set(chats))
        if not chats:
            break
        for owner, claimed in zip(owners, taken, strict=True):
            await done(db, *(one.update_id for one in claimed), owner=owner)
    async with db.read() as tx:
        assert (await tx.execute(select(func.count()).where(table.c.done_at.is_(None)))).scalar() == 0


async def test_an_update_that_always_fails_is_dropped_after_the_third_try(db: Database) -> None:
    await inbox.put(db, [update(1), update(2)], NOON)
    assert await claim(db) == [1]
    assert await failed(db, 1, "b") is None
    assert await failed(db, 1) is None
    assert await failed(db, 1) is None
    assert await claim(db) == [1]
    poisoned = await failed(db, 1)
    assert poisoned
    assert poisoned.update_id == 1
    assert await claim(db) == [2]
    assert await failed(db, 1) is None


async def test_polling_goes_on_after_the_latest_update_although_it_is_done(db: Database) -> None:
    async with db.read() as tx:
        assert await inbox.last_update(tx) is None
    await inbox.put(db, [update(2**31), update(7)], NOON)
    await claim(db)
    await done(db, 7)
    await claim(db)
    await done(db, 2**31)
    assert await claim(db) == []
    async with db.read() as tx:
        assert await inbox.last_update(tx) == 2**31


async def test_a_duplicate_of_an_answered_update_is_not_answered_again(db: Database) -> None:
    await inbox.put(db, [update(1)], NOON)
    await claim(db)
    await done(db, 1)
    late = NOON + REMEMBERED - timedelta(minutes=1)
    assert await inbox.put(db, [update(1)], late) == 0
    assert await claim(db) == []
    async with db.read() as tx:
        assert (await tx.execute(select(table.c.body))).scalar() == {}


async def test_a_number_that_comes_again_with_other_words_is_another_update(db: Database) -> None:
    await inbox.put(db, [update(1)], NOON)
    await claim(db)
    await done(db, 1)
    assert await inbox.put(db, [update(1, 6, "Counted anew")], NOON) == 1
    [again] = await inbox.claim(db, "b", most=9)
    assert (again.chat_id, again.body["message"]["text"]) == (6, "Counted anew")


async def test_answered_updates_are_forgotten_after_a_day_some_at_a_time(db: Database) -> None:
    many = range(1, FORGOTTEN + 11)
    await inbox.put(db, [update(n, n) for n in many], NOON)
    await claim(db, "a", len(many))
    await done(db, *many)
    later = NOON + REMEMBERED + timedelta(seconds=1)
    for n, left in ((1001, 11), (1002, 2), (1003, 3)):
        await inbox.put(db, [update(n)], later)
        async with db.read() as tx:
            assert (await tx.execute(select(func.count()).select_from(table))).scalar() == left


async def test_what_is_done_costs_claiming_nothing(db: Database, kind: str) -> None:
    old = [{**row(n), "done_at": NOON} for n in range(1, 3001)]
    async with db.write() as tx:
        await tx.execute(table.insert(), [*old, row(5000), row(5001)])
        if kind == "postgresql":
            await tx.execute(text("ANALYZE inbox"))
        claiming = inbox.eligible().params(claimer="a", most=16, not_chats=[9])
        sql = claiming.compile(tx.engine, compile_kwargs={"literal_binds": True})
        plan = "\n".join(str(line[-1]) for line in await tx.execute(text(f"{EXPLAIN[kind]} {sql}")))
    assert "ix_inbox_waiting" in plan
    assert "Seq Scan on inbox" not in plan


def row(update_id: int) -> dict[str, object]:
    return {
        "update_id": update_id,
        "chat_id": update_id,
        "body": {},
        "received_at": NOON,
        "attempts": 0,
        "owner": None,
        "done_at": None,
        "print": "",
    }


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_a_new_process_on_sqlite_voids_what_the_old_one_claimed(db: Database) -> None:
    await processes.enter(db, "a", ())
    await inbox.put(db, [update(1)], NOON)
    assert await claim(db, "a") == [1]
    await processes.enter(db, "b", ())
    assert await claim(db, "b") == [1]
