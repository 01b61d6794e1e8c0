"""The newsroom panel: acts are handed on to the publisher."""

from collections.abc import Mapping
from typing import Any, Protocol

from aiohttp import web

from bot.playground.control.door import answer, wish
from bot.playground.world import World


class Newsroom(Protocol):
    """A publisher with pages of its own (its routes stand under /publisher/) and acts, such as publishing a story."""

    def routes(self) -> list[web.RouteDef]: ...

    async def act(self, name: str, args: Mapping[str, Any]) -> dict[str, Any]: ...


class NewsroomControl:
    def __init__(self, world: World, newsroom: Newsroom | None) -> None:
        self._world = world
        self._newsroom = newsroom

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/newsroom/{act}", self.act)]

    async def act(self, request: web.Request) -> web.Response:
        if self._newsroom is None:
            raise LookupError("this playground has no publisher")
        act, args = request.match_info["act"], await wish(request)
        result = await self._newsroom.act(act, args)
        if act != "list":
            self._world.events.tell("newsroom", {"act": act, "args": args, "result": result})
        return answer(result)
