from __future__ import annotations

import asyncio

import pytest
from aiohttp import ClientTimeout
from markupsafe import Markup

from bot.gateway import sender as module
from bot.gateway.connection import GatewayError, Telegram, connect
from bot.gateway.drawing import edit_parameters, parameters
from bot.gateway.sender import Sender
from bot.news.delivery import Gone, Later, Moved, Outcome, Refused, Sent, Unknown
from bot.views.intents import Help, Look
from bot.views.reply import Button, Reply
from tests.gateway.server import TOKEN, Answer, Scripted, cut_json, page, refuses, reset, scripted, torn

REPLY = Reply(
    Markup('<b>НАТО "&amp;" 🔴</b>'), ((Button("?", Help()),),), photo="https://example.org/a.jpg", silent=True
)


@pytest.fixture
def sender(telegram: Telegram) -> Sender:
    return Sender(telegram)


async def test_what_arrives_is_what_was_drawn(server: Scripted, sender: Sender) -> None:
    for chat_id, thread_id in ((7, 0), (-100500, 9), (8, 0)):
        assert isinstance(await sender.send(chat_id, thread_id, REPLY), Sent)
    assert server.asked("sendMessage") == [
        parameters(REPLY, chat_id=7, thread_id=0, username="TagwireBot"),
        parameters(REPLY, chat_id=-100500, thread_id=9, username="TagwireBot"),
        parameters(REPLY, chat_id=8, thread_id=0, username="TagwireBot"),
    ]


async def test_an_answer_to_a_message(server: Scripted, sender: Sender) -> None:
    await sender.send(-100500, 0, REPLY, reply_to=12)
    assert server.asked("sendMessage")[0]["reply_parameters"] == {"message_id": 12, "allow_sending_without_reply": True}


async def test_bulk_may_be_paid_for(server: Scripted, sender: Sender) -> None:
    await sender.send(7, 0, REPLY, paid=True)
    await sender.send(7, 0, REPLY)
    assert [sent.get("allow_paid_broadcast") for sent in server.asked("sendMessage")] == [True, None]


async def test_an_edit(server: Scripted, sender: Sender) -> None:
    assert await sender.edit(7, 55, REPLY) == Sent(55)
    assert server.asked("editMessageText") == [edit_parameters(REPLY, chat_id=7, message_id=55, username="TagwireBot")]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (refuses(403, "Forbidden: bot was blocked by the user"), Gone("Forbidden: bot was blocked by the user")),
        (refuses(403, "Forbidden: user is deactivated"), Gone("Forbidden: user is deactivated")),
        (refuses(400, "Bad Request: chat not found"), Gone("Bad Request: chat not found")),
        (refuses(429, "Too Many Requests: retry after 9", retry_after=9), Later(9)),
        (
            refuses(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1009),
            Moved(-1009),
        ),
        (refuses(400, "Bad Request: message is too long"), Refused("Bad Request: message is too long")),
        (refuses(500, "Internal Server Error: restart"), Unknown("Internal Server Error: restart")),
        (page(502), Unknown("HTTP 502")),
        (page(401), Unknown("HTTP 401")),
        (cut_json(), Unknown("an unreadable answer")),
        (reset(), Unknown("ServerDisconnectedError")),
        (torn(), Unknown("ClientPayloadError")),
    ],
)
async def test_every_end_is_an_outcome(server: Scripted, sender: Sender, answer: Answer, outcome: Outcome) -> None:
    server.script["sendMessage"].append(answer)
    assert await sender.send(7, 0, REPLY) == outcome


async def test_a_stalled_telegram_is_given_up(server: Scripted, telegram: Telegram) -> None:
    with pytest.raises(TimeoutError):
        await telegram.call("getUpdates", b'{"timeout":5}', ClientTimeout(total=0.05))
    assert module.TIMEOUT.total == 30


async def test_an_unreachable_telegram_got_nothing() -> None:
    async with scripted() as server:
        open_line = connect(TOKEN, server.url)
        telegram = await open_line.__aenter__()
    assert isinstance(await Sender(telegram).send(7, 0, REPLY), Later | Unknown)
    assert await Sender(telegram).send(7, 0, REPLY) == Later(1)
    await open_line.__aexit__(None, None, None)


async def test_a_reply_that_cannot_be_drawn_is_refused(server: Scripted, sender: Sender) -> None:
    for broken in (Reply(Markup("x"), ((Button("?", Look("x")),),)), Reply(Markup("\ud800"))):
        assert isinstance(await sender.send(7, 0, broken), Refused)
        assert isinstance(await sender.edit(7, 55, broken), Refused)
    assert not server.asked("sendMessage")


async def test_a_revoked_token_stops_everything(server: Scripted, sender: Sender) -> None:
    server.script["sendMessage"].append(refuses(401, "Unauthorized"))
    with pytest.raises(GatewayError, match="revoked") as caught:
        await sender.send(7, 0, REPLY)
    assert TOKEN not in str(caught.value)


async def test_many_at_once(server: Scripted, sender: Sender) -> None:
    sent = await asyncio.gather(*(sender.send(chat_id, 0, REPLY) for chat_id in range(64)))
    assert len({outcome.message_id for outcome in sent if isinstance(outcome, Sent)}) == 64
