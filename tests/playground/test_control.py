"""The control API: who may use it, and what it tells."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.playground import Playground
from tests.people import Telegram
from tests.playground.api import Api


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "own"}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1.evil.example"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
    ],
)
async def test_only_this_machines_own_pages_come_in(
    playground: Playground, api: Api, headers: dict[str, str], status: int
) -> None:
    if headers.get("Origin") == "own":
        headers = {"Origin": playground.url}
    async with api.session.get(f"{playground.url}/play/state", headers=headers) as response:
        assert response.status == status


async def test_the_state_from_the_start(playground: Playground, telegram: Telegram) -> None:
    state = await telegram.state()
    assert state["bot"]["username"] == "tagwire_bot"
    assert sorted(person["language_code"] for person in state["people"] if not person["editor"]) == ["en", "ru", "uk"]
    assert [person["id"] for person in state["people"] if person["editor"]] == [playground.editor_id]
    assert sorted(chat["type"] for chat in state["chats"]) == ["channel", "group", *["private"] * 4]
    assert (state["faults"], state["limits"]) == ([], False)


async def test_calls_are_kept_without_the_token(playground: Playground, api: Api, telegram: Telegram) -> None:
    (reader,) = await telegram.newcomers(1)
    keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    form = {"chat_id": str(reader.id), "text": "12", "reply_markup": json.dumps(keyboard)}
    async with api.session.post(f"{api.root}/sendmessage", data=form) as response:
        assert response.status == 200
    await api.ask("sendMessage", chat_id=5, text="x")
    told = await telegram.get("calls")
    first, second = told["calls"]
    assert first["params"] == {"chat_id": reader.id, "text": "12", "reply_markup": keyboard}
    assert (first["method"], first["status"], first["answer"]["result"]["text"]) == ("sendMessage", 200, "12")
    assert (second["status"], second["answer"]["description"]) == (400, "Bad Request: chat not found")
    assert told["counts"] == {"sendMessage": 2}
    assert playground.token not in json.dumps(told)
    assert await telegram.calls("getMe") == []
    assert [call["n"] for call in await telegram.calls(after=first["n"])] == [second["n"]]


async def test_deliveries_count_what_each_chat_was_sent(api: Api, telegram: Telegram) -> None:
    first, second = await telegram.newcomers(2)
    await api.call("sendMessage", chat_id=first.id, text="alert one")
    mark = (await telegram.state())["last_call"]
    await api.call("sendMessage", chat_id=second.id, text="alert one")
    await api.call("sendMessage", chat_id=second.id, text="digest")
    assert await telegram.deliveries() == {first.id: 1, second.id: 2}
    assert await telegram.deliveries(text="alert") == {first.id: 1, second.id: 1}
    assert await telegram.deliveries(after=mark) == {second.id: 2}


async def test_the_transcript(api: Api, telegram: Telegram) -> None:
    reader = await telegram.person()
    await reader.says("/start")
    rows = [[{"text": "Yes", "callback_data": "y"}, {"text": "No", "callback_data": "n"}]]
    await api.call("sendMessage", chat_id=reader.id, text="Pick one", reply_markup={"inline_keyboard": rows})
    gone = await api.call("sendMessage", chat_id=reader.id, text="Gone")
    await api.call("deleteMessage", chat_id=reader.id, message_id=gone["message_id"])
    assert await telegram.transcript(reader.id) == (
        f"[1] {reader.name}: /start\n[2] Tagwire: Pick one\n[Yes] [No]\n[3] (deleted) Tagwire: Gone"
    )


async def test_events_come_as_they_happen(playground: Playground, api: Api, telegram: Telegram) -> None:
    reader = await telegram.person()
    async with api.session.get(f"{playground.url}/play/events") as stream:
        await stream.content.readuntil(b"\n\n")
        await reader.says("hello")
        sent = await api.call("sendMessage", chat_id=reader.id, text="x")
        place = {"chat_id": reader.id, "message_id": sent["message_id"]}
        await api.call("editMessageText", **place, text="y")
        await api.call("deleteMessage", **place)
        await reader.blocks()
        seen = [await _event(stream) for _ in range(8)]
    assert [kind for kind, _ in seen] == ["message", "message", "call", "edit", "call", "delete", "call", "chat"]
    assert [seen[n][1].get("text") for n in (0, 1, 3)] == ["hello", "x", "y"]
    assert seen[5][1] == place


async def _event(stream: aiohttp.ClientResponse) -> tuple[str, dict[str, Any]]:
    async with asyncio.timeout(5):
        kind, detail = (await stream.content.readuntil(b"\n\n")).decode().strip().split("\n")
    return kind.removeprefix("event: "), json.loads(detail.removeprefix("data: "))


async def test_many_people_at_once(telegram: Telegram) -> None:
    people = await telegram.newcomers(1_000, language="uk")
    assert len({person.id for person in people}) == 1_000
    (late,) = await telegram.newcomers(1, started=False)
    assert late.id not in {person.id for person in people}


async def test_what_is_not_possible_is_said(telegram: Telegram) -> None:
    reader = await telegram.person()
    await reader.blocks()
    with pytest.raises(AssertionError, match="has blocked the bot"):
        await reader.says("hello")
    with pytest.raises(AssertionError, match="no such chat"):
        await reader.says("hello", chat=12345)
    with pytest.raises(AssertionError, match="an empty message"):
        await reader.says("  ")
    with pytest.raises(AssertionError, match="'message_id' is missing"):
        await telegram.post(f"chats/{reader.id}/tap", {})
    with pytest.raises(AssertionError, match="no publisher"):
        await telegram.newsroom("publish")


async def test_a_failing_look_shows_the_chat(telegram: Telegram) -> None:
    reader = await telegram.person()
    await reader.says("/start")
    with pytest.raises(AssertionError, match=r"does not see 'news'[^\n]*\n\[1\] \w+: /start"):
        await reader.sees("news", within=0.05)


class Press:
    """A publisher that only counts."""

    def __init__(self) -> None:
        self.acts: list[tuple[str, dict[str, Any]]] = []

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/publisher/rss/", self.feed)]

    async def feed(self, request: web.Request) -> web.Response:
        return web.Response(text=str(request.url))

    async def act(self, name: str, args: Mapping[str, Any]) -> dict[str, Any]:
        if name != "publish":
            raise ValueError(f"no act {name}")
        self.acts.append((name, dict(args)))
        return {"title": "News"}


async def test_the_publisher_is_served_and_told_what_to_do(api: Api) -> None:
    press = Press()
    async with Playground(publisher=press) as running, Telegram(running.url) as telegram:
        assert await telegram.newsroom("publish", kind="breaking") == {"title": "News"}
        assert press.acts == [("publish", {"kind": "breaking"})]
        with pytest.raises(AssertionError, match="no act burn"):
            await telegram.newsroom("burn")
        async with api.session.get(f"{running.url}/publisher/rss/") as response:
            assert await response.text() == f"{running.url}/publisher/rss/"
