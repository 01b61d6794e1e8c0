"""Counting for statistics, and bringing them together for somebody of the staff."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

from bot.desk.survey import line
from bot.locales import Words
from bot.news.chats import Chat
from bot.store import Database, Transaction, sources, stats, tags, why
from bot.store.stats import Push
from bot.views import stats as view
from bot.views.why import title

AT_LEAST = timedelta(minutes=1)
REST = 600
"""Times as long as it took to count who follows what it is not counted again: of a million that is some minutes."""
DAYS = 30
PUSHES = 8


@dataclass(slots=True)
class Counting:
    db: Database
    time_zone: str
    """By which a day ends."""
    _next: datetime | None = field(default=None)

    async def turn(self, now: datetime) -> None:
        """Now and then who follows what; at once how fast what has ended arrived."""
        if self._next is None or now >= self._next:
            began = monotonic()
            await stats.count(self.db, now.astimezone(ZoneInfo(self.time_zone)).date())
            self._next = now + max(AT_LEAST, timedelta(seconds=REST * (monotonic() - began)))
        await stats.measure(self.db)


async def seen(tx: Transaction, chat: Chat, now: datetime, words: Words) -> view.Seen:
    days = await stats.history(tx, (now - timedelta(days=DAYS)).date())
    newest = list(days.values())[-1] if days else {}
    most = sorted((id_ for id_ in newest if id_ != view.EVERYBODY), key=lambda id_: -newest[id_])
    topics = await tags.by_ids(tx, most, chat.language)
    pushes = [await _push(tx, one, words) for one in await stats.pushes(tx, PUSHES)]
    known = [line(one) for one in await sources.known(tx)]
    return view.Seen(days, tuple(topics), tuple(pushes), tuple(known), chat.time_zone, now)


async def _push(tx: Transaction, one: Push, words: Words) -> view.Push:
    subject = title(await why.of_announcement(tx, one.announcement_id, words.language), words)
    first = (one.first_at - one.opens_at).total_seconds() if one.first_at else None
    last = (one.last_at - one.opens_at).total_seconds() if one.last_at else None
    return view.Push(one.announcement_id, subject, one.opens_at, one.sent, first, last)
