"""getUpdates and webhooks."""

import asyncio
from typing import Any

import pytest
from aiohttp import web

from bot.playground import Playground
from bot.playground.updates import Updates
from tests.people import Person, Telegram
from tests.playground.api import Api


@pytest.fixture
async def reader(telegram: Telegram) -> Person:
    return await telegram.person()


async def test_an_offset_confirms_what_came_before(api: Api, reader: Person) -> None:
    for text in ("one", "two", "three"):
        await reader.says(text)
    first = await api.call("getUpdates", limit=2)
    assert [update["message"]["text"] for update in first] == ["one", "two"]
    rest = await api.call("getUpdates", offset=first[-1]["update_id"] + 1)
    assert [update["message"]["text"] for update in rest] == ["three"]
    await reader.says("four")
    assert [update["message"]["text"] for update in await api.call("getUpdates", offset=-1)] == ["four"]
    absurd = await api.call("getUpdates", offset=2_000_000_000)
    assert [update["message"]["text"] for update in absurd] == ["four"]


async def test_a_poll_waits_for_what_comes(api: Api, reader: Person) -> None:
    poll = asyncio.create_task(api.call("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    await reader.says("here")
    assert (await asyncio.wait_for(poll, 5))[0]["message"]["text"] == "here"


async def test_a_second_poll_ends_the_first(api: Api, reader: Person) -> None:
    first = asyncio.create_task(api.ask("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(api.ask("getUpdates", timeout=20, offset=1))
    assert await asyncio.wait_for(first, 5) == {
        "ok": False,
        "error_code": 409,
        "description": "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
    }
    await reader.says("hello")
    assert (await asyncio.wait_for(second, 5))["ok"]


async def test_the_same_offset_at_once_is_slowed() -> None:
    updates = Updates()
    for n in range(3):
        updates.push_raw({"message": {"n": n}})
    assert len(await updates.get(0, 100, 0, now=100.0)) == 3
    assert len(await updates.get(0, 100, 0, now=100.2)) == 1
    assert len(await updates.get(0, 100, 0, now=101.0)) == 3


async def test_only_asked_kinds_come_and_the_wish_sticks(api: Api, reader: Person) -> None:
    await api.call("getUpdates", allowed_updates=["my_chat_member"], offset=1)
    await reader.says("unwanted")
    await reader.blocks()
    (update,) = await api.call("getUpdates", timeout=5)
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    await api.call("getUpdates", allowed_updates=[], offset=update["update_id"])
    await reader.blocks(False)
    await reader.says("wanted")
    kinds = [set(update) - {"update_id"} for update in await api.call("getUpdates", offset=-2)]
    assert kinds == [{"my_chat_member"}, {"message"}]


async def test_raw_updates_and_duplicates_can_be_injected(api: Api, telegram: Telegram) -> None:
    update_id = await telegram.update({"oracle_vision": {"seen": True}})
    await telegram.update({"update_id": update_id, "oracle_vision": {"seen": True}})
    updates = await api.call("getUpdates")
    assert [update["update_id"] for update in updates] == [update_id, update_id]


class Hook:
    """A bot's own web server, that fails as often as it is told to."""

    def __init__(self, answers: list[web.Response]) -> None:
        self.answers = answers
        self.got: list[tuple[dict[str, Any], str, str]] = []

    async def take(self, request: web.Request) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        self.got.append((await request.json(), request.headers["Content-Type"], secret))
        return self.answers.pop(0) if self.answers else web.Response()


async def _served(hook: Hook) -> tuple[web.AppRunner, str]:
    app = web.Application()
    app.router.add_post("/hook", hook.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}/hook"


async def test_a_webhook_is_told_and_may_answer_with_a_method(api: Api, reader: Person) -> None:
    answer = {"method": "sendMessage", "chat_id": reader.id, "text": "by webhook"}
    hook = Hook([web.json_response(answer)])
    runner, url = await _served(hook)
    try:
        assert await api.call("setWebhook", url=url, secret_token="s3cret")
        assert await api.refusal("getUpdates") == (
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )
        await reader.says("hello")
        await reader.sees("by webhook")
        ((update, content_type, secret),) = hook.got
        assert (update["message"]["text"], content_type, secret) == ("hello", "application/json", "s3cret")
        told = await api.call("getWebhookInfo")
        assert (told["url"], told["pending_update_count"]) == (url, 0)
    finally:
        await api.call("deleteWebhook")
        await runner.cleanup()


async def test_a_webhook_that_fails_is_asked_again_before_the_chats_next_update(api: Api, reader: Person) -> None:
    def saying(text: str) -> web.Response:
        return web.json_response({"method": "sendMessage", "chat_id": reader.id, "text": text})

    hook = Hook([web.Response(status=500), saying("at last"), saying("the end")])
    runner, url = await _served(hook)
    try:
        await api.call("setWebhook", url=url)
        await reader.says("hello")
        await reader.says("and then")
        await reader.sees("the end")
        assert [update["message"]["text"] for update, _, _ in hook.got] == ["hello", "hello", "and then"]
        told = await api.call("getWebhookInfo")
        assert told["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    finally:
        await api.call("deleteWebhook")
        await runner.cleanup()


@pytest.mark.parametrize(
    ("wish", "description"),
    [
        ({"url": "ftp://127.0.0.1/"}, "Bad Request: invalid webhook URL specified"),
        ({"url": "http://127.0.0.1/", "secret_token": "x" * 257}, "Bad Request: secret token is too long"),
        (
            {"url": "http://127.0.0.1/", "secret_token": "ключ"},
            "Bad Request: secret token contains unallowed characters",
        ),
        (
            {"url": "https://example.org/"},
            "Bad Request: bad webhook: only addresses of this machine can be reached from here",
        ),
    ],
)
async def test_webhooks_that_are_refused(api: Api, wish: dict[str, str], description: str) -> None:
    assert await api.refusal("setWebhook", **wish) == description


async def test_a_webhook_ends_the_poll(api: Api) -> None:
    poll = asyncio.create_task(api.ask("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    await api.call("setWebhook", url="http://127.0.0.1:9/")
    assert (await asyncio.wait_for(poll, 5))["description"] == "Conflict: terminated by setWebhook request"


async def test_closing_does_not_wait_for_polls(api: Api) -> None:
    async with Playground() as closing:
        other = Api(api.session, f"{closing.url}/bot{closing.token}")
        poll = asyncio.create_task(other.call("getUpdates", timeout=50))
        await asyncio.sleep(0.05)
    assert await asyncio.wait_for(poll, 5) == []
