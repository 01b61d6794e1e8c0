"""Notices: editors are told, each once, what was stopped and why."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass

from bot.locales import Words
from bot.news.delivery import Later, Outcome, Unknown
from bot.store import Database, announcements, chats, notices, why
from bot.store.announcements import Quarantined
from bot.views import editors as view
from bot.views.reply import Reply
from bot.views.why import title


@dataclass(frozen=True, slots=True)
class Notices:
    """`say` tells an editor something; `language` is for editors whom the bot has not met."""

    db: Database
    editors: Collection[int]
    words: Mapping[str, Words]
    language: str
    say: Callable[[int, Reply], Awaitable[Outcome]]

    async def tell(self) -> None:
        """What editors do not know yet; where Telegram does not take it now, the next turn tries again."""
        async with self.db.read() as tx:
            unknown = await announcements.unreported(tx)
        for one in unknown:
            async with self.db.read() as tx:
                told = await notices.told(tx, one.announcement_id)
            if all([await self._told(one, editor_id) for editor_id in sorted(set(self.editors) - told)]):
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
