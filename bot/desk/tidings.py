"""Tidings: who set up a group or channel is told in private, once each, what happened to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.locales import Words
from bot.news.chats import Chat, ChatKind
from bot.news.delivery import Later, Outcome, Sent, Unknown
from bot.news.outlets import Tiding, TidingKind
from bot.store import Database, chats, outlets, tags, tidings
from bot.views import outlets as view
from bot.views.reply import Reply


@dataclass(frozen=True, slots=True)
class Tidings:
    """`say` tells something to a person, or to the group itself; `language` is for persons whom the bot has not met."""

    db: Database
    words: Mapping[str, Words]
    language: str
    say: Callable[[int, ChatKind, Reply], Awaitable[Outcome]]

    async def tell(self) -> None:
        """What is not told yet; where Telegram does not take it now, the next turn tries again."""
        async with self.db.read() as tx:
            waiting = await tidings.untold(tx)
        for one in waiting:
            if await self._told(one):
                async with self.db.write() as tx:
                    await tidings.told(tx, one)

    async def _told(self, one: Tiding) -> bool:
        """Whether somebody knows, or nobody can be told."""
        async with self.db.read() as tx:
            chat = await chats.by_number(tx, one.chat_number)
            people = await outlets.keepers(tx, one.chat_number)
        if chat is None:
            return True
        # Who let the bot in is the newest; of all else the first knows most.
        for person_id in reversed(people) if one.kind is TidingKind.JOINED else people:
            outcome = await self._say(one, chat, person_id)
            if isinstance(outcome, Sent):
                return True
            if isinstance(outcome, Later | Unknown):
                return False
        if one.kind is TidingKind.DELETED and chat.kind is ChatKind.GROUP:
            reply = await self._drawn(one, chat, chat.language)
            public = view.linked(reply, chat, 0, (), self.words[chat.language])
            return not isinstance(await self.say(chat.id, chat.kind, public), Later | Unknown)
        return True

    async def _say(self, one: Tiding, chat: Chat, person_id: int) -> Outcome:
        async with self.db.read() as tx:
            person = await chats.get(tx, person_id)
        reply = await self._drawn(one, chat, person.language if person else self.language)
        return await self.say(person_id, ChatKind.PRIVATE, reply)

    async def _drawn(self, one: Tiding, chat: Chat, language: str) -> Reply:
        async with self.db.read() as tx:
            ended = await tags.by_ids(tx, [each.tag_id for each in one.ended], language)
            topics = await outlets.topics(tx, chat.number)
        topic = topics.get(one.thread_id, "") if one.thread_id else ""
        channel = chat.kind is ChatKind.CHANNEL
        return view.told(one, view.Subject(chat.title, channel, topic, ended), self.words[language])
