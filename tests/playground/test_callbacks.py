"""Taps on buttons and their answers."""

import asyncio
from typing import Any

import pytest

from tests.people import Person, Telegram
from tests.playground.api import Api

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
async def reader(telegram: Telegram) -> Person:
    return (await telegram.newcomers(1))[0]


async def _query(api: Api) -> dict[str, Any]:
    updates = await api.call("getUpdates", timeout=5, offset=-1)
    query: dict[str, Any] = updates[-1]["callback_query"]
    return query


async def _buttons(api: Api, reader: Person) -> dict[str, Any]:
    row = [{"text": "Background", "callback_data": "bg"}, {"text": "Read ↗", "url": "https://example.org/a"}]
    sent: dict[str, Any] = await api.call(
        "sendMessage", chat_id=reader.id, text="Card", reply_markup={"inline_keyboard": [row]}
    )
    return sent


async def test_a_tap_waits_for_its_answer(api: Api, reader: Person) -> None:
    sent = await _buttons(api, reader)
    tap = asyncio.create_task(reader.taps("Background"))
    query = await _query(api)
    assert (query["data"], query["from"]["id"], query["message"]["text"]) == ("bg", reader.id, "Card")
    assert query["message"]["message_id"] == sent["message_id"]
    assert await api.call("answerCallbackQuery", callback_query_id=query["id"], text="Opened", show_alert=True)
    assert await tap == {"text": "Opened", "show_alert": True, "url": None}


async def test_a_link_button_gives_its_address(api: Api, reader: Person) -> None:
    await _buttons(api, reader)
    assert await reader.taps("Read") == {"url": "https://example.org/a"}


async def test_a_button_that_is_not_there_cannot_be_tapped_but_forged(api: Api, reader: Person) -> None:
    sent = await _buttons(api, reader)
    with pytest.raises(AssertionError, match="does not see a button 'Details'"):
        await reader.taps("Details", within=0.05)
    assert await reader.forges("x" * 300, sent, timeout=0.01) is None
    assert (await _query(api))["data"] == "x" * 300


async def test_unknown_and_late_answers(api: Api) -> None:
    assert await api.refusal("answerCallbackQuery", callback_query_id="17", text="x") == TOO_OLD
    assert await api.refusal("answerCallbackQuery", text="x") == TOO_OLD


async def test_a_tap_may_open_only_the_bot_itself(api: Api, reader: Person) -> None:
    await _buttons(api, reader)
    tap = asyncio.create_task(reader.taps("Background"))
    query = await _query(api)
    answer = {"callback_query_id": query["id"]}
    assert await api.refusal("answerCallbackQuery", **answer, url="https://example.org") == "Bad Request: URL_INVALID"
    assert await api.call("answerCallbackQuery", **answer, url="https://t.me/tagwire_bot?start=x")
    assert (await tap or {})["url"] == "https://t.me/tagwire_bot?start=x"


async def test_the_message_of_a_tap_may_be_gone(api: Api, reader: Person) -> None:
    sent = await _buttons(api, reader)
    await api.call("deleteMessage", chat_id=reader.id, message_id=sent["message_id"])
    await reader.forges("bg", sent, timeout=0.01)
    assert (await _query(api))["message"] == {"chat": sent["chat"], "message_id": sent["message_id"], "date": 0}
