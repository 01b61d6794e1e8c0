from bot.store import Database, Transaction, inbox
from bot.store.inbox import Incoming
from tests.store.samples import NOON


def update(update_id: int, chat_id: int = 5) -> Incoming:
    return Incoming(update_id, chat_id, {"update_id": update_id, "message": {"text": "Привіт 👋\ud800\0"}})


async def test_updates_are_kept_once_whatever_comes_twice(db: Database) -> None:
    assert await inbox.put(db, [], NOON) == 0
    assert await inbox.put(db, [update(1), update(2)], NOON) == 2
    assert await inbox.put(db, [update(2), update(3), update(3)], NOON) == 1
    async with db.read() as tx:
        [first] = await inbox.waiting(tx, most=9)
        assert first.body["message"]["text"].startswith("Привіт 👋")


async def test_one_update_of_a_chat_at_a_time_oldest_first(db: Database) -> None:
    await inbox.put(db, [update(n, chat) for n, chat in ((1, 7), (2, 7), (3, 8), (4, 7), (5, 9), (6, 8))], NOON)
    async with db.write() as tx:
        assert await _ids(tx) == [1, 3, 5]
        assert [one.update_id for one in await inbox.waiting(tx, most=2, not_chats=[7])] == [3, 5]
        await inbox.done(tx, 1)
        await inbox.done(tx, 3)
        assert await _ids(tx) == [2, 5, 6]


async def _ids(tx: Transaction) -> list[int]:
    return [one.update_id for one in await inbox.waiting(tx, most=9)]


async def test_an_update_that_always_fails_is_dropped_after_the_third_try(db: Database) -> None:
    await inbox.put(db, [update(1), update(2)], NOON)
    async with db.write() as tx:
        assert await inbox.failed(tx, 1) is None
        assert await inbox.failed(tx, 1) is None
        assert await _ids(tx) == [1]
        poisoned = await inbox.failed(tx, 1)
        assert poisoned
        assert poisoned.update_id == 1
        assert await _ids(tx) == [2]
        assert await inbox.failed(tx, 1) is None


async def test_polling_goes_on_after_the_latest_update_although_it_is_done(db: Database) -> None:
    async with db.read() as tx:
        assert await inbox.last_update(tx) is None
    await inbox.put(db, [update(2**31), update(7)], NOON)
    async with db.write() as tx:
        for number in (2**31, 7):
            await inbox.done(tx, number)
        assert await inbox.waiting(tx, most=9) == []
        assert await inbox.last_update(tx) == 2**31
