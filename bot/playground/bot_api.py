"""The door of the Bot API: /bot<token>/<method> and /file/bot<token>/<path>."""

import asyncio
import logging
import re
import time
from collections.abc import Callable
from inspect import isawaitable
from typing import Any

from aiohttp import web

from bot.playground import transport
from bot.playground.encoding import encode
from bot.playground.faults import BEFORE, BROKEN, REFUSED, Fault
from bot.playground.membership import migrate_at
from bot.playground.methods import METHODS
from bot.playground.params import Params
from bot.playground.refusals import Refusal, bad_request, too_many
from bot.playground.world import World

_WELL_FORMED = re.compile(r"([1-9]\d{0,15}):[A-Za-z0-9_-]{35}")
_LOG = logging.getLogger(__name__)


class BotApi:
    """`token` None: any well-formed token is the one bot's, and the bot's id is its number."""

    def __init__(self, world: World, token: str | None, clock: Callable[[], float] = time.time) -> None:
        self._world = world
        self._token = token
        self._clock = clock
        self._closing = asyncio.Event()
        world.webhook.execute = self._carry_out
        world.webhook.clock = clock

    def close(self) -> None:
        """Lets stalled requests go."""
        self._closing.set()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["method"].lower() == "getupdates":
            return await self._answer(request)
        with self._world.journal.flying():
            return await self._answer(request)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        started = time.perf_counter()
        token, asked = request.match_info["token"], request.match_info["method"]
        now = self._clock()
        refusal: Refusal | None = None
        params = Params({}, now)
        try:
            params = await transport.read_params(request, now)
        except Refusal as unreadable:
            refusal = unreadable
        fault = self._world.faults.take(asked.lower(), params.text("chat_id")) if self._world.faults.waiting else None
        if fault and fault.kind == "slow":
            await self._wait(fault.seconds)
        status, body, retry_after = await self._outcome(token, asked, params, fault, refusal)
        self._record(now, asked, params, status, body, (time.perf_counter() - started) * 1_000)
        if fault and fault.kind in BROKEN:
            return await self._damaged(request, fault, body)
        return transport.response(status, body, retry_after)

    async def file(self, request: web.Request) -> web.Response:
        try:
            self._check_token(request.match_info["token"])
        except Refusal as refusal:
            return transport.response(refusal.code, transport.failure(refusal))
        file = self._world.files.by_path(request.match_info["path"])
        if file is None:
            return transport.response(404, transport.failure(Refusal(404, "Not Found")))
        return web.Response(body=file.content, content_type="application/octet-stream")

    async def _outcome(
        self, token: str, asked: str, params: Params, fault: Fault | None, refusal: Refusal | None
    ) -> tuple[int, str, int]:
        """HTTP status, body, Retry-After."""
        try:
            if refusal:
                raise refusal
            if fault and fault.kind in BEFORE:
                raise _as_refusal(fault)
            if fault and fault.kind == "migrate":
                migrate_at(self._world, params.text("chat_id"), params.now)
            self._check_token(token)
            return 200, transport.success(await self._carry_out(asked, params)), 0
        except (TypeError, ValueError, LookupError, AttributeError):  # a door: odd JSON can fail anywhere behind it
            _LOG.exception("%s could not read its parameters", asked)
            why = bad_request("a parameter has the wrong type")
            return why.code, transport.failure(why), 0
        except Refusal as why:
            return why.code, transport.failure(why), why.parameters.get("retry_after", 0)

    async def _carry_out(self, asked: str, params: Params | dict[str, Any]) -> object:
        """The result of a method; raises Refusal."""
        if isinstance(params, dict):
            params = Params(params, self._clock())
        known = METHODS.get(asked.lower())
        if known is None:
            raise Refusal(404, "Not Found: method not found")
        result = known[1](self._world, params)
        return await result if isawaitable(result) else result

    def _check_token(self, token: str) -> None:
        if token == self._token:
            return
        well_formed = _WELL_FORMED.fullmatch(token)
        if well_formed is None:
            raise Refusal(401, "Unauthorized: invalid token specified")
        if self._token is not None:
            raise Refusal(401, "Unauthorized")
        self._world.bot.id = int(well_formed[1])

    def _record(self, now: float, asked: str, params: Params, status: int, body: str, ms: float) -> None:
        method = METHODS[asked.lower()][0] if asked.lower() in METHODS else asked
        uploads = {name: f"<{upload.filename}, {len(upload.content)} bytes>" for name, upload in params.files.items()}
        call = self._world.journal.record(now, method, params.values | uploads, status, body, ms)
        if self._world.events:
            self._world.events.tell("call", call.public())

    async def _damaged(self, request: web.Request, fault: Fault, body: str) -> web.StreamResponse:
        if fault.kind == "html502":
            return transport.bad_gateway()
        if fault.kind == "cut":
            return await transport.cut(request, body)
        if fault.kind == "stall":
            await self._wait(fault.seconds)
        return transport.reset(request)

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._closing.wait()
        except TimeoutError:
            return


def _as_refusal(fault: Fault) -> Refusal:
    """What the journal shows; a reset or a stall never reaches the bot as such."""
    if fault.kind == "429":
        return too_many(max(1, round(fault.seconds)))
    if fault.kind == "html502":
        return Refusal(502, "Bad Gateway")
    if fault.kind in REFUSED:
        return Refusal(int(fault.kind), fault.description)
    return Refusal(500, f"Internal Server Error: {fault.kind}")


async def not_found(_request: web.Request) -> web.Response:
    return transport.response(404, encode({"ok": False, "error_code": 404, "description": "Not Found"}))
