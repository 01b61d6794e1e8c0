from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from bot.gateway.connection import GatewayError, Telegram
from bot.gateway.polling import Polling
from bot.store import Database, migrate, open_database, vitals
from tests.gateway.server import Answer, Scripted, after, cut_json, page, refuses, reset, says, torn
from tests.gateway.updates import message, waiting

NOW = datetime(2026, 1, 1, tzinfo=UTC)
OTHER_POLL = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


def polling(telegram: Telegram, db: Database, **more: float) -> Polling:
    return Polling(telegram, db, asyncio.Event(), lambda: NOW, **more)


@asynccontextmanager
async def running(poll: Polling) -> AsyncIterator[None]:
    stop = asyncio.Event()
    async with asyncio.timeout(10):
        task = asyncio.create_task(poll.run(stop))
        try:
            yield
        finally:
            stop.set()
            await task


async def until_stored(poll: Polling, ids: list[int]) -> None:
    while await waiting(poll.db) != ids:
        await asyncio.wait_for(poll.stored.wait(), 5)
        poll.stored.clear()


def from_chats(*ids: int) -> list[dict[str, object]]:
    return [message("/help", {"id": number, "type": "private", "first_name": "R"}, update_id=number) for number in ids]


async def test_updates_are_stored_and_then_acknowledged(server: Scripted, telegram: Telegram, db: Database) -> None:
    poll = polling(telegram, db)
    server.give(*from_chats(5, 6))
    async with running(poll):
        await until_stored(poll, [5, 6])
        server.give(*from_chats(7))
        await until_stored(poll, [5, 6, 7])
    assert [asked["offset"] for asked in server.asked("getUpdates")[:2]] == [0, 7]
    wanted = ["message", "edited_message", "callback_query", "my_chat_member", "inline_query"]
    assert server.asked("getUpdates")[0]["allowed_updates"] == wanted
    assert server.asked("deleteWebhook")[0].get("drop_pending_updates") in (None, False)


async def test_it_goes_on_where_the_store_stopped(server: Scripted, telegram: Telegram, db: Database) -> None:
    server.give(*from_chats(5))
    first, second = polling(telegram, db), polling(telegram, db)
    async with running(first):
        await until_stored(first, [5])
    server.give(*from_chats(5, 6))
    async with running(second):
        await until_stored(second, [5, 6])
    assert server.asked("getUpdates")[-1]["offset"] >= 6


async def test_numbers_that_start_anew_and_lower_are_believed(
    server: Scripted, telegram: Telegram, db: Database
) -> None:
    server.script["getUpdates"].extend([says(from_chats(900)), says(from_chats(3)), says([])])
    poll = polling(telegram, db)
    async with running(poll):
        await until_stored(poll, [3, 900])
    assert [asked["offset"] for asked in server.asked("getUpdates")[:3]] == [0, 901, 4]


@pytest.mark.parametrize(
    "trouble",
    [
        page(502),
        refuses(500, "Internal Server Error: restart"),
        cut_json(),
        reset(),
        torn(),
        refuses(409, OTHER_POLL),
        refuses(429, "Too Many Requests: retry after 1", retry_after=1),
        after(5, says([])),
    ],
)
async def test_trouble_passes(server: Scripted, telegram: Telegram, db: Database, trouble: Answer) -> None:
    server.script["getUpdates"].append(trouble)
    server.give(*from_chats(5))
    poll = polling(telegram, db, hold=0, watchdog=0.2)
    async with running(poll):
        await until_stored(poll, [5])


@pytest.mark.parametrize(("description", "says_which"), [(OTHER_POLL, "polls with the same"), (WEBHOOK, "webhook")])
async def test_somebody_else_who_takes_our_updates_ends_it(
    server: Scripted, telegram: Telegram, db: Database, description: str, says_which: str
) -> None:
    server.script["getUpdates"].extend([refuses(409, description)] * 3)
    with pytest.raises(GatewayError, match=says_which):
        await polling(telegram, db, patience=0.1).run(asyncio.Event())


async def test_a_revoked_token_ends_it(server: Scripted, telegram: Telegram, db: Database) -> None:
    server.script["getUpdates"].append(refuses(401, "Unauthorized"))
    with pytest.raises(GatewayError, match="revoked"):
        await polling(telegram, db).run(asyncio.Event())


async def test_what_cannot_be_stored_stays_with_telegram(server: Scripted, telegram: Telegram, empty_url: str) -> None:
    server.give(*from_chats(5))
    async with open_database(empty_url) as db:
        poll = polling(telegram, db)
        async with running(poll):
            await asyncio.sleep(0.1)
            assert not server.asked("getUpdates")
            await migrate(empty_url)
            await asyncio.wait_for(poll.stored.wait(), 5)
            assert await waiting(db) == [5]


async def test_what_can_never_be_stored_stops_nobody(server: Scripted, telegram: Telegram, db: Database) -> None:
    server.give(*from_chats(5), message("/help", {"id": 2**70, "type": "private"}, update_id=6))
    server.give(message("/help", update_id=2**70), *from_chats(7))
    poll = polling(telegram, db)
    async with running(poll):
        await until_stored(poll, [5, 6, 7])
        while len(server.asked("getUpdates")) < 2:
            await asyncio.sleep(0.01)
    assert server.asked("getUpdates")[1]["offset"] == 8


async def test_that_telegram_answered_is_written_down(server: Scripted, telegram: Telegram, db: Database) -> None:
    """Also where it has nothing to say; but not where it refuses."""
    server.script["getUpdates"].extend([page(502)])

    async def said() -> datetime | None:
        async with db.read() as tx:
            return await vitals.polled(tx)

    assert await said() is None
    async with running(polling(telegram, db, hold=1)):
        while await said() is None:
            await asyncio.sleep(0.02)
    assert await said() == NOW
    assert len(server.asked("getUpdates")) >= 2
