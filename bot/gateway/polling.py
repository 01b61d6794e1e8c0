"""Long polling into the inbox: an update is stored before Telegram is told, by the next offset, that we have it."""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from aiohttp import ClientError, ClientTimeout
from telegram.error import TelegramError

from bot.gateway.connection import GatewayError, Telegram
from bot.gateway.incoming import UPDATES, incoming, numbered
from bot.gateway.outcomes import document, retry_after
from bot.gateway.transport import told
from bot.store import Database, inbox

POLL = 25
"""Seconds that Telegram holds a poll open when there is nothing."""
WATCHDOG = 15.0
"""Seconds past its own end after which a silent poll is torn down: its connection can die without a sign."""
PATIENCE = 10.0
"""Seconds that somebody else may take our updates: the instance before us is still stopping."""
LONGEST_PAUSE = 30.0
SAID = timedelta(seconds=10)
"""How often it is written down at most that polling goes on."""
_log = logging.getLogger(__name__)
T = TypeVar("T")


class _Refused(Exception):
    """Telegram answered a poll with an error; `wait` in seconds, 0 when it did not say."""

    def __init__(self, status: int, description: str, wait: float = 0.0) -> None:
        super().__init__(description)
        self.conflict = status == 409
        self.wait = wait


@dataclass(slots=True)
class _Setback:
    """Failures since the last poll that went well."""

    count: int = 0
    conflict_since: float | None = None

    def pause(self, error: Exception) -> float:
        self.count += 1
        wait = error.wait if isinstance(error, _Refused) else 0.0
        return wait or min(0.5 * 2 ** (self.count - 1), LONGEST_PAUSE) * random.uniform(0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Polling:
    telegram: Telegram
    db: Database
    stored: asyncio.Event
    """Set after every batch: the workers wake by it."""
    now: Callable[[], datetime]
    hold: float = POLL
    watchdog: float = WATCHDOG
    patience: float = PATIENCE

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`. GatewayError: the token was revoked, or somebody else keeps taking our updates."""
        offset: int | None = None
        setback, said = _Setback(), None
        while not stop.is_set():
            try:
                if offset is None:
                    offset = await self._first()
                if updates := await _before(stop, self._updates(offset)):
                    offset = await self._store(updates)
                if updates is not None:
                    said = await self._said(said)
                setback = _Setback()
            except GatewayError:
                raise
            except (_Refused, TelegramError, ClientError, OSError) as error:
                self._judge(error, setback)
                pause = setback.pause(error)
                _log.warning("Polling failed (%s), again in %.1f s", _told(error), pause)
                await _before(stop, asyncio.sleep(pause))
            except Exception as error:  # a door: a store that fails for a while must not end polling
                _log.exception("Updates could not be stored; they stay with Telegram")
                await _before(stop, asyncio.sleep(setback.pause(error)))

    async def _first(self) -> int:
        """Takes the updates back from a webhook and says where to go on."""
        await self.telegram.bot.delete_webhook(drop_pending_updates=False)
        async with self.db.read() as tx:
            last = await inbox.last_update(tx)
        return last + 1 if last else 0

    async def _store(self, updates: list[dict[str, Any]]) -> int:
        """Where to go on."""
        await inbox.put(self.db, [incoming(update) for update in updates], self.now())
        self.stored.set()
        # Not the largest ever seen: after a week's silence, or with another token, numbers start anew and lower.
        return int(updates[-1]["update_id"]) + 1

    async def _said(self, before: datetime | None) -> datetime:
        """Writes down that polling goes on, from time to time; when that was."""
        now = self.now()
        if before and timedelta(0) <= now - before < SAID:
            return before
        await inbox.polled(self.db, now)
        return now

    async def _updates(self, offset: int) -> list[dict[str, Any]]:
        asked = {"offset": offset, "timeout": int(self.hold), "allowed_updates": UPDATES}
        timeout = ClientTimeout(total=self.hold + self.watchdog)
        status, body = await self.telegram.call("getUpdates", json.dumps(asked).encode(), timeout)
        answer = document(body)
        if status != 200 or not isinstance(answer.get("result"), list):
            wait = retry_after(answer) if status == 429 else 0.0
            raise _Refused(status, str(answer.get("description") or f"HTTP {status}"), wait)
        updates = [update for update in answer["result"] if numbered(update)]
        if answer["result"] and not updates:
            # They come back at once: no offset gets past them.
            raise _Refused(status, "updates without a number that can be stored")
        return updates

    def _judge(self, error: Exception, setback: _Setback) -> None:
        if not isinstance(error, _Refused) or not error.conflict:
            return
        now = asyncio.get_running_loop().time()
        setback.conflict_since = setback.conflict_since or now
        if now - setback.conflict_since >= self.patience:
            raise GatewayError(_conflict(str(error)))


def _told(error: Exception) -> str:
    return str(error) if isinstance(error, _Refused) else told(error)


async def _before(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """The work's result; None when `stop` came first. Only waiting is broken off so, never a transaction."""
    working, stopped = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((working, stopped), return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        working.cancel()
        stopped.cancel()
        await asyncio.gather(working, stopped, return_exceptions=True)


def _conflict(description: str) -> str:
    if "webhook" in description.lower():
        return (
            "Another program set a webhook for this bot, so its updates go there. "
            "Stop that program, or give this one its own BOT_TOKEN."
        )
    return (
        "Another program polls with the same BOT_TOKEN, so each takes updates from the other. "
        "Stop that program, or give this one its own BOT_TOKEN."
    )
