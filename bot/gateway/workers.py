"""The inbox's workers: one update per chat at a time, in order, many chats side by side, in any number of processes.

A chat that floods fills one place of many, and is not answered for a while. An update leaves the inbox only when its
answer was given, so that a crash in the middle repeats it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from telegram import Update

from bot.gateway.answering import Answering
from bot.gateway.connection import GatewayError
from bot.gateway.reading import Commands, read, read_sender
from bot.news.allowance import Hearing
from bot.news.delivery import Gone, Moved, Outcome, Refused
from bot.pages.request import Request
from bot.store import Database, inbox
from bot.store.inbox import Incoming
from bot.views.intents import Intent, Left, Migrated, Silenced
from bot.views.reply import Answer

CHATS = 16
"""Chats served side by side."""
GRACE = 5.0
"""Seconds that running updates get to finish when we stop."""
IDLE = 5.0
"""Seconds between looks at the inbox when nothing wakes us: the updates of a process that died are free unannounced."""
SETBACK = 1.0
"""Seconds before a failed update is tried again, and the inbox read again."""
_log = logging.getLogger(__name__)

Converse = Callable[[Request, datetime], Awaitable[Answer | None]]
Apology = Callable[[Request], Answer]


def everybody(request: Request, now: datetime) -> Hearing:  # noqa: ARG001
    return Hearing.ANSWERED


def nothing(request: Request) -> Answer:  # noqa: ARG001
    return Answer()


@dataclass(slots=True)
class Workers:
    db: Database
    answering: Answering
    commands: Commands
    converse: Converse
    apology: Apology
    """What a person is told whose update failed for good."""
    now: Callable[[], datetime]
    hear: Callable[[Request, datetime], Hearing] = everybody
    enough: Apology = nothing
    """What a person is told, once, who asks too much."""
    owner: str = ""
    """Which process claims the updates."""
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    """Set by whoever stored updates."""
    grace: float = GRACE
    setback: float = SETBACK
    _running: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    """Chat id → what is done for it now."""
    _fatal: GatewayError | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`; then finishes what runs. GatewayError: the token was revoked."""
        stopped = asyncio.create_task(stop.wait())
        stopped.add_done_callback(lambda _: self.wake.set())
        try:
            while not stop.is_set() and self._fatal is None:
                self.wake.clear()
                await self._start_waiting()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.wake.wait(), IDLE)
        finally:
            stopped.cancel()
            await self._finish()
        if self._fatal is not None:
            raise self._fatal

    async def _start_waiting(self) -> None:
        free = CHATS - len(self._running)
        if not free:
            return
        try:
            updates = await inbox.claim(self.db, self.owner, most=free, not_chats=list(self._running))
        except Exception:  # a door: a database that is away for a moment must not end the conversation
            _log.exception("The inbox could not be read; trying again")
            await asyncio.sleep(self.setback)
            self.wake.set()
            return
        for update in updates:
            if update.chat_id not in self._running and len(self._running) < CHATS:
                self._running[update.chat_id] = asyncio.create_task(self._serve(update))

    async def _finish(self) -> None:
        if self._running:
            running = list(self._running.values())
            _, late = await asyncio.wait(running, timeout=self.grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _serve(self, row: Incoming) -> None:
        try:
            if await self._answered(row):
                await inbox.answered(self.db, row.update_id, self.owner, self.now())
            else:
                await self._failed(row)
        except GatewayError as error:
            self._fatal = error
        except Exception:  # a door: the update stays in the inbox, and its chat waits a little
            _log.exception("Update %d could not be settled; trying again", row.update_id)
            await asyncio.sleep(self.setback)
        finally:
            del self._running[row.chat_id]
            self.wake.set()

    async def _answered(self, row: Incoming) -> bool:
        try:
            update = self._update(row)
            request = self._read(update)
            heard = self.hear(request, self.now()) if request else Hearing.ANSWERED
            if heard is Hearing.SILENCE:
                await self._hush(update)
            else:
                await self._give(update, request, await self._said(request, heard) or Answer())
        except GatewayError:
            raise
        except Exception:  # a door: one update's fault goes to the log, and holds up no other chat
            _log.exception("Update %d failed", row.update_id)
            return False
        return True

    async def _hush(self, update: Update) -> None:
        """Who floods is not answered, but the spinner on the button stops, unless that would have to wait."""
        if update.callback_query is not None:
            await self.answering.acknowledge(update.callback_query, Answer(), patience=0.0)

    async def _said(self, request: Request | None, heard: Hearing) -> Answer | None:
        if request is None:
            return None
        return self.enough(request) if heard is Hearing.WARNED else await self.converse(request, self.now())

    async def _failed(self, row: Incoming) -> None:
        async with self.db.write() as tx:
            dropped = await inbox.failed(tx, row.update_id, self.owner, self.now())
        if dropped is None:
            await asyncio.sleep(self.setback)
        else:
            await self._apologise(dropped)

    async def _apologise(self, row: Incoming) -> None:
        update = self._update(row)
        try:
            request = self._read(update)
        except Exception:  # a door: what cannot be read was written by somebody all the same
            request = read_sender(update)
        await self._give(update, request, self.apology(request) if request else Answer())

    def _update(self, row: Incoming) -> Update:
        return Update.de_json(dict(row.body), self.answering.telegram.bot)

    def _read(self, update: Update) -> Request | None:
        return read(update, username=self.answering.telegram.username, commands=self.commands)

    async def _give(self, update: Update, request: Request | None, answer: Answer) -> None:
        if request is None:
            if update.callback_query is not None:
                await self.answering.acknowledge(update.callback_query, answer)
            return
        outcome = await self.answering.answer(update, request, answer)
        if (told := _told_by(outcome)) is not None:
            await self.converse(replace(request, intent=told), self.now())
        elif isinstance(outcome, Refused):
            _log.error("The answer to %s was refused: %s", type(request.intent).__name__, outcome.reason)


def _told_by(outcome: Outcome | None) -> Intent | None:
    """What an answer's outcome says of its chat, in the words of an update that says the same."""
    match outcome:
        case Gone(reason):
            return Left(reason)
        case Moved(chat_id):
            return Migrated(chat_id)
        case Refused(mute=True):
            return Silenced()
    return None
