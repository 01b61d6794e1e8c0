"""What has happened: state, calls, deliveries, live events."""

import asyncio
from contextlib import suppress
from dataclasses import asdict

from aiohttp import web

from bot.playground.control.door import answer, number, the_person
from bot.playground.deliveries import Deliveries
from bot.playground.state import Chat, Json
from bot.playground.topics import has_topics
from bot.playground.world import World

_HEARTBEAT = 15.0


class WatchControl:
    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/state", self.state),
            web.get("/commands", self.commands),
            web.get("/calls", self.calls),
            web.get("/deliveries", self.deliveries),
            web.get("/deliveries/texts", self.texts),
            web.get("/deliveries/in_flight", self.in_flight),
            web.delete("/deliveries", self.forget),
            web.get("/events", self.events),
        ]

    async def state(self, _request: web.Request) -> web.Response:
        world = self._world
        bot = asdict(world.bot)
        chats = [_chat(world, chat) for chat in world.chats.by_id.values()]
        return answer({
            "bot": bot,
            "people": [person.public() for person in world.people.values()],
            "chats": chats,
            "faults": world.faults.public(),
            "limits": world.limits.on,
            "flood": {"refused": world.limits.refused.total(), "early": world.limits.early.total()},
            "pending_updates": len(world.updates.pending),
            "last_call": world.journal.last,
        })  # fmt: skip

    async def commands(self, request: web.Request) -> web.Response:
        person = the_person(self._world, request.query.get("person") or request.query["chat_id"])
        chat = self._world.chats.by_id.get(number(request, "chat_id", person.id))
        if chat is None:
            raise LookupError("there is no such chat")
        return answer({"commands": self._world.menus.shown(chat, person.id, person.language_code)})

    async def calls(self, request: web.Request) -> web.Response:
        journal = self._world.journal
        calls = journal.after(number(request, "after"), request.query.get("method", ""))
        return answer({"calls": [call.public() for call in calls], "counts": journal.counts, "last": journal.last})

    async def deliveries(self, request: web.Request) -> web.Response:
        """`{chat: how many messages it was sent}`."""
        return answer(self._world.deliveries.by_chat(number(request, "after"), request.query.get("text", "")))

    async def texts(self, request: web.Request) -> web.Response:
        """How often each text came to how many; `forgotten`: how many texts are no longer known."""
        deliveries = self._world.deliveries
        texts = deliveries.by_text(request.query.get("text", ""), number(request, "chat_id") or None)
        return answer({"texts": texts, "forgotten": deliveries.forgotten})

    async def in_flight(self, _request: web.Request) -> web.Response:
        """Requests that wait for their answer, polls not counted; exact while answers are `slow`."""
        journal = self._world.journal
        return answer({"now": journal.in_flight, "most": journal.most_in_flight})

    async def forget(self, _request: web.Request) -> web.Response:
        """For the next run: nothing was delivered, nor was much in flight."""
        self._world.deliveries = Deliveries()
        self._world.journal.most_in_flight = self._world.journal.in_flight
        return answer({})

    async def events(self, request: web.Request) -> web.StreamResponse:
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        stream = web.StreamResponse(headers=headers)
        with self._world.events.listen() as queue, suppress(ConnectionError):  # whoever listens may go at any time
            await stream.prepare(request)
            await stream.write(b": hello\n\n")
            while True:
                try:
                    line = await asyncio.wait_for(queue.get(), _HEARTBEAT)
                except TimeoutError:
                    line = ": still here\n\n"
                if line is None:
                    break
                await stream.write(line.encode())
        return stream


def _chat(world: World, chat: Chat) -> Json:
    topics = [topic.told() | {"closed": topic.closed} for topic in chat.topics.values()]
    told = {"id": chat.id, "type": chat.type, "title": chat.title or chat.body.get("first_name")}
    shown = {"topics": topics} if has_topics(world, chat) else {}
    if chat.private:
        return told | shown
    return told | shown | {
        "username": chat.username, "is_forum": chat.forum, "bot": chat.bot, "bot_rights": chat.bot_rights,
        "members": chat.members, "migrated_to": chat.migrated_to,
    }  # fmt: skip
