"""Where in a chat a delivery goes, and what becomes of the topics there: of forums, and of private chats."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.news.delivery import PUSHES, SOUNDLESS, Delivery, Later, Outcome, Refused, Settlement, Shut, again, settle
from bot.news.outlets import TidingKind
from bot.store import Database, filing, outlets, preferences, tidings

OpenTopic = Callable[[int, str], Awaitable[int | Later | None]]
"""(private chat, name) → the new topic; None where the chat has none; Later: when to ask again. Raises what asking
Telegram raises."""


async def nowhere(chat_id: int, name: str) -> int | None:  # noqa: ARG001
    return None


@dataclass(frozen=True, slots=True)
class Filing:
    db: Database
    open_topic: OpenTopic
    now: Callable[[], datetime]

    async def filed(self, delivery: Delivery) -> Delivery | Settlement:
        """With the topic to which it goes in a private chat that has them; or how long it waits for that."""
        told = delivery.announcement
        if not delivery.filed or told.story_id is None or told.kind in SOUNDLESS:
            return delivery
        thread_id = await self._topic(delivery, told.story_id)
        if isinstance(thread_id, Later):
            return settle(delivery, thread_id, self.now())
        # What it would stand under may be in another topic.
        target = None if thread_id and told.kind in PUSHES else delivery.target
        return delivery._replace(thread_id=thread_id, target=target)

    async def _topic(self, delivery: Delivery, story_id: int) -> int | Later:
        """Of the tag that the chat followed first, made where there is none yet."""
        number = delivery.chat_number
        async with self.db.read() as tx:
            tag = await filing.tag_for(tx, number, story_id, delivery.language)
            thread_id = await filing.topic_of(tx, number, tag.id) if tag else 0
        if tag is None or thread_id:
            return thread_id
        made = await self.open_topic(delivery.chat_id, tag.name)
        if isinstance(made, Later):
            return made
        async with self.db.write() as tx:
            if made is None:
                await preferences.file(tx, number, False)
                return 0
            await filing.remember(tx, number, made, tag)
        return made

    async def settled(self, delivery: Delivery, outcome: Outcome) -> Settlement:
        """As the outcome says; a topic that is gone takes with it what came there, or is made anew."""
        if isinstance(outcome, Refused) and outcome.mute:
            async with self.db.write() as tx:
                await tx.run_sync(tidings.note_kept, [delivery.chat_number], TidingKind.MUTE, self.now())
        if not isinstance(outcome, Shut):
            return settle(delivery, outcome, self.now())
        thread_id = delivery.thread_id
        if delivery.filed and thread_id:
            async with self.db.write() as tx:
                await filing.forget(tx, delivery.chat_number, thread_id)
            return again(delivery, 0, self.now(), outcome.reason)
        async with self.db.write() as tx:
            if outcome.deleted:
                await outlets.lose_topic(tx, delivery.chat_number, thread_id, self.now())
            else:
                place = delivery.chat_number, TidingKind.CLOSED, self.now()
                await tx.run_sync(lambda connection: tidings.note(connection, *place, thread_id=thread_id))
        return settle(delivery, outcome, self.now())
