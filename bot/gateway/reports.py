"""What editors see of their broadcasts while these run, in the message that confirmed them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.desk import broadcast
from bot.gateway.outcomes import uneditable
from bot.gateway.sender import Sender
from bot.locales import Words
from bot.news.chats import Chat, ChatKind
from bot.news.delivery import AnnouncementState, Later, Outcome, Sent, Unknown
from bot.store import Database, chats, drafts
from bot.store.drafts import Draft
from bot.views import broadcast as view
from bot.views.broadcast import Sight
from bot.views.reply import Reply

EVERY = 3.0
"""Seconds between two edits of one message."""
PATIENCE = 5.0
"""Seconds that what an editor did not ask for waits for its turn: whom Telegram holds is told later."""
LONG = 60.0
"""The end of a broadcast that took so many seconds comes as a message of its own: nobody looked all the time."""


@dataclass(frozen=True, slots=True)
class _Shown:
    at: float
    """By the loop's clock; long ago for what we only measured."""
    measured_at: float
    ended: int
    """Deliveries that had ended."""
    reply: Reply | None = None


@dataclass(slots=True)
class Reports:
    db: Database
    sender: Sender
    words: Mapping[str, Words]
    language: str
    """Of editors whom we have not met."""
    time_zone: str
    _shown: dict[int, _Shown] = field(default_factory=dict)

    async def show(self, now: datetime) -> None:
        """Brings every editor's progress message up to date; what Telegram did not take is tried again."""
        async with self.db.read() as tx:
            running = await drafts.unreported(tx)
        ended = await asyncio.gather(*(self._follow(draft, now) for draft in running), return_exceptions=True)
        self._shown = {draft.id: self._shown[draft.id] for draft in running if draft.id in self._shown}
        for error in ended:
            if error is not None:
                raise error

    async def _follow(self, draft: Draft, now: datetime) -> None:
        clock = asyncio.get_running_loop().time()
        last = self._shown.get(draft.id)
        if last and clock - last.at < EVERY:
            return
        seen, words = await self._sight(draft, now)
        if seen is None:
            return
        ended = seen.progress.owed - seen.progress.waiting
        done = seen.progress.state is AnnouncementState.DONE
        if last is None:
            self._shown[draft.id] = _Shown(clock - EVERY, clock, ended)
            if not done:
                return  # The page has just shown it, and a speed is measured between two looks.
            last = self._shown[draft.id]
        rate = (ended - last.ended) / (clock - last.measured_at) if clock > last.measured_at else 0.0
        reply = view.progress(replace(seen, rate=rate), words)
        shown = reply == last.reply or await self._say(draft, reply, rings=done and _took(seen) > LONG)
        if shown and done:
            await self._close(draft)
        self._shown[draft.id] = _Shown(clock, clock, ended, reply if shown else None)

    async def _sight(self, draft: Draft, now: datetime) -> tuple[Sight | None, Words]:
        async with self.db.read() as tx:
            editor = await chats.get(tx, draft.editor_id)
            words, zone = self._spoken(editor), editor.time_zone if editor else self.time_zone
            return await broadcast.sight(tx, draft.announcement_id or 0, words.language, zone, now), words

    async def _say(self, draft: Draft, reply: Reply, *, rings: bool) -> bool:
        """Whether it need not be tried again."""
        outcome: Outcome | None = None
        if draft.message_id:
            outcome = await self.sender.edit(
                draft.editor_id, ChatKind.PRIVATE, draft.message_id, reply, patience=PATIENCE
            )
        if outcome is None or rings or uneditable(outcome):
            outcome = await self.sender.reply(draft.editor_id, ChatKind.PRIVATE, 0, reply, patience=PATIENCE)
            if isinstance(outcome, Sent):
                async with self.db.write() as tx:
                    await drafts.shown_at(tx, draft.id, outcome.message_id)
        return not isinstance(outcome, Later | Unknown)

    async def _close(self, draft: Draft) -> None:
        async with self.db.write() as tx:
            await drafts.reported(tx, draft.id)

    def _spoken(self, editor: Chat | None) -> Words:
        return self.words[editor.language if editor else self.language]


def _took(seen: Sight) -> float:
    """Seconds from its opening to its end."""
    return (seen.done_at - seen.opens_at).total_seconds() if seen.done_at else 0.0
