"""Who asks more than a person can read, on the whole road from the inbox to Telegram."""

from __future__ import annotations

from markupsafe import Markup

from bot.gateway.codec import pack
from bot.gateway.connection import Telegram
from bot.gateway.hearing import Hearings
from bot.news.allowance import Hearing
from bot.pages.request import Request
from bot.store import Database
from bot.views.intents import Help
from bot.views.reply import Answer, Reply
from tests.gateway.server import Scripted
from tests.gateway.test_workers import Conversation, emptied, put, running, workers
from tests.gateway.updates import PERSON, PRIVATE, message, tap


def enough(request: Request) -> Answer:
    return Answer(toast="Enough!") if request.tapped else Answer(Reply(Markup("Enough!")))


async def test_who_floods_is_told_once_and_then_met_with_silence(
    server: Scripted, telegram: Telegram, db: Database
) -> None:
    conversation = Conversation()
    crew = workers(telegram, db, conversation, hear=Hearings(), enough=enough)
    questions = [message("hello", update_id=number) for number in range(1, 41)]
    taps = [tap(pack(Help()), update_id=number) for number in range(41, 44)]
    other = message("hello", {**PRIVATE, "id": 8}, update_id=50, **{"from": {**PERSON, "id": 8}})
    await put(db, *questions, *taps, other)
    async with running(crew):
        await emptied(db)
    assert (len(conversation.words(7)), len(conversation.words(8))) == (30, 1)
    assert [call["text"] for call in server.asked("sendMessage")] == ["Enough!"]
    # The spinner stops all the same, without a word.
    assert [call.get("text", "") for call in server.asked("answerCallbackQuery")] == ["", "", ""]


async def test_a_tap_too_many_is_told_by_a_toast_alone(server: Scripted, telegram: Telegram, db: Database) -> None:
    crew = workers(telegram, db, Conversation(), hear=lambda *_: Hearing.WARNED, enough=enough)
    await put(db, tap(pack(Help())))
    async with running(crew):
        await emptied(db)
    assert [call["text"] for call in server.asked("answerCallbackQuery")] == ["Enough!"]
    assert not server.asked("sendMessage")
    assert not server.asked("editMessageText")
