"""Injected faults: what a client sees, and whether the call was carried out."""

import asyncio
import json

import aiohttp
import pytest

from tests.people import Person, Telegram
from tests.playground.api import Api


@pytest.fixture
async def reader(telegram: Telegram) -> Person:
    return (await telegram.newcomers(1))[0]


async def _send(api: Api, reader: Person) -> tuple[int, str, str]:
    async with api.session.post(f"{api.root}/sendMessage", data={"chat_id": reader.id, "text": "x"}) as response:
        return response.status, response.content_type, await response.text()


async def test_a_429_says_how_long(api: Api, telegram: Telegram, reader: Person) -> None:
    await telegram.fault("429", seconds=17)
    status, _, body = await _send(api, reader)
    assert (status, json.loads(body)["parameters"]) == (429, {"retry_after": 17})
    assert (await _send(api, reader))[0] == 200
    assert await telegram.deliveries() == {reader.id: 1}


async def test_server_errors_in_both_forms(api: Api, telegram: Telegram, reader: Person) -> None:
    await telegram.fault("500")
    await telegram.fault("html502")
    status, _, body = await _send(api, reader)
    assert (status, json.loads(body)["description"]) == (500, "Internal Server Error")
    status, kind, body = await _send(api, reader)
    assert (status, kind, body[:6]) == (502, "text/html", "<html>")
    assert await telegram.deliveries() == {}


@pytest.mark.parametrize(("kind", "sent"), [("reset_before", 0), ("reset_after", 1), ("cut", 1)])
async def test_broken_connections(api: Api, telegram: Telegram, reader: Person, kind: str, sent: int) -> None:
    await telegram.fault(kind)
    with pytest.raises(aiohttp.ClientError):
        await _send(api, reader)
    assert sum((await telegram.deliveries()).values()) == sent


async def test_a_slow_answer_comes_and_a_stalled_one_does_not(api: Api, telegram: Telegram, reader: Person) -> None:
    await telegram.fault("slow", seconds=0.05)
    assert (await _send(api, reader))[0] == 200
    await telegram.fault("stall")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(_send(api, reader), 0.1)
    assert await telegram.deliveries() == {reader.id: 1}


async def test_a_fault_may_concern_one_method_or_one_chat(api: Api, telegram: Telegram, reader: Person) -> None:
    (other,) = await telegram.newcomers(1)
    await telegram.fault("500", times=None, chat_id=other.id)
    await telegram.fault("500", method="getMe")
    assert (await _send(api, reader))[0] == 200
    assert [(await _send(api, other))[0] for _ in range(2)] == [500, 500]
    assert (await api.ask("getMe"))["error_code"] == 500
    assert [fault["used"] for fault in (await telegram.state())["faults"]] == [2]
    await telegram.no_faults()
    assert (await _send(api, other))[0] == 200


async def test_polling_does_not_use_up_what_is_meant_for_sending(api: Api, telegram: Telegram, reader: Person) -> None:
    await telegram.fault("500")
    await api.call("getUpdates")
    assert (await _send(api, reader))[0] == 500
    await telegram.fault("500", method="*")
    assert (await api.ask("getUpdates"))["error_code"] == 500


async def test_unknown_faults_are_refused(telegram: Telegram) -> None:
    with pytest.raises(AssertionError, match="unknown fault 'earthquake'"):
        await telegram.fault("earthquake")
    with pytest.raises(AssertionError, match="unknown fields: colour"):
        await telegram.fault("500", colour="red")


@pytest.mark.parametrize(
    ("kind", "description"),
    [("400", "Bad Request: can't parse entities: Unexpected end tag at byte offset 3"), ("403", "Forbidden: no")],
)
async def test_refusals_as_told(api: Api, telegram: Telegram, reader: Person, kind: str, description: str) -> None:
    await telegram.fault(kind, description=description)
    await telegram.fault(kind)
    for expected in (description, None):
        status, _, body = await _send(api, reader)
        told = json.loads(body)
        assert (status, told["error_code"], told["ok"]) == (int(kind), int(kind), False)
        assert expected in (told["description"], None)
    assert await telegram.deliveries() == {}


async def test_a_conflict_strikes_polls_only(api: Api, telegram: Telegram, reader: Person) -> None:
    await telegram.fault("409")
    assert (await _send(api, reader))[0] == 200
    assert (await api.refusal("getUpdates")).startswith("Conflict: terminated by other getUpdates request")
    assert await api.call("getUpdates") == []


async def test_a_fault_may_strike_by_chance(api: Api, telegram: Telegram, reader: Person) -> None:
    await telegram.fault("500", None, probability=0.5)
    statuses = {(await _send(api, reader))[0] for _ in range(60)}
    assert statuses == {200, 500}


async def test_a_group_migrates_in_the_middle_of_sending(api: Api, telegram: Telegram) -> None:
    group, other = await telegram.group(), await telegram.group()
    await telegram.fault("migrate", method="sendMessage", chat_id=group)
    await api.call("sendMessage", chat_id=other, text="x")
    answer = await api.ask("sendMessage", chat_id=group, text="x")
    new = answer["parameters"]["migrate_to_chat_id"]
    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert (await api.ask("sendMessage", chat_id=group, text="x"))["parameters"] == {"migrate_to_chat_id": new}
    assert (await api.call("sendMessage", chat_id=new, text="x"))["chat"]["type"] == "supergroup"
    assert await telegram.deliveries() == {other: 1, new: 1}


async def test_chats_change_while_messages_are_on_their_way(api: Api, telegram: Telegram, reader: Person) -> None:
    """What counts is how the chat is when the message is carried out, not when it was asked for."""
    moving, lost = await telegram.group(admins=[reader.id]), await telegram.group(admins=[reader.id])
    await telegram.fault("slow", 4, seconds=0.2)
    on_their_way = [
        asyncio.create_task(api.ask("sendMessage", chat_id=chat, text="x")) for chat in (moving, lost, reader.id)
    ]
    await asyncio.sleep(0.05)
    new = await telegram.migrates(moving)
    await reader.kicks_bot(lost)
    await reader.blocks()
    answers = await asyncio.gather(*on_their_way)
    assert [answer.get("parameters") for answer in answers] == [{"migrate_to_chat_id": new}, None, None]
    assert [answer["description"] for answer in answers[1:]] == [
        "Forbidden: bot was kicked from the group chat", "Forbidden: bot was blocked by the user",
    ]  # fmt: skip
    told = [update["my_chat_member"] for update in await api.updates() if "my_chat_member" in update]
    assert [(change["chat"]["id"], change["from"]["id"]) for change in told[-2:]] == [
        (lost, reader.id), (reader.id, reader.id),
    ]  # fmt: skip
