"""From a delivery to what it does in its chat."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.locales import Words
from bot.news.alert import Alert
from bot.news.chats import ChatKind
from bot.news.delivery import (
    PUSHES,
    Announcement,
    AnnouncementKind,
    Delivery,
)
from bot.store import Database, articles
from bot.views import corrections
from bot.views.card import Setting, card
from bot.views.post import Delete, Edit, Forward, Post, Say
from bot.views.reply import Reply

DRAWN_FOR = 2.0
"""Seconds that a drawing serves further chats of one language, before the story is read again."""


@dataclass(slots=True)
class Drawings:
    """One drawing serves all chats of a wave that share language, zone and kind."""

    db: Database
    words: Mapping[str, Words]
    now: Callable[[], datetime]
    _kept: dict[tuple[int, str, str, ChatKind], asyncio.Future[Reply | None]] = field(default_factory=dict)
    _since: float = 0.0

    async def post(self, delivery: Delivery) -> Post | None:
        """What is done in the chat; None for a story that is not kept any more."""
        clock = asyncio.get_running_loop().time()
        if clock - self._since > DRAWN_FOR:
            self._kept.clear()
            self._since = clock
        look = (delivery.announcement.id, delivery.language, delivery.time_zone, delivery.chat_kind)
        if look not in self._kept:
            self._kept[look] = asyncio.ensure_future(self._drawn(delivery))
        reply = await self._kept[look]
        return None if reply is None else _done(delivery, reply)

    async def _drawn(self, delivery: Delivery) -> Reply | None:
        told, words = delivery.announcement, self.words[delivery.language]
        said = told.alert or Alert()
        if told.kind is AnnouncementKind.CORRECTION:
            return corrections.correction(said, words)
        if told.story_id is None:
            return _alert(told, said, words)
        async with self.db.read() as tx:
            edition = await articles.edition(tx, told.story_id, delivery.language)
        if edition is None:
            return None
        if told.kind is AnnouncementKind.RETRACTION:
            return corrections.retracted_story(edition, said, words)
        return card(edition, Setting(delivery.chat_kind, delivery.time_zone, self.now()), words)


def _alert(told: Announcement, said: Alert, words: Words) -> Reply:
    if told.kind is AnnouncementKind.RETRACTION:
        return corrections.retracted_alert(told.original or Alert(), said, words)
    return corrections.alert(said, words.language)


def _done(delivery: Delivery, reply: Reply) -> Post:
    """What is drawn, done to the message that it is meant for."""
    told, sent = delivery.announcement, delivery.target.message_ids if delivery.target else ()
    if told.kind is AnnouncementKind.RECALL:
        return Delete(sent)
    if told.kind in (AnnouncementKind.UPDATE, AnnouncementKind.RETRACTION):
        return Edit(sent[0], reply)
    if told.alert and told.alert.poll:
        return Forward(told.alert.poll)
    return Say(reply, under=sent[0] if sent else 0)


def aimless(delivery: Delivery) -> bool:
    """What it corrects, edits or takes back never arrived."""
    if delivery.announcement.kind in PUSHES:
        return False
    return delivery.target is None or not delivery.target.message_ids
