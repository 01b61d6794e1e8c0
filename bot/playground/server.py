"""The playground: one aiohttp server with the Bot API, the control API, the page and the publisher."""

import asyncio
import re
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.playground import cast
from bot.playground.bot_api import BotApi, not_found
from bot.playground.control import control_app
from bot.playground.control.newsroom import Newsroom
from bot.playground.world import World

TOKEN = "700000001:AAPlaygroundTokenForLocalUseOnly123"  # opens nothing but this local server
_PAGE = Path(__file__).parent / "page"
_LARGEST_REQUEST = 50 << 20


class Playground:
    """`async with Playground() as playground:` serves at `playground.url`; port 0 is any free one.

    `token` None: any well-formed token is accepted as that of the one bot. `limits`: keep Telegram's sending limits.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        token: str | None = None,
        limits: bool = False,
        publisher: Newsroom | None = None,
    ) -> None:
        if token is not None and not re.fullmatch(r"[1-9]\d{0,15}:[A-Za-z0-9_-]{35}", token):
            raise ValueError("a bot token is digits, a colon and 35 characters")
        self.token = token or TOKEN
        self.editor_id = cast.EDITOR_ID
        self.url = ""
        self.world = World(int(self.token.partition(":")[0]), limits)
        cast.settle(self.world)
        self._host, self._port = host, port
        self._api = BotApi(self.world, token)
        self._publisher = publisher
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=1.0, keepalive_timeout=300.0)
        await runner.setup()
        self._runner = runner
        site = web.TCPSite(runner, self._host, self._port, backlog=1_024)
        await site.start()
        self.url = f"http://{self._host}:{runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._api.close()
        self.world.events.close()
        self.world.updates.release()
        await self.world.webhook.stop()
        await asyncio.sleep(0)
        if self._runner:
            await self._runner.cleanup()

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=_LARGEST_REQUEST)
        app.router.add_route("*", "/bot{token}/{method}", self._api.answer)
        app.router.add_get("/file/bot{token}/{path:.+}", self._api.file)
        app.add_subapp("/play", control_app(self.world, self._publisher))
        if self._publisher:
            app.add_routes(self._publisher.routes())
        app.router.add_get("/", _index)
        if _PAGE.is_dir():
            app.router.add_static("/static", _PAGE)
        app.router.add_route("*", "/{path:.*}", not_found)
        return app


async def _index(_request: web.Request) -> web.StreamResponse:
    return web.FileResponse(_PAGE / "index.html", headers={"Cache-Control": "no-cache"})
