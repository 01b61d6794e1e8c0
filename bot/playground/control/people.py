"""People come, block the bot, and go."""

import time

from aiohttp import web

from bot.playground import cast
from bot.playground.control.door import answer, the_person, wish
from bot.playground.membership import block
from bot.playground.world import World

_MOST_AT_ONCE = 100_000


class PeopleControl:
    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/people", self.add),
            web.post("/people/{person}", self.change),
            web.post("/people/{person}/block", self.block),
            web.post("/people/{person}/deactivate", self.deactivate),
        ]

    async def add(self, request: web.Request) -> web.Response:
        asked = await wish(request)
        count = int(asked.get("count", 1))
        if not 1 <= count <= _MOST_AT_ONCE:
            raise ValueError(f"count is 1 to {_MOST_AT_ONCE}")
        language, name = str(asked.get("language_code", "en")), str(asked.get("first_name", ""))
        people = cast.add_newcomers(self._world, count, name, language, bool(asked.get("started")))
        self._world.events.tell("chat", {"chat_id": None, "people": count})
        return answer({"people": [person.public() for person in people]})

    async def change(self, request: web.Request) -> web.Response:
        """`{"topics": bool}`: this person's client shows the private chat in topics, or does not."""
        person = the_person(self._world, request.match_info["person"])
        person.topics = bool((await wish(request))["topics"])
        self._world.tell_chat(self._world.chats.by_id[person.id], topics=person.topics)
        return answer(person.public())

    async def block(self, request: web.Request) -> web.Response:
        person = the_person(self._world, request.match_info["person"])
        block(self._world, person, bool((await wish(request)).get("blocked", True)), time.time())
        return answer(person.public())

    async def deactivate(self, request: web.Request) -> web.Response:
        person = the_person(self._world, request.match_info["person"])
        person.deactivated = True
        self._world.tell_chat(self._world.chats.by_id[person.id], deactivated=True)
        return answer(person.public())
