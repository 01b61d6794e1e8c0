"""Topics that people make and close, and which of them see topics at all."""

import time

from aiohttp import web

from bot.playground import topics
from bot.playground.control.door import answer, the_chat, the_person, wish
from bot.playground.incoming import NotPossible
from bot.playground.state import Chat, Person, Topic
from bot.playground.world import World

_CHANGES = {"name": str, "closed": bool}


class TopicsControl:
    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/chats/{chat_id}/topics", self.create),
            web.post("/chats/{chat_id}/topics/{thread}", self.change),
            web.delete("/chats/{chat_id}/topics/{thread}", self.delete),
            web.post("/groups/{chat_id}/forum", self.set_forum),
        ]

    async def create(self, request: web.Request) -> web.Response:
        """`{"from", "name", "icon_color"?}`."""
        chat, asked = the_chat(self._world, request), await wish(request)
        person = self._who(chat, asked.get("from", chat.id))
        name = topics.clean_name(str(asked["name"]))
        if not name:
            raise NotPossible("a topic needs a name")
        topic = Topic(0, name, int(asked.get("icon_color") or topics.COLOR))
        topics.create(self._world, chat, {"from": person.user()}, topic, time.time())
        return answer(topic.told())

    async def change(self, request: web.Request) -> web.Response:
        """`{"from", "name"?, "closed"?}`."""
        chat, asked = the_chat(self._world, request), await wish(request)
        person = self._who(chat, asked.get("from", chat.id))
        topic = _topic(chat, request)
        changes = {name: kind(asked[name]) for name, kind in _CHANGES.items() if name in asked}
        topics.change(self._world, chat, {"from": person.user()}, topic, changes, time.time())
        return answer(topic.told())

    async def delete(self, request: web.Request) -> web.Response:
        """`{"from"}`."""
        chat, asked = the_chat(self._world, request), await wish(request)
        self._who(chat, asked.get("from", chat.id))
        topics.delete(self._world, chat, _topic(chat, request))
        return answer({})

    async def set_forum(self, request: web.Request) -> web.Response:
        """`{"on": bool}`: topics are turned on, or off, in a supergroup."""
        chat = the_chat(self._world, request)
        if chat.type != "supergroup":
            raise ValueError("only a supergroup can be a forum")
        topics.set_forum(chat, bool((await wish(request)).get("on", True)))
        self._world.tell_chat(chat, topics=True)
        return answer({"id": chat.id})

    def _who(self, chat: Chat, person_id: object) -> Person:
        person = the_person(self._world, person_id)
        if not topics.has_topics(self._world, chat):
            raise NotPossible("the chat has no topics")
        may = self._world.bot.users_create_topics if chat.private else chat.may(person.id, "can_manage_topics")
        if not may:
            raise NotPossible("this person may not manage topics here")
        return person


def _topic(chat: Chat, request: web.Request) -> Topic:
    topic = chat.topics.get(int(request.match_info["thread"]))
    if topic is None:
        raise LookupError("there is no such topic")
    return topic
