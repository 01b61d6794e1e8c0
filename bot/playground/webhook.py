"""Delivers updates to the bot's webhook: in order within a chat, again and again until it answers 2xx."""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from bot.playground.encoding import encode
from bot.playground.updates import Update, Updates

Execute = Callable[[str, dict[str, Any]], Awaitable[object]]
_LONGEST_PAUSE = 60.0
_LONGEST_RETRY_AFTER = 3_600
_TIMEOUT = aiohttp.ClientTimeout(total=60)
_NOT_IN_ANSWERS = {"setwebhook", "deletewebhook", "close", "logout"}


class Webhook:
    """`execute` carries out a method that the bot put into its answer; `BotApi` hands it in."""

    def __init__(self, updates: Updates) -> None:
        self.url = ""
        self.secret = ""
        self.max_connections = 40
        self.last_error = ""
        self.last_error_date = 0
        self.execute: Execute | None = None
        self.clock: Callable[[], float] = lambda: 0.0
        self._updates = updates
        self._session: aiohttp.ClientSession | None = None
        self._places = asyncio.Semaphore(self.max_connections)
        self._last: dict[str, asyncio.Task[None]] = {}

    def start(self, url: str, secret: str, max_connections: int) -> None:
        self.url, self.secret, self.max_connections = url, secret, max_connections
        self.last_error, self.last_error_date = "", 0
        self._places = asyncio.Semaphore(max_connections)
        self._session = aiohttp.ClientSession(timeout=_TIMEOUT)
        self._updates.deliver = self._deliver
        for update in list(self._updates.pending):
            self._deliver(update)

    async def stop(self) -> None:
        """Undelivered updates stay in the queue."""
        self._updates.deliver = None
        self.url = ""
        tasks, self._last = list(self._last.values()), {}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session:
            await self._session.close()
            self._session = None

    def _deliver(self, update: Update) -> None:
        key = _chat_of(update)
        task = asyncio.get_running_loop().create_task(self._after(self._last.get(key), update))
        self._last[key] = task
        task.add_done_callback(lambda done: self._last.pop(key) if self._last.get(key) is done else None)

    async def _after(self, earlier: asyncio.Task[None] | None, update: Update) -> None:
        try:
            if earlier:
                await asyncio.wait([earlier])
            await self._until_taken(update)
        except asyncio.CancelledError:
            if earlier:
                earlier.cancel()
            raise

    async def _until_taken(self, update: Update) -> None:
        pause = 1.0
        while True:
            async with self._places:
                retry_after = await self._post(update)
            if retry_after is None:
                break
            await asyncio.sleep(retry_after or pause)
            pause = min(pause * 2, random.uniform(_LONGEST_PAUSE, 2 * _LONGEST_PAUSE))
        if update in self._updates.pending:
            self._updates.pending.remove(update)

    async def _post(self, update: Update) -> int | None:
        """None when taken; otherwise the Retry-After that was asked for, or 0."""
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.secret
        assert self._session is not None
        try:
            async with self._session.post(self.url, data=encode(update), headers=headers) as response:
                body = await response.read()
                if response.ok:
                    await self._carry_out(response.content_type, body)
                    return None
                self._fail(f"Wrong response from the webhook: {response.status} {response.reason}")
                retry_after = response.headers.get("Retry-After", "")
                return min(int(retry_after), _LONGEST_RETRY_AFTER) if retry_after.isdecimal() else 0
        except TimeoutError:
            self._fail("Read timeout expired")
        except aiohttp.ClientError:
            self._fail("Connection refused")
        return 0

    def _fail(self, why: str) -> None:
        self.last_error, self.last_error_date = why, int(self.clock())

    async def _carry_out(self, content_type: str, body: bytes) -> None:
        answer = _method_in(content_type, body)
        method = str(answer.pop("method", ""))
        forbidden = method.lower() in _NOT_IN_ANSWERS or method.lower().startswith("get")
        if method and not forbidden and self.execute:
            await self.execute(method, answer)


def _method_in(content_type: str, body: bytes) -> dict[str, Any]:
    if content_type != "application/json":
        return {}
    try:
        answer = json.loads(body)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _chat_of(update: Update) -> str:
    """Updates of one chat go in order; those of none by their kind."""
    for kind, body in update.items():
        if isinstance(body, dict):
            holder = body.get("message") if kind == "callback_query" else body
            chat = holder.get("chat") if isinstance(holder, dict) else None
            return str(chat["id"]) if isinstance(chat, dict) and "id" in chat else kind
    return ""
