from __future__ import annotations

import asyncio

import pytest
from aiohttp import ClientTimeout
from markupsafe import Markup

from bot.gateway import sender as module
from bot.gateway.connection import GatewayError, Telegram, connect
from bot.gateway.drawing import Call, edited, said
from bot.gateway.pace import TOKEN as EVERYBODY
from bot.gateway.pace import Pace
from bot.gateway.sender import Sender
from bot.news.alert import Media, MediaKind, Reference
from bot.news.chats import ChatKind
from bot.news.delivery import Gone, Later, Moved, Outcome, Refused, Sent, Unknown
from bot.views.intents import Help, Look
from bot.views.post import Delete, Edit, Forward, Post, Say
from bot.views.reply import Button, Reply
from tests.gateway.clock import run
from tests.gateway.server import TOKEN, Answer, Scripted, cut_json, page, refuses, reset, says, scripted, torn

PERSON, GROUP = ChatKind.PRIVATE, ChatKind.GROUP
REPLY = Reply(
    Markup('<b>НАТО "&amp;" 🔴</b>'), ((Button("?", Help()),),), photo="https://example.org/a.jpg", silent=True
)


@pytest.fixture
def sender(telegram: Telegram) -> Sender:
    return Sender(telegram, Pace(1000))


def called(call: Call, **to: object) -> tuple[str, dict[str, object]]:
    return call.method, to | call.parameters


async def post(sender: Sender, chat_id: int, what: Post, thread_id: int = 0, **how: bool) -> Outcome:
    await sender._pace.bulk(1)
    return await sender.post(chat_id, PERSON if chat_id > 0 else GROUP, thread_id, what, **how)


async def test_what_arrives_is_what_was_drawn(server: Scripted, sender: Sender) -> None:
    drawn = said(REPLY, "TagwireBot")
    assert isinstance(await sender.reply(7, PERSON, 0, REPLY), Sent)
    assert isinstance(await post(sender, -100500, Say(REPLY), 9), Sent)
    assert isinstance(await post(sender, 8, Say(REPLY)), Sent)
    assert server.calls[1:] == [
        called(drawn, chat_id=7),
        called(drawn, chat_id=-100500, message_thread_id=9),
        called(drawn, chat_id=8),
    ]


async def test_an_answer_to_a_message(server: Scripted, sender: Sender) -> None:
    await sender.reply(-100500, GROUP, 0, REPLY, reply_to=12)
    await post(sender, -100500, Say(REPLY, under=12))
    for sent in server.asked("sendMessage"):
        assert sent["reply_parameters"] == {"message_id": 12, "allow_sending_without_reply": True}


async def test_bulk_may_be_paid_for(server: Scripted, sender: Sender) -> None:
    await post(sender, 7, Say(REPLY), paid=True)
    await post(sender, 7, Say(REPLY))
    await post(sender, 7, Edit(55, REPLY), paid=True)
    paid = [parameters.get("allow_paid_broadcast") for _, parameters in server.calls[1:]]
    assert paid == [True, None, None]


async def test_an_edit(server: Scripted, sender: Sender) -> None:
    assert await sender.edit(7, PERSON, 55, REPLY) == Sent(55)
    assert await post(sender, 7, Edit(56, REPLY)) == Sent(56)
    drawn = edited(REPLY, "TagwireBot")
    assert server.calls[1:] == [called(drawn, chat_id=7, message_id=55), called(drawn, chat_id=7, message_id=56)]


@pytest.mark.parametrize(
    ("what", "method", "text"),
    [
        (Edit(55, REPLY), "editMessageText", "message is not modified: specified new message content …"),
        (Delete((55,)), "deleteMessage", "message to delete not found"),
    ],
)
async def test_what_had_been_done_before_is_done(
    server: Scripted, sender: Sender, what: Post, method: str, text: str
) -> None:
    server.script[method].append(refuses(400, f"Bad Request: {text}"))
    assert await post(sender, 7, what) == Sent(55)


async def test_a_message_of_long_ago_cannot_be_deleted(server: Scripted, sender: Sender) -> None:
    reason = "Bad Request: message can't be deleted for everyone"
    server.script["deleteMessage"].append(refuses(400, reason))
    assert await post(sender, 7, Delete((55,))) == Refused(reason)


async def test_messages_are_deleted_together(server: Scripted, sender: Sender) -> None:
    assert await post(sender, 7, Delete((55,))) == Sent(55)
    assert await post(sender, 7, Delete((55, 56))) == Sent(55, (56,))
    assert server.calls[1:] == [
        ("deleteMessage", {"chat_id": 7, "message_id": 55}),
        ("deleteMessages", {"chat_id": 7, "message_ids": [55, 56]}),
    ]


async def test_a_poll_is_forwarded(server: Scripted, sender: Sender) -> None:
    server.script["forwardMessage"].append(says({"message_id": 3}))
    assert await post(sender, -100500, Forward(Reference(9, 12)), 4) == Sent(3)
    to = {"chat_id": -100500, "message_thread_id": 4}
    assert server.calls[1:] == [("forwardMessage", to | {"from_chat_id": 9, "message_id": 12})]


async def test_an_album_has_several_messages(server: Scripted, sender: Sender) -> None:
    album = Reply(Markup("x"), media=(Media(MediaKind.PHOTO, "a"), Media(MediaKind.VIDEO, "b")))
    server.script["sendMediaGroup"].extend([says([{"message_id": 3}, {"message_id": 4}])] * 2)
    assert await post(sender, 7, Say(album)) == Sent(3, (4,))
    assert await sender.reply(7, PERSON, 0, album) == Sent(3, (4,))


class Counted(Pace):
    """How many places are taken."""

    @property
    def in_flight(self) -> int:
        return self._bulk._in_flight + self._replies._in_flight


async def test_every_end_frees_its_place(server: Scripted, telegram: Telegram) -> None:
    pace = Counted(1000)
    sender = Sender(telegram, pace)
    album = Reply(Markup("x"), media=(Media(MediaKind.PHOTO, "a"),) * 3)
    for what in (Say(REPLY), Say(album), Say(Reply(Markup("\ud800"))), Delete((1,)), Edit(1, album)):
        await post(sender, 7, what)
        await post(sender, 6, what, paid=True)
    pace.hold(5, 9)
    await post(sender, 5, Delete((1,)), paid=True)
    server.script["sendMessage"].extend([reset(), page(502), refuses(401, "Unauthorized")])
    for _ in range(2):
        await sender.reply(8, PERSON, 0, REPLY)
    with pytest.raises(GatewayError):
        await post(sender, 9, Say(REPLY))
    server.script["sendMessage"].append(refuses(429, "Too Many Requests: retry after 9", retry_after=9))
    assert await post(sender, 9, Say(REPLY)) == Later(9)
    assert pace.in_flight == 0
    assert pace.held(9) > 8


async def test_nothing_leaves_to_a_chat_that_is_held(server: Scripted, telegram: Telegram) -> None:
    pace = Counted(1000)
    sender = Sender(telegram, pace)
    pace.hold(7, 50)
    outcome = await post(sender, 7, Say(REPLY))
    assert isinstance(outcome, Later)
    assert 49 < outcome.seconds <= 50
    assert isinstance(await post(sender, 8, Say(REPLY)), Sent)
    assert [sent["chat_id"] for sent in server.asked("sendMessage")] == [8]
    assert pace.in_flight == 0


async def test_who_has_no_patience_does_not_sit_out_a_flood_wait(server: Scripted, telegram: Telegram) -> None:
    pace = Counted(1)
    sender = Sender(telegram, pace)
    pace.hold(7, 50)
    for outcome in (
        await sender.reply(7, PERSON, 0, REPLY, patience=5),
        await sender.edit(7, PERSON, 55, REPLY, patience=5),
    ):
        assert isinstance(outcome, Later)
        assert 40 < outcome.seconds <= 50
    assert await pace.bulk(1) == 1
    assert isinstance(await sender.reply(8, PERSON, 0, REPLY, patience=0.05), Later)
    pace.give_back(1)
    assert isinstance(await sender.reply(8, PERSON, 0, REPLY, patience=60), Sent)
    assert pace.in_flight == 0


class Deaf:
    """A line whose every request is counted."""

    username = "TagwireBot"
    inline = True
    calls = 0

    async def call(self, *_: object) -> tuple[int, bytes]:
        self.calls += 1
        return 200, b'{"ok":true,"result":true}'


class Broken(Deaf):
    async def call(self, *_: object) -> tuple[int, bytes]:
        raise KeyError("odd")


async def test_what_nobody_thought_of_may_have_arrived() -> None:
    pace = Counted(1000)
    sender = Sender(Broken(), pace)  # type: ignore[arg-type]
    assert await post(sender, 7, Say(REPLY)) == Unknown("KeyError")
    assert await sender.reply(7, PERSON, 0, REPLY) == Unknown("KeyError")
    assert pace.in_flight == 0


@pytest.mark.parametrize(
    "what",
    [Edit(55, REPLY), Delete((55,)), Say(Reply(Markup("x"), media=(Media(MediaKind.PHOTO, "a"),) * 3))],
)
def test_what_waited_long_for_its_place_is_to_be_claimed_anew(what: Post) -> None:
    """Meanwhile the process may have slept, and another have sent it."""

    async def story() -> None:
        pace, line = Counted(1000), Deaf()
        sender = Sender(line, pace)  # type: ignore[arg-type]
        assert await pace.bulk(1) == 1
        pace.hold(EVERYBODY, module.STALE + 3)
        outcome = await sender.post(7, PERSON, 0, what, paid=True)
        assert outcome == Later(0, "pace")
        assert (line.calls, pace.in_flight) == (0, 0)
        assert await pace.bulk(1) == 1
        await sender.post(7, PERSON, 0, what, paid=True)
        assert (line.calls, pace.in_flight) == (1, 0)

    run(story())


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
        (refuses(400, "Bad Request: message is too long"), Refused("Bad Request: message is too long", for_all=True)),
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
    assert await post(sender, 7, Say(REPLY)) == outcome


async def test_a_stalled_telegram_is_given_up(server: Scripted, telegram: Telegram) -> None:
    with pytest.raises(TimeoutError):
        await telegram.call("getUpdates", b'{"timeout":5}', ClientTimeout(total=0.05))
    assert module.TIMEOUT.total == 30


async def test_an_unreachable_telegram_got_nothing() -> None:
    async with scripted() as server:
        open_line = connect(TOKEN, server.url)
        telegram = await open_line.__aenter__()
    sender = Sender(telegram, Pace(1000))
    assert isinstance(await post(sender, 7, Say(REPLY)), Later | Unknown)
    assert await post(sender, 7, Say(REPLY)) == Later(1, "unreachable")
    assert sender._pace.held(7) == 0
    await open_line.__aexit__(None, None, None)


async def test_a_reply_that_cannot_be_drawn_is_refused(server: Scripted, sender: Sender) -> None:
    for broken in (Reply(Markup("x"), ((Button("?", Look("x")),),)), Reply(Markup("\ud800"))):
        for outcome in (
            await sender.reply(7, PERSON, 0, broken),
            await sender.edit(7, PERSON, 55, broken),
            await post(sender, 7, Say(broken)),
        ):
            assert isinstance(outcome, Refused)
            assert outcome.for_all
    assert len(server.calls) == 1


async def test_a_revoked_token_stops_everything(server: Scripted, sender: Sender) -> None:
    server.script["sendMessage"].append(refuses(401, "Unauthorized"))
    with pytest.raises(GatewayError, match="revoked") as caught:
        await post(sender, 7, Say(REPLY))
    assert TOKEN not in str(caught.value)


async def test_many_replies_at_once_keep_what_is_whose(server: Scripted, sender: Sender) -> None:
    replies = [Reply(Markup(str(number))) for number in range(3)]
    sent = await asyncio.gather(*(post(sender, 1 + chat_id, Say(replies[chat_id % 3])) for chat_id in range(64)))
    assert len({outcome.message_id for outcome in sent if isinstance(outcome, Sent)}) == 64
    for asked in server.asked("sendMessage"):
        assert asked["text"] == str((asked["chat_id"] - 1) % 3)


async def test_no_reply_is_taken_for_an_earlier_one(server: Scripted, sender: Sender) -> None:
    for number in range(2 * module.DRAWN):
        assert isinstance(await post(sender, 1 + number, Say(Reply(Markup(str(number))))), Sent)
    assert [int(asked["text"]) for asked in server.asked("sendMessage")] == list(range(2 * module.DRAWN))
