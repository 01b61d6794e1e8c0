"""Presence: a process among those that share the newsroom's database, and the one rate that Telegram allows."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.news.shares import share
from bot.store import Database, processes
from bot.store.engines import trouble

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Presence:
    """This process. `send_rate` is what all may send together, in messages per second."""

    db: Database
    id: str
    roles: frozenset[str]
    send_rate: float
    leads: Callable[[], bool]
    """Whether it is the one that delivers now."""
    take: Callable[[float], None]
    """Is given the part of the rate that is ours."""

    @asynccontextmanager
    async def known(self) -> AsyncIterator[None]:
        """Others know that this process runs, and at the end of the block that it does not."""
        await processes.enter(self.db, self.id, self.roles)
        try:
            yield
        finally:
            try:
                await processes.leave(self.db, self.id)
            except trouble() as error:  # the others find out by themselves
                _log.warning("could not say goodbye to the database (%s)", type(error).__name__)

    async def beat(self) -> None:
        """Every `processes.BEAT` seconds."""
        running = await processes.beat(self.db, self.id, self.roles)
        count = Counter(role for one in running for role in one.roles)
        part = share(
            self.send_rate,
            serves="serve" in self.roles,
            serving=count["serve"],
            # The only one that may deliver is about to lead.
            leads=self.leads() or ("deliver" in self.roles and count["deliver"] == 1),
            delivering=count["deliver"],
        )
        if part:
            self.take(part)
