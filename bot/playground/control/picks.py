"""What people pick: an inline result, a chat to share with the bot, a link that opens it."""

import asyncio
import time

from aiohttp import web

from bot.playground import deep_links, picking
from bot.playground.control.door import answer, the_chat, the_person, wish
from bot.playground.world import World

_PATIENCE = 10.0


class PicksControl:
    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/chats/{chat_id}/inline", self.ask),
            web.post("/chats/{chat_id}/choose", self.choose),
            web.post("/chats/{chat_id}/share", self.share),
            web.post("/people/{person}/follow", self.follow),
        ]

    async def ask(self, request: web.Request) -> web.Response:
        """`{"from", "query", "offset"?, "fresh"?, "timeout"?}`: what the bot, or Telegram from what it kept, answers.

        `{"query_id", "results", "next_offset", "button"}`; `results` is null if no answer came in time.
        """
        chat, asked = the_chat(self._world, request), await wish(request)
        person = the_person(self._world, asked.get("from", chat.id))
        text, offset, fresh = str(asked.get("query", "")), str(asked.get("offset", "")), bool(asked.get("fresh"))
        query = picking.ask(self._world, chat, person, text, offset, fresh, time.time())
        try:
            async with asyncio.timeout(float(asked.get("timeout", _PATIENCE))):
                found = await asyncio.shield(query.answer)
        except TimeoutError:
            found = {"results": None, "next_offset": "", "button": None}
        return answer({"query_id": query.id, **found})

    async def choose(self, request: web.Request) -> web.Response:
        """`{"from", "query_id", "result_id", "thread"?}`: the result is sent into this chat."""
        chat, asked = the_chat(self._world, request), await wish(request)
        person = the_person(self._world, asked.get("from", chat.id))
        message = picking.choose(self._world, chat, person, asked, time.time())
        return answer({"message_id": message.body["message_id"], "inline_message_id": message.inline_id})

    async def share(self, request: web.Request) -> web.Response:
        """`{"from", "label", "chat"}`; without `chat`, what is offered: `{"offered": [{id, title, type}]}`."""
        home, asked = the_chat(self._world, request), await wish(request)
        person, label = the_person(self._world, asked.get("from", home.id)), str(asked["label"])
        if "chat" not in asked:
            chats = picking.offered(self._world, home, person, label)
            return answer({"offered": [{"id": chat.id, "title": chat.title, "type": chat.type} for chat in chats]})
        shared = self._world.chats.by_id[int(asked["chat"])]
        message = picking.share(self._world, home, person, label, shared, time.time())
        return answer({"message_id": message.body["message_id"]})

    async def follow(self, request: web.Request) -> web.Response:
        """`{"url", "chat"?}`: a t.me or tg: link to the bot; `chat` is the one picked for startgroup, startchannel."""
        asked, person = await wish(request), the_person(self._world, request.match_info["person"])
        chat = self._world.chats.by_id[int(asked["chat"])] if asked.get("chat") else None
        return answer(deep_links.follow(self._world, person, str(asked["url"]), chat, time.time()))
