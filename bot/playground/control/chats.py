"""In a chat: read it, say something, tap a button."""

import asyncio
import time
from typing import Any

from aiohttp import web

from bot.playground.control.door import answer, number, the_chat, the_person, wish
from bot.playground.control.transcript import transcript
from bot.playground.incoming import NotPossible, rewrite, say, tapped
from bot.playground.state import Chat, Json, Message
from bot.playground.world import World

_PATIENCE = 10.0


class ChatsControl:
    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/chats/{chat_id}/messages", self.messages),
            web.get("/chats/{chat_id}/transcript", self.transcript),
            web.post("/chats/{chat_id}/say", self.say),
            web.get("/files/{file_id}", self.file),
            web.post("/chats/{chat_id}/edit", self.edit),
            web.post("/chats/{chat_id}/tap", self.tap),
        ]

    async def messages(self, request: web.Request) -> web.Response:
        after = number(request, "after")
        kept = the_chat(self._world, request).messages
        return answer({"messages": [message.public() for n, message in kept.items() if n > after]})

    async def transcript(self, request: web.Request) -> web.Response:
        return web.Response(text=transcript(the_chat(self._world, request)))

    async def say(self, request: web.Request) -> web.Response:
        chat, asked = the_chat(self._world, request), await wish(request)
        person = the_person(self._world, asked.get("from", chat.id))
        ids = [message.body["message_id"] for message in say(self._world, chat, person, asked, time.time())]
        return answer({"message_id": ids[0], "message_ids": ids})

    async def file(self, request: web.Request) -> web.Response:
        """What was uploaded, or the way to where it stands."""
        file = self._world.files.by_id(request.match_info["file_id"])
        if file is None:
            raise LookupError("there is no such file")
        if file.url:
            return answer({"url": file.url})
        safe = file.content_type if file.content_type.startswith(("image/", "video/")) else "application/octet-stream"
        headers = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=file.content, content_type=safe, headers=headers)

    async def edit(self, request: web.Request) -> web.Response:
        """`{"from", "message_id", "text" or "caption", "entities" or "caption_entities"}`."""
        chat, asked = the_chat(self._world, request), await wish(request)
        person = the_person(self._world, asked.get("from", chat.id))
        rewrite(self._world, chat, person, _message(chat, asked), asked, time.time())
        return answer({"message_id": int(asked["message_id"])})

    async def tap(self, request: web.Request) -> web.Response:
        chat, asked = the_chat(self._world, request), await wish(request)
        person = the_person(self._world, asked.get("from", chat.id))
        message = _message(chat, asked)
        button = _button(message, asked)
        if "callback_data" not in button:
            return answer({name: value for name, value in button.items() if name != "text"})
        tap = self._world.callbacks.open(time.time())
        tapped(self._world, chat, message, person, tap.id, button["callback_data"])
        try:
            async with asyncio.timeout(float(asked.get("timeout", _PATIENCE))):
                return answer({"answer": await asyncio.shield(tap.answer)})
        except TimeoutError:
            return answer({"answer": None})


def _message(chat: Chat, asked: Json) -> Message:
    message = chat.messages.get(int(asked["message_id"]))
    if message is None:
        raise LookupError("there is no such message")
    return message


def _button(message: Message, asked: Json) -> dict[str, Any]:
    """The button that was tapped; a forged one needs not be there."""
    data, label = asked.get("callback_data"), asked.get("label")
    if asked.get("forged"):
        return {"callback_data": str(data)}
    rows = message.body.get("reply_markup", {}).get("inline_keyboard", [])
    buttons: list[dict[str, Any]] = [] if message.deleted else [button for row in rows for button in row]
    if data is not None:
        fitting = [button for button in buttons if button.get("callback_data") == data]
    else:
        fitting = [button for button in buttons if button["text"] == label]
        fitting += [button for button in buttons if str(label) in button["text"]]
    if not fitting:
        raise NotPossible(f"the message has no button {data if data is not None else label!r}")
    return fitting[0]
