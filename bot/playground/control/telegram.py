"""Telegram's own bad days: faults, limits, raw updates."""

from aiohttp import web

from bot.playground.control.door import answer, wish
from bot.playground.world import World


class TelegramControl:
    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/faults", self.inject),
            web.delete("/faults", self.clear),
            web.post("/limits", self.limits),
            web.post("/updates", self.update),
        ]

    async def inject(self, request: web.Request) -> web.Response:
        self._world.faults.inject(await wish(request))
        return answer({"faults": self._world.faults.public()})

    async def clear(self, _request: web.Request) -> web.Response:
        self._world.faults.clear()
        return answer({"faults": []})

    async def limits(self, request: web.Request) -> web.Response:
        self._world.limits.on = bool((await wish(request)).get("on"))
        return answer({"limits": self._world.limits.on})

    async def update(self, request: web.Request) -> web.Response:
        """Any update, whatever the bot asked for; with an `update_id` of the past it is a duplicate."""
        return answer({"update_id": self._world.updates.push_raw(await wish(request))})
