"""Telegram's own bad days: faults, limits, raw updates."""

from aiohttp import web

from bot.playground.control.door import answer, wish
from bot.playground.world import World

_SWITCHES = ("topics", "users_create_topics", "inline", "feedback")


class TelegramControl:
    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/faults", self.inject),
            web.delete("/faults", self.clear),
            web.get("/limits", self.told_limits),
            web.post("/limits", self.limits),
            web.post("/updates", self.update),
            web.post("/bot", self.switch),
        ]

    async def inject(self, request: web.Request) -> web.Response:
        self._world.faults.inject(await wish(request))
        return answer({"faults": self._world.faults.public()})

    async def clear(self, _request: web.Request) -> web.Response:
        self._world.faults.clear()
        return answer({"faults": []})

    async def told_limits(self, _request: web.Request) -> web.Response:
        return answer(self._world.limits.public())

    async def limits(self, request: web.Request) -> web.Response:
        """`{"on": bool, rates other than Telegram's}`; turned on, the counts begin anew; turned off, they stay."""
        asked, limits = await wish(request), self._world.limits
        on = bool(asked.pop("on", False))
        if on:
            limits.set(asked)
        limits.on = on
        return answer(limits.public())

    async def switch(self, request: web.Request) -> web.Response:
        """What the bot's owner switches at Telegram: `topics`, `users_create_topics`, `inline`, `feedback`."""
        bot, asked = self._world.bot, await wish(request)
        unknown = asked.keys() - set(_SWITCHES)
        if unknown:
            raise ValueError(f"unknown fields: {', '.join(sorted(unknown))}")
        for name, on in asked.items():
            setattr(bot, name, bool(on))
        return answer({name: getattr(bot, name) for name in _SWITCHES})

    async def update(self, request: web.Request) -> web.Response:
        """Any update, whatever the bot asked for; with an `update_id` of the past it is a duplicate."""
        return answer({"update_id": self._world.updates.push_raw(await wish(request))})
