from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from markupsafe import Markup
from telegram import Update

from bot.gateway.answering import Answering
from bot.gateway.connection import GatewayError, Telegram
from bot.gateway.pace import TOKEN, Pace
from bot.gateway.sender import Sender
from bot.news.chats import ChatKind
from bot.news.delivery import Gone, Later, Outcome, Refused, Sent, Unknown
from bot.pages.request import Request
from bot.views.intents import Help
from bot.views.reply import Answer, Document, Reply, Results
from tests.gateway.server import Scripted, page, refuses, reset, says
from tests.gateway.updates import GROUP, PERSON, message, tap

REPLY = Reply(Markup("<b>NATO</b>"))
IN_PRIVATE = Request(Help(), 7, ChatKind.PRIVATE, "", "uk", 7)
IN_TOPIC = Request(Help(), GROUP["id"], ChatKind.GROUP, "Newsroom", "uk", 7, thread_id=9)


@pytest.fixture
def answering(telegram: Telegram) -> Answering:
    pace = Counted(1000)
    return Answering(telegram, Sender(telegram, pace), pace, pause=0)


async def rows(*parts: bytes) -> AsyncGenerator[bytes, None]:
    for part in parts:
        yield part


def report(*parts: bytes) -> Answer:
    return Answer(document=Document("report.csv", rows(*parts), Reply(Markup("Too large"))))


class Counted(Pace):
    """How many places are taken by what is on its way."""

    @property
    def in_flight(self) -> int:
        return self._bulk._in_flight + self._replies._in_flight


async def give(
    answering: Answering, update: dict[str, Any], answer: Answer, request: Request = IN_PRIVATE
) -> Outcome | None:
    return await answering.answer(Update.de_json(update, None), request, answer)


def methods(server: Scripted) -> list[str]:
    return sorted(method for method, _ in server.calls if method != "getMe")


async def test_a_command_gets_a_message_of_its_own(server: Scripted, answering: Answering) -> None:
    assert isinstance(await give(answering, message("/help"), Answer(REPLY)), Sent)
    assert methods(server) == ["sendMessage"]
    assert "reply_parameters" not in server.asked("sendMessage")[0]


async def test_in_a_group_it_answers_the_command_in_its_topic(server: Scripted, answering: Answering) -> None:
    await give(answering, message("/help", GROUP, update_id=3), Answer(REPLY), IN_TOPIC)
    (sent,) = server.asked("sendMessage")
    assert sent["message_thread_id"] == 9
    assert sent["reply_parameters"]["message_id"] == 3


async def test_a_tap_edits_the_message_under_the_finger(server: Scripted, answering: Answering) -> None:
    assert await give(answering, tap("1h"), Answer(REPLY, toast="Done")) == Sent(55)
    assert server.asked("answerCallbackQuery") == [{"callback_query_id": "q1", "text": "Done"}]
    assert server.asked("editMessageText")[0]["message_id"] == 55
    assert not server.asked("sendMessage")


async def test_a_fresh_answer_leaves_the_tapped_message_alone(server: Scripted, answering: Answering) -> None:
    await give(answering, tap("1h"), Answer(REPLY, fresh=True))
    assert methods(server) == ["answerCallbackQuery", "sendMessage"]


async def test_a_preview_goes_first_as_readers_will_see_it(server: Scripted, answering: Answering) -> None:
    question = Reply(Markup("Send it?"))
    await give(answering, tap("1h"), Answer(question, fresh=True, preview=REPLY))
    assert [sent["text"] for sent in server.asked("sendMessage")] == ["<b>NATO</b>", "Send it?"]


async def test_a_refused_preview_cannot_be_confirmed(server: Scripted, answering: Answering) -> None:
    question, sorry = Reply(Markup("Send it?")), Reply(Markup("Telegram refuses it"))
    answer = Answer(question, fresh=True, preview=REPLY, if_refused=sorry)
    await give(answering, tap("1h"), answer)
    server.script["sendMessage"].append(refuses(400, "Bad Request: can't parse entities: …"))
    assert isinstance(await give(answering, message("text"), answer), Sent)
    texts = [sent["text"] for sent in server.asked("sendMessage")]
    assert texts == ["<b>NATO</b>", "Send it?", "<b>NATO</b>", "Telegram refuses it"]


async def test_a_refused_preview_without_words_for_it_is_the_outcome(server: Scripted, answering: Answering) -> None:
    server.script["sendMessage"].append(refuses(400, "Bad Request: message is too long"))
    answer = Answer(Reply(Markup("Send it?")), preview=REPLY)
    assert await give(answering, message("text"), answer) == Refused("Bad Request: message is too long", for_all=True)
    assert len(server.asked("sendMessage")) == 1


async def test_an_empty_answer_still_stops_the_spinner(server: Scripted, answering: Answering) -> None:
    assert await give(answering, tap("1h"), Answer()) is None
    assert server.asked("answerCallbackQuery") == [{"callback_query_id": "q1"}]
    assert await give(answering, message("/help"), Answer()) is None
    assert methods(server) == ["answerCallbackQuery"]


async def test_a_long_toast_is_cut_and_an_alert_stays(server: Scripted, answering: Answering) -> None:
    await give(answering, tap("1h"), Answer(toast="x" * 300, alert=True))
    assert server.asked("answerCallbackQuery") == [{"callback_query_id": "q1", "text": "x" * 200, "show_alert": True}]


async def test_a_tap_answered_too_late_is_still_shown(server: Scripted, answering: Answering) -> None:
    old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    server.script["answerCallbackQuery"].append(refuses(400, old))
    assert await give(answering, tap("1h"), Answer(REPLY)) == Sent(55)


async def test_a_flood_wait_of_a_tap_is_kept_like_any(server: Scripted, answering: Answering) -> None:
    server.script["answerCallbackQuery"].append(refuses(429, "Too Many Requests: retry after 900", retry_after=900))
    await give(answering, tap("1h"), Answer())
    chat_id, _ = answering.pace.new_holds.get_nowait()
    assert chat_id == 7
    assert answering.pace.held(7) > 890


@pytest.mark.parametrize("held", [TOKEN, 7])
async def test_no_tap_is_acknowledged_while_telegram_wants_us_to_wait(
    server: Scripted, answering: Answering, held: int
) -> None:
    answering.pace.hold(held, 900)
    await give(answering, tap("1h"), Answer(REPLY))
    assert not methods(server)


async def test_a_short_wait_is_sat_out_before_a_tap_is_acknowledged(server: Scripted, answering: Answering) -> None:
    answering.pace.hold(7, 0.3)
    begun = asyncio.get_running_loop().time()
    await give(answering, tap("1h"), Answer())
    assert asyncio.get_running_loop().time() - begun >= 0.3
    assert len(server.asked("answerCallbackQuery")) == 1


async def test_an_edit_without_change_is_fine(server: Scripted, answering: Answering) -> None:
    server.script["editMessageText"].append(refuses(400, "Bad Request: message is not modified: specified new …"))
    assert await give(answering, tap("1h"), Answer(REPLY)) == Sent(55)
    assert methods(server) == ["answerCallbackQuery", "editMessageText"]


@pytest.mark.parametrize("text", ["message to edit not found", "message can't be edited"])
async def test_a_message_that_cannot_be_edited_is_sent_anew(server: Scripted, answering: Answering, text: str) -> None:
    server.script["editMessageText"].append(refuses(400, f"Bad Request: {text}"))
    assert isinstance(await give(answering, tap("1h", date=0), Answer(REPLY)), Sent)
    assert len(server.asked("sendMessage")) == 1


async def test_what_failed_in_between_is_tried_again(server: Scripted, answering: Answering) -> None:
    server.script["sendMessage"].extend([page(502), refuses(500, "Internal Server Error: restart")])
    assert isinstance(await give(answering, message("/help"), Answer(REPLY)), Sent)
    server.script["sendMessage"].extend([page(502)] * 3)
    assert isinstance(await give(answering, message("/help"), Answer(REPLY)), Unknown)
    assert len(server.asked("sendMessage")) == 6


async def test_a_flood_wait_is_sat_out(server: Scripted, answering: Answering) -> None:
    server.script["editMessageText"].append(refuses(429, "Too Many Requests: retry after 1", retry_after=1))
    assert await give(answering, tap("1h"), Answer(REPLY)) == Sent(55)


async def test_a_very_long_flood_wait_is_not(server: Scripted, answering: Answering) -> None:
    server.script["sendMessage"].append(refuses(429, "Too Many Requests: retry after 900", retry_after=900))
    assert await give(answering, message("/help"), Answer(REPLY)) == Later(900)


async def test_a_chat_that_is_held_for_long_is_not_asked_at_all(server: Scripted, answering: Answering) -> None:
    answering.pace.hold(7, 900)
    assert isinstance(await give(answering, message("/help"), Answer(REPLY)), Later)
    assert not server.asked("sendMessage")


async def test_a_chat_that_is_gone_is_told_to_the_caller(server: Scripted, answering: Answering) -> None:
    blocked = "Forbidden: bot was blocked by the user"
    server.script["sendMessage"].append(refuses(403, blocked))
    assert await give(answering, message("/help"), Answer(REPLY)) == Gone(blocked)


async def test_a_revoked_token_is_not_taken_for_anything_else(server: Scripted, answering: Answering) -> None:
    server.script["editMessageText"].append(refuses(401, "Unauthorized"))
    server.script["answerCallbackQuery"].append(refuses(401, "Unauthorized"))
    with pytest.raises(GatewayError):
        await give(answering, tap("1h"), Answer(REPLY))


async def test_a_tap_under_an_inline_message_is_acknowledged(server: Scripted, answering: Answering) -> None:
    update = tap("1h")
    del update["callback_query"]["message"]
    server.script["answerCallbackQuery"].append(says(True))
    await give(answering, update | {"inline_message_id": "i"}, Answer())
    assert methods(server) == ["answerCallbackQuery"]


async def test_a_report_is_a_document(server: Scripted, answering: Answering) -> None:
    server.script["sendDocument"].append(says({"message_id": 5}))
    assert await give(answering, message("/report"), report(b"a,b\r\n", b"1,2\r\n")) == Sent(5)
    assert server.asked("sendDocument") == [{"chat_id": 7, "document": b"a,b\r\n1,2\r\n"}]


async def test_reports_leave_their_places_to_others(server: Scripted, answering: Answering) -> None:
    server.script["sendDocument"].extend([says({"message_id": 5}), refuses(400, "Bad Request: chat_id is empty")])
    server.script["sendDocument"].extend([reset(), page(502), refuses(500, "Internal Server Error: restart")])
    for _ in range(3):
        await give(answering, message("/report"), report(b"a"))
    assert isinstance(answering.pace, Counted)
    assert answering.pace.in_flight == 0
    assert len(server.asked("sendDocument")) == 5


async def test_a_report_is_sent_whole_again_after_a_flood_wait(server: Scripted, answering: Answering) -> None:
    server.script["sendDocument"].append(refuses(429, "Too Many Requests: retry after 1", retry_after=1))
    server.script["sendDocument"].append(says({"message_id": 5}))
    begun = asyncio.get_running_loop().time()
    assert await give(answering, message("/report"), report(b"a,b", b"1,2")) == Sent(5)
    assert asyncio.get_running_loop().time() - begun >= 1
    assert server.asked("sendDocument") == [{"chat_id": 7, "document": b"a,b1,2"}] * 2
    chat_id, _ = answering.pace.new_holds.get_nowait()
    assert chat_id == 7


async def test_a_flood_wait_of_a_report_holds_its_chat(server: Scripted, answering: Answering) -> None:
    server.script["sendDocument"].append(refuses(429, "Too Many Requests: retry after 900", retry_after=900))
    assert await give(answering, message("/report"), report(b"a")) == Later(900)
    assert answering.pace.held(7) > 890


async def test_a_report_that_telegram_does_not_take(server: Scripted, answering: Answering) -> None:
    assert isinstance(await give(answering, message("/report"), report(*[b"1" * 1_000_000] * 51)), Sent)
    assert server.asked("sendMessage")[0]["text"] == "Too large"
    assert not server.asked("sendDocument")


async def test_a_revoked_token_is_noticed_by_a_report(server: Scripted, answering: Answering) -> None:
    server.script["sendDocument"].append(refuses(401, "Unauthorized"))
    with pytest.raises(GatewayError):
        await give(answering, message("/report"), report(b"a"))


async def test_results_go_to_who_calls_and_a_late_answer_is_no_error(server: Scripted, answering: Answering) -> None:
    query = {"update_id": 1, "inline_query": {"id": "q7", "from": PERSON, "query": "nato", "offset": ""}}
    server.script["answerInlineQuery"].append(refuses(400, "Bad Request: query is too old"))
    for _ in range(2):
        assert await give(answering, query, Answer(results=Results((), "", 15))) is None
    await give(answering, query, Answer())
    calls = [told for method, told in server.calls if method == "answerInlineQuery"]
    assert [(told["inline_query_id"], told["cache_time"]) for told in calls] == [("q7", 15)] * 2
