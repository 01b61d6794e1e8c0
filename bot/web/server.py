"""The HTTP doors of a running bot: Telegram's webhook, and health for containers and proxies."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from yarl import URL

T = TypeVar("T")

LARGEST_UPDATE = 1 << 20
"""Bytes; Telegram's updates are far smaller."""

Take = Callable[[dict[str, Any]], Awaitable[None]]
"""Keeps one raw update; returns when it is safe."""
Check = Callable[[], Coroutine[Any, Any, list[str]]]
"""What is wrong with the process, a line each; empty when nothing is."""
SILENT = "no answer"
"""How `ask_health` begins where nobody is."""
PATIENCE = 4.0
"""Seconds that the database may take: whoever asks us has not much more."""


class DoorError(Exception):
    """The address cannot be listened on; the text says which and what to do."""


@asynccontextmanager
async def serve(host: str, port: int, routes: list[web.RouteDef]) -> AsyncIterator[str]:
    """The address that it listens on; raises DoorError."""
    app = web.Application(client_max_size=LARGEST_UPDATE)
    app.add_routes(routes)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise DoorError(
                f"HTTP_HOST and HTTP_PORT: {host}:{port} cannot be listened on ({error.strerror or error}). "
                "Is another Tagwire running? Choose another HTTP_PORT."
            ) from None
        yield address(host, runner.addresses[0][1])
    finally:
        await runner.cleanup()


def address(host: str, port: int) -> str:
    """As whoever asks us writes it: a number of IPv6 stands in brackets."""
    return str(URL.build(scheme="http", host=host, port=port))


def health(check: Check) -> list[web.RouteDef]:
    """200 and "ok", or 503 and what is wrong."""

    async def answer(_request: web.Request) -> web.Response:
        problems = await check()
        return web.Response(text="\n".join(problems or ["ok"]) + "\n", status=503 if problems else 200)

    return [web.get("/healthz", answer), web.get("/readyz", answer)]


async def found(check: Check, patience: float = PATIENCE) -> list[str]:
    """What the check says; that it fails, or does not end, is a problem as well."""
    try:
        return await within(patience, check())
    except TimeoutError:
        return [f"database: no answer within {patience:g} s"]
    except Exception as error:  # a door: a check that fails is an answer too
        return [f"database: {type(error).__name__}"]


async def within(seconds: float, asked: Coroutine[Any, Any, T]) -> T:
    """Raises TimeoutError, and at that time: what a driver does to take its leave of a database that hangs goes on
    behind our back."""
    asking = asyncio.create_task(asked)
    asking.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
    try:
        await asyncio.wait((asking,), timeout=seconds)
        if not asking.done():
            raise TimeoutError
        return asking.result()
    finally:
        asking.cancel()


def webhook(path: str, secret: str, take: Take) -> list[web.RouteDef]:
    """200 only when the update is kept; Telegram sends it again otherwise."""

    async def answer(request: web.Request) -> web.Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(errors="surrogateescape"), secret.encode()):
            raise web.HTTPForbidden
        update = _update(await request.read())
        await take(update)
        return web.Response()

    return [web.post(path, answer)]


def _update(body: bytes) -> dict[str, Any]:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        raise web.HTTPBadRequest from None
    if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
        raise web.HTTPBadRequest
    return update


async def ask_health(url: str) -> str:
    """What is wrong with the bot behind the address; empty when nothing is."""
    try:
        async with ClientSession(timeout=ClientTimeout(total=5)) as session, session.get(url) as response:
            return "" if response.status == 200 else (await response.text()).strip()
    except (ClientError, TimeoutError, OSError) as error:
        return f"{SILENT} at {url} ({type(error).__name__})"
