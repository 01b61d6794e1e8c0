"""A Telegram on loopback that says what a test tells it to say, and remembers what it was asked."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.gateway.updates import OUR_BOT

TOKEN = "42:a-secret-of-ours"
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def says(result: Any) -> Answer:
    return _json(200, {"ok": True, "result": result})


def refuses(code: int, description: str, **parameters: int) -> Answer:
    told: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    return _json(code, told | ({"parameters": parameters} if parameters else {}))


def page(status: int) -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text="<html><h1>Bad Gateway</h1></html>", content_type="text/html")

    return answer


def cut_json() -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(body=b'{"ok":true,"result":{"mess', content_type="application/json")

    return answer


def reset() -> Answer:
    """Closes the connection without a word."""

    async def answer(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    return answer


def torn() -> Answer:
    """Closes the connection in the middle of the body."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b'{"ok":true,')
        assert request.transport is not None
        request.transport.abort()
        return response

    return answer


def after(seconds: float, answer: Answer) -> Answer:
    async def late(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(seconds)
        return await answer(request)

    return late


def _json(status: int, told: Any) -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.json_response(told, status=status)

    return answer


@dataclass
class Scripted:
    url: str = ""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    script: dict[str, deque[Answer]] = field(default_factory=lambda: defaultdict(deque))
    """Method → what it answers next; then what a healthy Telegram would."""
    updates: list[dict[str, Any]] = field(default_factory=list)
    """Unconfirmed; getUpdates hands them out and forgets those below its offset."""
    came: asyncio.Event = field(default_factory=asyncio.Event)
    _message_id: int = 1000

    def asked(self, method: str) -> list[dict[str, Any]]:
        return [parameters for name, parameters in self.calls if name == method]

    def give(self, *updates: dict[str, Any]) -> None:
        self.updates.extend(updates)
        self.came.set()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != TOKEN:
            return await refuses(401, "Unauthorized")(request)
        parameters = await _parameters(request)
        self.calls.append((method, parameters))
        if self.script[method]:
            return await self.script[method].popleft()(request)
        return web.json_response({"ok": True, "result": await self._usual(method, parameters)})

    async def _usual(self, method: str, parameters: dict[str, Any]) -> Any:
        match method:
            case "getMe":
                return OUR_BOT
            case "sendMessage":
                self._message_id += 1
                return {"message_id": self._message_id, "date": 1, "chat": {"id": parameters["chat_id"]}}
            case "editMessageText":
                return {"message_id": parameters["message_id"], "date": 1, "chat": {"id": parameters["chat_id"]}}
            case "getUpdates":
                return await self._updates(parameters)
        return True

    async def _updates(self, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        self.updates = [update for update in self.updates if update["update_id"] >= parameters.get("offset", 0)]
        if not self.updates:
            self.came.clear()
            try:
                await asyncio.wait_for(self.came.wait(), parameters.get("timeout", 0))
            except TimeoutError:
                return []
        return self.updates[: parameters.get("limit", 100)]


async def _parameters(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        told: dict[str, Any] = await request.json()
        return told
    return {name: _value(value) for name, value in (await request.post()).items()}


def _value(value: Any) -> Any:
    if isinstance(value, web.FileField):
        return value.file.read()
    try:
        return json.loads(value)
    except ValueError:
        return value


@asynccontextmanager
async def scripted() -> AsyncIterator[Scripted]:
    telegram = Scripted()
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", telegram.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    telegram.url = "http://{}:{}".format(*runner.addresses[0][:2])
    try:
        yield telegram
    finally:
        telegram.came.set()
        await runner.cleanup()
