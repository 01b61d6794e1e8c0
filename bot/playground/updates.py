"""The queue of updates and the rules of getUpdates."""

import asyncio
from collections import deque
from collections.abc import Callable
from itertools import islice
from typing import Any

from bot.playground.refusals import Refusal, conflict

Update = dict[str, Any]

LONGEST_POLL = 50
_KEPT = 100_000
_ONLY_IF_ASKED = {"chat_member", "message_reaction", "message_reaction_count"}
_TOO_FAR = 10  # an offset further beyond the newest update is not believed
_SAME_OFFSET_HOLD = 3.0
_SAME_OFFSET_HASTE = 0.5
_CONFLICT_PAUSE = 3.0


class Updates:
    def __init__(self, first_id: int = 700_000_001) -> None:
        self.pending: deque[Update] = deque(maxlen=_KEPT)
        self.allowed: frozenset[str] | None = None
        self.deliver: Callable[[Update], None] | None = None  # set while a webhook is
        self._next_id = first_id
        self._poll: asyncio.Future[None] | None = None
        self._asked_offset: int | None = None
        self._asked_at = 0.0
        self._next_conflict = 0.0

    def push(self, kind: str, body: dict[str, Any]) -> int | None:
        """The id of the new update, or None if the bot did not ask for such."""
        if kind in _ONLY_IF_ASKED if self.allowed is None else kind not in self.allowed:
            return None
        return self.push_raw({kind: body})

    def push_raw(self, update: Update) -> int:
        """Any update, as it is; `update_id` is given unless it has one."""
        update = {"update_id": self._next_id} | update
        self._next_id = max(self._next_id, int(update["update_id"]) + 1)
        self.pending.append(update)
        if self.deliver:
            self.deliver(update)
        if self._poll and not self._poll.done():
            self._poll.set_result(None)
        return int(update["update_id"])

    def allow(self, kinds: object) -> None:
        """`allowed_updates` sticks until the next time it is given; an empty list restores the default."""
        if isinstance(kinds, list):
            self.allowed = frozenset(str(kind) for kind in kinds) or None

    def clear(self) -> None:
        self.pending.clear()

    async def get(self, offset: int, limit: int, timeout: int, now: float) -> list[Update]:
        """What getUpdates returns; `now` on the event loop's clock. Raises Refusal 409 if another poll takes over."""
        timeout, limit = self._slowed(offset, limit, timeout, now)
        self._confirm(offset)
        if self.pending or not timeout:
            return self._batch(limit)
        self.end_poll("terminated by other getUpdates request; make sure that only one bot instance is running")
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(timeout):
                await poll
        except TimeoutError:
            return []
        except Refusal:
            await self.pause_conflict(asyncio.get_running_loop().time())
            raise
        finally:
            if self._poll is poll:
                self._poll = None
        return self._batch(limit)

    def end_poll(self, why: str) -> None:
        """409 to the poll that waits, if one does."""
        if self._poll and not self._poll.done():
            self._poll.set_exception(conflict(why))

    def release(self) -> None:
        """An empty answer to the poll that waits, if one does."""
        if self._poll and not self._poll.done():
            self._poll.set_result(None)

    async def pause_conflict(self, now: float) -> None:
        """The first conflict is told at once, those that follow 3 seconds late."""
        if now < self._next_conflict:
            await asyncio.sleep(_CONFLICT_PAUSE)
        else:
            self._next_conflict = now + _CONFLICT_PAUSE

    def _slowed(self, offset: int, limit: int, timeout: int, now: float) -> tuple[int, int]:
        again = offset == self._asked_offset
        since = now - self._asked_at
        self._asked_offset, self._asked_at = offset, now
        if again and timeout < _SAME_OFFSET_HOLD and since < _SAME_OFFSET_HOLD:
            timeout = int(_SAME_OFFSET_HOLD)
        return timeout, 1 if again and since < _SAME_OFFSET_HASTE else limit

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        elif offset < self._next_id + _TOO_FAR:
            while self.pending and self.pending[0]["update_id"] < offset:
                self.pending.popleft()

    def _batch(self, limit: int) -> list[Update]:
        return list(islice(self.pending, limit))
