"""Notices: the staff are told, each once, what was stopped, which sources cannot be read, and who is one of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.desk.survey import line
from bot.locales import Words
from bot.news.delivery import Later, Outcome, Unknown
from bot.news.staff import Role
from bot.store import Database, announcements, chats, looks, notices, sources, staff, why
from bot.store.announcements import Quarantined
from bot.store.sources import Known
from bot.views import editors as view
from bot.views import sources as sources_view
from bot.views import staff as staff_view
from bot.views.reply import Reply
from bot.views.why import title


@dataclass(frozen=True, slots=True)
class Notices:
    """`say` tells an editor something; `language` is for editors whom the bot has not met."""

    db: Database
    roots: Collection[int]
    words: Mapping[str, Words]
    language: str
    time_zone: str
    say: Callable[[int, Reply], Awaitable[Outcome]]

    async def tell(self, now: datetime) -> None:
        """What editors do not know yet; where Telegram does not take it now, the next turn tries again."""
        await self._tell_changes()
        async with self.db.read() as tx:
            editors = [one.id for one in await staff.everybody(tx, self.roots) if one.role >= Role.EDITOR]
        await self._tell_stopped(editors)
        async with self.db.read() as tx:
            parked = [one for one in await sources.failing(tx) if one.parked]
        for editor_id in sorted(editors):
            if unknown := [one for one in parked if editor_id not in one.told]:
                await self._tell_parked(editor_id, unknown, now)

    async def _tell_changes(self) -> None:
        async with self.db.read() as tx:
            untold = await staff.untold(tx)
        for change in untold:
            async with self.db.read() as tx:
                reader = await chats.get(tx, change.tell)
            words, own = self.words[reader.language if reader else self.language], change.tell == change.member.id
            reply = staff_view.welcome(change.member.role, words) if own else staff_view.came(change.member, words)
            if not isinstance(await self.say(change.tell, reply), Later | Unknown):
                async with self.db.write() as tx:
                    await staff.told(tx, change)

    async def _tell_parked(self, editor_id: int, parked: Sequence[Known], now: datetime) -> None:
        """In one message: when the way out is cut, they all fail."""
        async with self.db.read() as tx:
            editor = await chats.get(tx, editor_id)
        words = self.words[editor.language if editor else self.language]
        sight = sources_view.Sight(editor.time_zone if editor else self.time_zone, now, words)
        reply = sources_view.parked([line(one) for one in parked], sight)
        if not isinstance(await self.say(editor_id, reply), Later | Unknown):
            async with self.db.write() as tx:
                await looks.note_told(tx, [one.source.id for one in parked], editor_id)

    async def _tell_stopped(self, editors: Collection[int]) -> None:
        async with self.db.read() as tx:
            unknown = await announcements.unreported(tx)
        for one in unknown:
            async with self.db.read() as tx:
                told = await notices.told(tx, one.announcement_id)
            if all([await self._told(one, editor_id) for editor_id in sorted(set(editors) - told)]):
                async with self.db.write() as tx:
                    await announcements.reported(tx, one.announcement_id)

    async def _told(self, one: Quarantined, editor_id: int) -> bool:
        """Whether this editor knows, or cannot be told at all."""
        async with self.db.read() as tx:
            editor = await chats.get(tx, editor_id)
            words = self.words[editor.language if editor else self.language]
            # Of an amendment, what it amends: its own text may be empty, and says little alone.
            subject = await why.of_announcement(tx, one.of_id or one.announcement_id, words.language)
        stopped = view.Stopped(one.kind, title(subject, words), one.story_id or 0, one.of_id or 0, one.reason)
        reply = view.stopped(stopped, words)
        if isinstance(await self.say(editor_id, reply), Later | Unknown):
            return False
        async with self.db.write() as tx:
            await notices.note(tx, one.announcement_id, editor_id)
        return True
