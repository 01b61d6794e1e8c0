"""Posts and replies → Outcome, at the pace of Telegram and the price of a bare HTTP request.

No objects of a library are built on the way, and what many chats are sent is drawn once.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO, NamedTuple

from aiohttp import ClientError, ClientTimeout, FormData

from bot.gateway import documents, drawing, outcomes
from bot.gateway.connection import GatewayError, Telegram
from bot.gateway.drawing import Call
from bot.gateway.pace import Pace
from bot.news.chats import ChatKind
from bot.news.delivery import Later, Outcome, Refused, Sent
from bot.views.post import Delete, Edit, Forward, Post, Say
from bot.views.reply import Reply, Results

TIMEOUT = ClientTimeout(total=30, sock_connect=10)
TAP_TIMEOUT = ClientTimeout(total=10, sock_connect=10)
UPLOAD_TIMEOUT = ClientTimeout(total=300, sock_connect=10)
STALE = 5.0
"""Seconds of waiting after which a delivery is to be claimed anew: another process may deliver by now."""
DRAWN = 256
"""Replies kept as drawn: a broadcast sends a few of them to everybody."""
_log = logging.getLogger(__name__)

Answered = Callable[[str, Outcome], None]
"""Is told what Telegram said to a method."""
_Draw = Callable[[Reply, str, bool], Call]


def _nothing(_method: str, _outcome: Outcome) -> None:
    """Nobody counts."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    reply: Reply
    """Kept, so that no other can be taken for it."""
    method: str
    rest: bytes
    """The JSON of its parameters without the `{`, where what belongs to one chat goes."""


class _Request(NamedTuple):
    method: str
    body: bytes | FormData
    messages: int = 1
    done: Sent | None = None
    """What it means that Telegram says `true`."""
    timeout: ClientTimeout = TIMEOUT


class Sender:
    """Raises nothing but GatewayError, when the token was revoked; every other end is an Outcome."""

    def __init__(self, telegram: Telegram, pace: Pace, answered: Answered = _nothing) -> None:
        self._telegram = telegram
        self._answered = answered
        self._pace = pace
        self._drawn: dict[tuple[int, _Draw], _Drawn] = {}

    async def reply(
        self,
        chat_id: int,
        kind: ChatKind,
        thread_id: int,
        reply: Reply,
        *,
        reply_to: int = 0,
        patience: float | None = None,
    ) -> Outcome:
        """To somebody who asked, in the chat's turn. `reply_to`: the message that it answers; 0 for none.

        `patience`: seconds that it may wait for its turn; None sits out any flood wait.
        """
        try:
            request = self._said(chat_id, thread_id, reply, reply_to)
        except ValueError as error:
            return Refused(str(error), for_all=True)
        free = await self._turn(chat_id, kind, request.messages, patience)
        if isinstance(free, Later):
            return free
        if not free:
            request = self._said(chat_id, thread_id, reply, reply_to, paid=True)
        return await self._ask(chat_id, request, reply=free)

    async def edit(
        self, chat_id: int, kind: ChatKind, message_id: int, reply: Reply, *, patience: float | None = None
    ) -> Outcome:
        """An answer in the place of the message that was tapped, in the chat's turn. `patience`: as for a reply."""
        try:
            request = self._edited(chat_id, message_id, reply)
        except ValueError as error:
            return Refused(str(error), for_all=True)
        free = await self._turn(chat_id, kind, 1, patience)
        if isinstance(free, Later):
            return free
        return _settled(await self._ask(chat_id, request, reply=free), Sent(message_id))

    async def acknowledge(self, chat_id: int, query_id: str, toast: str, *, alert: bool) -> Outcome:
        """Stops the spinner on a button that was tapped. It takes no place, but may be told to wait like a message."""
        parameters: dict[str, Any] = {"callback_query_id": query_id}
        parameters |= ({"text": toast} if toast else {}) | ({"show_alert": True} if alert else {})
        return await self._beside(chat_id, "answerCallbackQuery", parameters)

    async def offer(self, person_id: int, query_id: str, results: Results) -> Outcome:
        """To whom calls the bot in another chat. It takes no place, but may be told to wait like a message."""
        try:
            drawn = drawing.offered(results, self._telegram.username)
        except ValueError as error:
            return Refused(str(error), for_all=True)
        return await self._beside(person_id, "answerInlineQuery", {"inline_query_id": query_id, **drawn})

    async def _beside(self, chat_id: int, method: str, parameters: dict[str, Any]) -> Outcome:
        outcome, flood = await self._told(_Request(method, _json(parameters), done=Sent(0), timeout=TAP_TIMEOUT))
        if flood is not None:
            self._pace.flooded(chat_id, flood)
        return outcome

    async def upload(self, chat_id: int, kind: ChatKind, name: str, file: BinaryIO) -> Outcome:
        """The whole file as a document, to somebody who asked, in the chat's turn. It stays open."""
        with documents.from_its_start(file) as sent:
            request = _Request("sendDocument", documents.form(chat_id, name, sent), timeout=UPLOAD_TIMEOUT)
            free = await self._pace.reply(chat_id, kind)
            return await self._ask(chat_id, request, reply=free)

    async def post(self, chat_id: int, kind: ChatKind, thread_id: int, post: Post, *, paid: bool = False) -> Outcome:
        """A delivery that was given its place by `Pace.bulk`, which ends here, and its turn by `Pace.wait_for`.

        `paid`: in Stars, beyond the free rate.
        """
        try:
            request = self._posted(chat_id, thread_id, post, paid)
        except ValueError as error:
            self._pace.give_back(1)
            return Refused(str(error), for_all=True)
        free = paid and not isinstance(post, Say)  # Telegram takes no Stars for anything else.
        if free or request.messages > 1:
            later = await self._more(chat_id, kind, request.messages, free)
            if later is not None:
                return later
        if wait := self._pace.held(chat_id):
            self._pace.give_back(request.messages, reply=free)
            return Later(wait)
        outcome = await self._ask(chat_id, request, reply=free)
        match post:
            case Edit(message_id):
                return _settled(outcome, Sent(message_id))
            case Delete(message_ids):
                return _settled(outcome, Sent(message_ids[0], message_ids[1:]))
        return outcome

    async def _more(self, chat_id: int, kind: ChatKind, messages: int, free: bool) -> Later | None:
        """Waits for what a delivery takes beyond the one place that it was given; None when it may leave."""
        clock = asyncio.get_running_loop().time
        since = clock()
        if messages > 1 and (wait := await self._pace.more(chat_id, kind, messages)):
            return Later(wait)
        if free:
            await self._pace.unpaid()
        if clock() - since < STALE:
            return None
        self._pace.give_back(messages, reply=free)
        return Later(0.0, "pace")

    def _posted(self, chat_id: int, thread_id: int, post: Post, paid: bool) -> _Request:
        match post:
            case Say(reply, under):
                return self._said(chat_id, thread_id, reply, under, paid)
            case Forward(reference):
                source = b'"from_chat_id":%d,"message_id":%d}' % (reference.chat_id, reference.message_id)
                return _Request("forwardMessage", _to(chat_id, thread_id) + source)
            case Edit(message_id, reply):
                return self._edited(chat_id, message_id, reply)
            case Delete(message_ids):
                return _deleted(chat_id, message_ids)

    def _said(self, chat_id: int, thread_id: int, reply: Reply, reply_to: int = 0, paid: bool = False) -> _Request:
        if reply.pictures:
            call = drawing.pictured(reply, self._telegram.username)
            form = documents.pictured(chat_id, thread_id, call.parameters, reply.pictures)
            return _Request(call.method, form, drawing.messages(reply), timeout=UPLOAD_TIMEOUT)
        drawn = self._drawing(reply, drawing.said)
        to = _to(chat_id, thread_id)
        if paid:
            to += b'"allow_paid_broadcast":true,'
        if reply_to:
            to += b'"reply_parameters":{"message_id":%d,"allow_sending_without_reply":true},' % reply_to
        return _Request(drawn.method, to + drawn.rest, drawing.messages(reply))

    def _edited(self, chat_id: int, message_id: int, reply: Reply) -> _Request:
        drawn = self._drawing(reply, drawing.edited)
        return _Request(drawn.method, b'{"chat_id":%d,"message_id":%d,' % (chat_id, message_id) + drawn.rest)

    def _drawing(self, reply: Reply, draw: _Draw) -> _Drawn:
        """By identity: to compare replies costs more than all that is done for a chat."""
        drawn = self._drawn.get((id(reply), draw))
        if drawn is None:
            call = draw(reply, self._telegram.username, self._telegram.inline)
            if len(self._drawn) >= DRAWN:
                self._drawn.clear()
            drawn = self._drawn[id(reply), draw] = _Drawn(reply, call.method, _json(call.parameters)[1:])
        return drawn

    async def _turn(self, chat_id: int, kind: ChatKind, messages: int, patience: float | None) -> Later | bool:
        """Whether they are free, when they may leave."""
        held = self._pace.held(chat_id)
        if patience is not None and held > patience:
            return Later(held)
        try:
            async with asyncio.timeout(patience):
                return await self._pace.reply(chat_id, kind, messages)
        except TimeoutError:
            return Later(self._pace.held(chat_id))

    async def _ask(self, chat_id: int, request: _Request, *, reply: bool) -> Outcome:
        clock = asyncio.get_running_loop().time
        left_at, flood = clock(), None
        try:
            outcome, flood = await self._told(request)
            return outcome
        finally:
            self._pace.answered(chat_id, flood, clock() - left_at, reply=reply, messages=request.messages)

    async def _told(self, request: _Request) -> tuple[Outcome, float | None]:
        """What Telegram says, and the seconds of a 429."""
        try:
            status, body = await self._telegram.call(request.method, request.body, request.timeout)
            outcome = outcomes.outcome(status, body, request.done)
            flood = outcome.seconds if isinstance(outcome, Later) else None
        except GatewayError:
            raise
        except Exception as error:  # a door: whatever an odd answer does to us, the message may have arrived
            if not isinstance(error, ClientError | OSError):
                _log.exception("The answer to %s could not be read", request.method)
            outcome, flood = outcomes.failure(error), None
        self._answered(request.method, outcome)
        return outcome, flood


def _settled(outcome: Outcome, done: Sent) -> Outcome:
    """What had been done before is done."""
    return done if outcomes.unchanged(outcome) or outcomes.deleted(outcome) else outcome


def _to(chat_id: int, thread_id: int) -> bytes:
    return b'{"chat_id":%d,"message_thread_id":%d,' % (chat_id, thread_id) if thread_id else b'{"chat_id":%d,' % chat_id


def _deleted(chat_id: int, message_ids: tuple[int, ...]) -> _Request:
    done = Sent(message_ids[0], message_ids[1:])
    if len(message_ids) == 1:
        return _Request("deleteMessage", b'{"chat_id":%d,"message_id":%d}' % (chat_id, message_ids[0]), done=done)
    body = _json({"chat_id": chat_id, "message_ids": message_ids})
    return _Request("deleteMessages", body, done=done)


def _json(parameters: dict[str, Any]) -> bytes:
    return json.dumps(parameters, ensure_ascii=False, separators=(",", ":")).encode()
