from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from markupsafe import Markup

from bot.gateway.answering import Answering
from bot.gateway.codec import pack
from bot.gateway.connection import GatewayError, Telegram
from bot.gateway.incoming import incoming
from bot.gateway.pace import Pace
from bot.gateway.sender import Sender
from bot.gateway.workers import CHATS, Converse, Workers
from bot.pages.request import Request
from bot.store import Database, inbox
from bot.views.intents import Help, Intent, Left, Migrated, Said, Silenced
from bot.views.reply import Answer, Reply
from tests.gateway.clock import eventually
from tests.gateway.server import Scripted, refuses
from tests.gateway.updates import message, tap, waiting

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SORRY = Answer(Reply(Markup("Sorry, that went wrong.")), toast="Sorry")


def said(chat_id: int, update_id: int, text: str = "hello") -> dict[str, Any]:
    return message(text, {"id": chat_id, "type": "private", "first_name": "R"}, update_id=update_id)


class Conversation:
    """Remembers what was asked; `act` is what happens meanwhile."""

    def __init__(self, act: Callable[[Request], Awaitable[Answer | None]] | None = None) -> None:
        self.asked: list[Request] = []
        self._act = act

    async def __call__(self, request: Request, now: datetime) -> Answer | None:
        assert now == NOW
        self.asked.append(request)
        return await self._act(request) if self._act else None

    def words(self, chat_id: int) -> list[str]:
        return [
            request.intent.words
            for request in self.asked
            if request.chat_id == chat_id and isinstance(request.intent, Said)
        ]

    def intents(self) -> list[Intent]:
        return [request.intent for request in self.asked]


def workers(telegram: Telegram, db: Database, converse: Converse, grace: float = 5.0, **more: Any) -> Workers:
    pace = Pace(1000)
    answering = Answering(telegram, Sender(telegram, pace), pace, pause=0)
    commands = {"help": lambda _: Help()}
    quick = {"grace": grace, "setback": 0.01, **more}
    return Workers(db, answering, commands, converse, lambda _: SORRY, lambda: NOW, **quick)


@asynccontextmanager
async def running(crew: Workers) -> AsyncIterator[asyncio.Event]:
    stop = asyncio.Event()
    async with asyncio.timeout(15):
        task = asyncio.create_task(crew.run(stop))
        try:
            yield stop
        finally:
            stop.set()
            await task


async def put(db: Database, *updates: dict[str, Any]) -> None:
    await inbox.put(db, [incoming(update) for update in updates], NOW)


async def emptied(db: Database) -> None:
    async def empty() -> bool:
        return not await waiting(db)

    await eventually(empty)


async def test_order_within_a_chat_is_kept_while_chats_go_side_by_side(telegram: Telegram, db: Database) -> None:
    side_by_side: list[int] = []
    busy: Counter[int] = Counter()

    async def act(request: Request) -> None:
        busy[request.chat_id] += 1
        assert busy[request.chat_id] == 1
        side_by_side.append(busy.total())
        await asyncio.sleep(0.001 * (request.chat_id % 3))
        busy[request.chat_id] -= 1

    talk = Conversation(act)
    updates = [said(chat, 1 + turn * 20 + chat, str(turn)) for turn in range(6) for chat in range(1, 20)]
    await put(db, *updates)
    async with running(workers(telegram, db, talk)):
        await emptied(db)
    for chat in range(1, 20):
        assert talk.words(chat) == [str(turn) for turn in range(6)]
    assert 1 < max(side_by_side) <= CHATS


async def test_a_flooding_chat_does_not_delay_another(telegram: Telegram, db: Database) -> None:
    release = asyncio.Event()
    heard = asyncio.Event()

    async def act(request: Request) -> None:
        if request.chat_id == 666:
            await release.wait()
        else:
            heard.set()

    crew = workers(telegram, db, Conversation(act))
    await put(db, *(said(666, number) for number in range(1, 61)))
    async with running(crew):
        await asyncio.sleep(0.05)
        await put(db, said(7, 100))
        crew.wake.set()
        await asyncio.wait_for(heard.wait(), 5)
        release.set()
        await emptied(db)


async def test_an_answer_reaches_the_chat(server: Scripted, telegram: Telegram, db: Database) -> None:
    async def act(request: Request) -> Answer:
        return Answer(Reply(Markup("Hello!")))

    await put(db, said(7, 1), tap(pack(Help()), update_id=2))
    async with running(workers(telegram, db, Conversation(act))):
        await emptied(db)
    assert [sent["text"] for sent in server.asked("sendMessage")] == ["Hello!"]
    assert [edit["text"] for edit in server.asked("editMessageText")] == ["Hello!"]


async def test_a_page_that_keeps_failing_is_apologised_for_once(
    server: Scripted, telegram: Telegram, db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async def act(request: Request) -> Answer | None:
        if isinstance(request.intent, Help):
            raise RuntimeError("a page's own fault")
        return None

    talk = Conversation(act)
    await put(db, said(7, 1, "/help"), tap(pack(Help()), update_id=2), said(7, 3, "still there?"))
    async with running(workers(telegram, db, talk)):
        await emptied(db)
    assert [sent["text"] for sent in server.asked("sendMessage")] == ["Sorry, that went wrong."]
    assert [tapped["text"] for tapped in server.asked("answerCallbackQuery")] == ["Sorry"]
    assert talk.intents() == [Help()] * 2 * inbox.TRIES + [Said("still there?", "still there?")]
    assert "a page's own fault" in caplog.text


async def test_whose_words_cannot_be_read_is_apologised_to(server: Scripted, telegram: Telegram, db: Database) -> None:
    def unreadable(words: str) -> Intent:
        raise UnicodeError("an offset inside a character")

    talk = Conversation()
    crew = workers(telegram, db, talk)
    crew.commands = {"help": unreadable}
    group = {"id": -100, "type": "supergroup", "title": "g"}
    await put(db, said(7, 1, "/help"), message("/help", group, update_id=2), said(7, 3))
    async with running(crew):
        await emptied(db)
    assert [(sent["chat_id"], sent["text"]) for sent in server.asked("sendMessage")] == [(7, "Sorry, that went wrong.")]
    assert talk.words(7) == ["hello"]


async def test_a_page_that_fails_once_answers_at_the_next_try(
    server: Scripted, telegram: Telegram, db: Database
) -> None:
    faults = [RuntimeError("the database was away")]

    async def act(request: Request) -> Answer:
        if faults:
            raise faults.pop()
        return Answer(Reply(Markup("Hello!")))

    await put(db, said(7, 1))
    async with running(workers(telegram, db, Conversation(act))):
        await emptied(db)
    assert [sent["text"] for sent in server.asked("sendMessage")] == ["Hello!"]


async def test_an_update_that_cannot_be_read_holds_up_nobody(telegram: Telegram, db: Database) -> None:
    talk = Conversation()
    broken = {"update_id": 1, "message": {"chat": {"id": 7}}}
    await put(db, broken, {"update_id": 2, "kind_of_the_future": {"chat": {"id": 7}}}, said(7, 3))
    async with running(workers(telegram, db, talk)):
        await emptied(db)
    assert talk.words(7) == ["hello"]


async def test_a_tap_that_nobody_answers_stops_spinning(server: Scripted, telegram: Telegram, db: Database) -> None:
    inline = tap(pack(Help()), update_id=1)
    del inline["callback_query"]["message"]
    await put(db, inline, tap("older version", update_id=2))
    async with running(workers(telegram, db, Conversation())):
        await emptied(db)
    assert len(server.asked("answerCallbackQuery")) == 2


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        (
            refuses(403, "Forbidden: bot was blocked by the user"),
            Left("Forbidden: bot was blocked by the user"),
        ),
        (
            refuses(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1009),
            Migrated(-1009),
        ),
        (refuses(400, "Bad Request: not enough rights to send text messages to the chat"), Silenced()),
    ],
)
async def test_a_chat_that_went_away_or_lets_nothing_be_written_is_said_to_the_pages(
    server: Scripted, telegram: Telegram, db: Database, refusal: Any, told: Intent
) -> None:
    async def act(request: Request) -> Answer:
        return Answer(Reply(Markup("Hello!")))

    talk = Conversation(act)
    server.script["sendMessage"].append(refusal)
    await put(db, said(7, 1))
    async with running(workers(telegram, db, talk)):
        await emptied(db)
    assert talk.intents() == [Said("hello", "hello"), told]
    assert len(server.asked("sendMessage")) == 1


async def test_stopping_finishes_what_runs(telegram: Telegram, db: Database) -> None:
    started = asyncio.Event()

    async def act(request: Request) -> None:
        started.set()
        await asyncio.sleep(0.1)

    talk = Conversation(act)
    await put(db, said(7, 1), said(7, 2))
    async with running(workers(telegram, db, talk)):
        await started.wait()
    assert len(talk.asked) == 1
    assert await waiting(db) == [2]


async def test_what_does_not_finish_in_time_stays_in_the_inbox(telegram: Telegram, db: Database) -> None:
    started = asyncio.Event()

    async def act(request: Request) -> None:
        started.set()
        await asyncio.Event().wait()

    await put(db, said(7, 1))
    async with running(workers(telegram, db, Conversation(act), grace=0.05)):
        await started.wait()
    assert await waiting(db) == [1]
    talk = Conversation()
    async with running(workers(telegram, db, talk)):
        await emptied(db)
    assert talk.words(7) == ["hello"]


async def test_a_revoked_token_stops_the_work_and_loses_nothing(
    server: Scripted, telegram: Telegram, db: Database
) -> None:
    async def act(request: Request) -> Answer:
        return Answer(Reply(Markup("Hello!")))

    server.script["sendMessage"].append(refuses(401, "Unauthorized"))
    await put(db, said(7, 1))
    with pytest.raises(GatewayError, match="revoked"):
        await workers(telegram, db, Conversation(act)).run(asyncio.Event())
    assert await waiting(db) == [1]
