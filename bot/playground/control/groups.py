"""Groups and channels are made, migrate, and throw the bot out."""

import time

from aiohttp import web

from bot.playground.cast import EDITOR_ID
from bot.playground.control.door import answer, the_chat, the_person, wish
from bot.playground.membership import change_bot, change_member, migrate
from bot.playground.state import Chat, Json
from bot.playground.topics import set_forum
from bot.playground.world import World

_TYPES = {"group": -4_002_000, "supergroup": -1_002_000_000_000, "channel": -1_003_000_000_000}
_STATUSES = ("member", "administrator", "restricted", "left", "kicked", "deleted")
_MEMBER_STATUSES = ("creator", "administrator", "member", "restricted", "left", "kicked")


class GroupsControl:
    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/groups", self.add),
            web.post("/groups/{chat_id}/migrate", self.migrate),
            web.post("/groups/{chat_id}/kick", self.kick),
            web.post("/groups/{chat_id}/bot", self.set_bot),
            web.post("/groups/{chat_id}/members", self.set_member),
        ]

    async def add(self, request: web.Request) -> web.Response:
        """`{"type", "title", "username"?, "forum"?, "admins", "members", "bot"?, "bot_rights"?}`.

        The first admin made the group and adds the bot, which learns of it by my_chat_member. `type`: group,
        supergroup, forum or channel. `bot`: member unless told (`bot_is_admin` is administrator; left: not added).
        """
        asked = await wish(request)
        kind = str(asked.get("type", "group"))
        forum = kind == "forum" or bool(asked.get("forum"))
        kind = "supergroup" if forum else kind
        if kind not in _TYPES:
            raise ValueError(f"type is one of forum, {', '.join(_TYPES)}")
        admins = [the_person(self._world, person) for person in asked.get("admins") or [EDITOR_ID]]
        members = [the_person(self._world, person) for person in asked.get("members", [])]
        statuses = {person.id: "member" for person in members} | {person.id: "administrator" for person in admins}
        statuses[admins[0].id] = "creator"
        chat_id = min(_TYPES[kind], *(i for i, chat in self._world.chats.by_id.items() if chat.type == kind), 0) - 1
        title, username = str(asked.get("title", "A group")), str(asked.get("username", ""))
        if username.lower() in self._world.chats.by_username:
            raise ValueError("this username is taken")
        chat = self._world.chats.add(Chat(chat_id, kind, title, username, members=statuses, bot="left"))
        if forum:
            set_forum(chat, True)
        self._world.tell_chat(chat, members=True)
        bot = str(asked.get("bot") or ("administrator" if asked.get("bot_is_admin") else "member"))
        if bot != "left":
            change_bot(self._world, chat, bot, admins[0], time.time(), asked.get("bot_rights"))
        return answer({"id": chat.id, "type": chat.type, "title": chat.title})

    async def migrate(self, request: web.Request) -> web.Response:
        chat = the_chat(self._world, request)
        if chat.type != "group" or chat.migrated_to:
            raise ValueError("only a basic group migrates, and only once")
        return answer({"id": migrate(self._world, chat, time.time()).id})

    async def kick(self, request: web.Request) -> web.Response:
        """`{"by": id}`: who does it, an editor unless told."""
        return self._change(request, await wish(request), "kicked")

    async def set_bot(self, request: web.Request) -> web.Response:
        """`{"status": …, "by": id, "rights"?}`: one of Telegram's, or `deleted` (of which no update tells).

        `rights`: in what an administrator's differ from all, such as `{"can_post_messages": false}`.
        """
        asked = await wish(request)
        status = str(asked["status"])
        if status not in _STATUSES:
            raise ValueError(f"status is one of {', '.join(_STATUSES)}")
        return self._change(request, asked, status)

    async def set_member(self, request: web.Request) -> web.Response:
        """`{"person": id, "status": "member" | "administrator" | "left" | …, "by"?, "rights"?}`."""
        asked = await wish(request)
        chat, person = the_chat(self._world, request), the_person(self._world, asked["person"])
        by, status = the_person(self._world, asked.get("by", EDITOR_ID)), str(asked["status"])
        if status not in _MEMBER_STATUSES:
            raise ValueError(f"status is one of {', '.join(_MEMBER_STATUSES)}")
        change_member(self._world, chat, person, status, by, time.time(), asked.get("rights"))
        return answer({"id": chat.id})

    def _change(self, request: web.Request, asked: Json, status: str) -> web.Response:
        chat = the_chat(self._world, request)
        if chat.private:
            raise ValueError("in a private chat a person blocks the bot")
        if status == "deleted":
            chat.bot = status
        else:
            by = the_person(self._world, asked.get("by", EDITOR_ID))
            change_bot(self._world, chat, status, by, time.time(), asked.get("rights"))
        return answer({"id": chat.id})
