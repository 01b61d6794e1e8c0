"""Reply → chat → Outcome, at the price of a bare HTTP request: no objects of a library are built on the way."""

from __future__ import annotations

import json
from functools import lru_cache

from aiohttp import ClientError, ClientTimeout

from bot.gateway import drawing, outcomes
from bot.gateway.connection import Telegram
from bot.news.delivery import Outcome, Refused
from bot.views.reply import Reply

TIMEOUT = ClientTimeout(total=30, sock_connect=10)
DRAWN = 256
"""Replies kept as drawn: a broadcast sends a few of them to everybody."""


class Sender:
    """Raises nothing but GatewayError, when the token was revoked; every other end is an Outcome."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

        @lru_cache(maxsize=DRAWN)
        def drawn(reply: Reply) -> bytes:
            return _json(drawing.message(reply, telegram.username))

        self._drawn = drawn

    async def send(
        self, chat_id: int, thread_id: int, reply: Reply, *, reply_to: int = 0, paid: bool = False
    ) -> Outcome:
        """`reply_to`: the message of the chat that it answers; 0 for none. `paid`: in Stars, beyond the free rate."""
        to = drawing.address(chat_id, thread_id)
        if paid:
            to["allow_paid_broadcast"] = True
        if reply_to:
            to["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
        try:
            drawn = self._drawn(reply)
        except ValueError as error:
            return Refused(str(error))
        return await self._call("sendMessage", _json(to)[:-1] + b"," + drawn[1:])

    async def edit(self, chat_id: int, message_id: int, reply: Reply) -> Outcome:
        username = self._telegram.username
        try:
            edit = _json(drawing.edit_parameters(reply, chat_id=chat_id, message_id=message_id, username=username))
        except ValueError as error:
            return Refused(str(error))
        return await self._call("editMessageText", edit)

    async def _call(self, method: str, body: bytes) -> Outcome:
        try:
            return outcomes.outcome(*await self._telegram.call(method, body, TIMEOUT))
        except (ClientError, OSError) as error:
            return outcomes.failure(error)


def _json(parameters: dict[str, object]) -> bytes:
    return json.dumps(parameters, ensure_ascii=False, separators=(",", ":")).encode()
