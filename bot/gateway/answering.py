"""A page's Answer → the chat that asked: the tapped message is edited in place, a command gets a message of its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from tempfile import TemporaryFile

from telegram import CallbackQuery, InlineQuery, Update

from bot.gateway import documents
from bot.gateway.connection import Telegram
from bot.gateway.outcomes import uneditable
from bot.gateway.pace import Pace
from bot.gateway.sender import Sender
from bot.news.chats import ChatKind
from bot.news.delivery import Later, Outcome, Refused, Sent, Unknown
from bot.pages.request import Request
from bot.views.reply import Answer, Document, Reply

TRIES = 3
PATIENCE = 60.0
"""Seconds that one answer may wait for Telegram; a longer flood wait is not sat out."""
MAX_TOAST = 200
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answering:
    telegram: Telegram
    sender: Sender
    pace: Pace
    pause: float = 1.0
    """Seconds before an answer of unknown outcome is repeated: twice shown is better than never."""

    async def answer(self, update: Update, request: Request, answer: Answer) -> Outcome | None:
        """The outcome of what was shown; None when there was nothing to show. GatewayError: the token was revoked."""
        if update.inline_query is not None:
            await self._offer(update.inline_query, answer)
            return None
        if update.callback_query is None:
            return await self._show(update, request, answer)
        # The spinner on the button stops at once, whatever the message has to wait for.
        acknowledged = asyncio.create_task(self.acknowledge(update.callback_query, answer))
        try:
            return await self._show(update, request, answer)
        finally:
            await acknowledged

    async def acknowledge(self, query: CallbackQuery, answer: Answer, *, patience: float = PATIENCE) -> None:
        """Every tap is answered, if only by silence. One that comes too late does no harm.

        `patience`: seconds of a flood wait that are sat out.
        """
        chat_id = query.message.chat.id if query.message else query.from_user.id
        held = self.pace.held(chat_id)
        if held > patience:
            return
        await asyncio.sleep(held)
        outcome = await self.sender.acknowledge(chat_id, query.id, answer.toast[:MAX_TOAST], alert=answer.alert)
        if not isinstance(outcome, Sent):
            _log.info("A tap was not acknowledged: %s", outcome)

    async def _offer(self, query: InlineQuery, answer: Answer) -> None:
        """Not after a flood wait: who types on has asked anew. One that comes too late does no harm."""
        if answer.results is None or self.pace.held(query.from_user.id):
            return
        outcome = await self.sender.offer(query.from_user.id, query.id, answer.results)
        if not isinstance(outcome, Sent):
            _log.info("Results were not shown: %s", outcome)

    async def _show(self, update: Update, request: Request, answer: Answer) -> Outcome | None:
        if answer.document is not None:
            return await self._upload(update, request, answer.document)
        reply, outcome = answer.reply, None
        if answer.preview is not None:
            outcome = await self._send(update, request, answer.preview)
            if isinstance(outcome, Refused):
                _log.info("A preview was refused: %s", outcome.reason)
                reply = answer.if_refused
        if reply is None:
            return outcome
        if answer.fresh or not (tapped := _tapped(update)):
            return await self._send(update, request, reply)
        return await self._edit(update, request, tapped, reply)

    async def _upload(self, update: Update, request: Request, document: Document) -> Outcome:
        with TemporaryFile() as file:
            async with aclosing(document.chunks) as chunks:
                fits = await documents.written(chunks, file)
            if not fits:
                return await self._send(update, request, document.too_large)
            return await self._insist(
                request, lambda: self.sender.upload(request.chat_id, request.kind, document.name, file)
            )

    async def _edit(self, update: Update, request: Request, tapped: int, reply: Reply) -> Outcome:
        outcome = await self._insist(request, lambda: self.sender.edit(request.chat_id, request.kind, tapped, reply))
        return await self._send(update, request, reply) if uneditable(outcome) else outcome

    async def _send(self, update: Update, request: Request, reply: Reply) -> Outcome:
        asked = update.message.message_id if update.message and request.kind is ChatKind.GROUP else 0
        return await self._insist(
            request,
            lambda: self.sender.reply(request.chat_id, request.kind, request.thread_id, reply, reply_to=asked),
        )

    async def _insist(self, request: Request, attempt: Callable[[], Awaitable[Outcome]]) -> Outcome:
        patience = PATIENCE
        outcome: Outcome = Later(self.pace.held(request.chat_id))
        for tried in range(TRIES):
            wait = self.pace.held(request.chat_id)
            if wait > patience:
                break
            patience -= wait  # The sender sits it out.
            if tried and not wait:
                await asyncio.sleep(self.pause)
            outcome = await attempt()
            if not isinstance(outcome, Later | Unknown):
                break
        return outcome


def _tapped(update: Update) -> int:
    query = update.callback_query
    return query.message.message_id if query and query.message else 0
