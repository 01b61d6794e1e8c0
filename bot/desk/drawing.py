"""From a delivery to what it does in its chat."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.desk import gathering
from bot.locales import Words
from bot.news.alert import Alert
from bot.news.chats import ChatKind, Detail
from bot.news.delivery import (
    GATHERED,
    PUSHES,
    Announcement,
    AnnouncementKind,
    Delivery,
)
from bot.store import Database, articles, composing, summaries
from bot.views import corrections, lists
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
    _kept: dict[tuple[int, str, str, str, ChatKind, Detail, bool], asyncio.Future[Reply | None]] = field(
        default_factory=dict
    )
    _since: float = 0.0

    async def post(self, delivery: Delivery) -> Post | None:
        """What is done in the chat; None for a story that is not kept any more."""
        clock = asyncio.get_running_loop().time()
        if clock - self._since > DRAWN_FOR:
            self._kept.clear()
            self._since = clock
        told = delivery.announcement
        if summary_id := _summary(delivery):
            return await self._summed_up(delivery, summary_id)
        language = delivery.language, delivery.edition
        look = (told.id, *language, delivery.time_zone, delivery.chat_kind, delivery.detail, delivery.silent)
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
            edition = await articles.edition(tx, told.story_id, delivery.reads)
        if edition is None:
            return None
        if told.kind is AnnouncementKind.RETRACTION:
            return corrections.retracted_story(edition, said, words)
        every = told.kind is AnnouncementKind.HEADLINE
        setting = Setting(delivery.chat_kind, delivery.time_zone, self.now(), detail=delivery.detail, every=every)
        return replace(card(edition, setting, words), silent=delivery.silent)

    async def _summed_up(self, delivery: Delivery, summary_id: int) -> Post | None:
        """What was folded into one message, or is left of it: each chat's own."""
        language, now, words = delivery.edition or delivery.language, self.now(), self.words[delivery.language]
        if delivery.announcement.kind is AnnouncementKind.DIGEST:
            async with self.db.write() as tx:
                await composing.compose(tx, summary_id, (delivery.chat_number, delivery.thread_id), now)
        async with self.db.read() as tx:
            known = await summaries.known(tx, summary_id, delivery.chat_number)
            page = await gathering.page(tx, known, language, now) if known else None
        if page is None or not (page.headlines or delivery.target or delivery.message_id):
            return None
        reply = lists.headlines(page, delivery.chat_kind, delivery.time_zone, now, words)
        return _done(delivery, replace(reply, silent=delivery.silent))


def _summary(delivery: Delivery) -> int:
    """The delivery into which others were folded, that is said or changed."""
    if delivery.announcement.kind in GATHERED:
        return delivery.id
    retracts = delivery.announcement.kind is AnnouncementKind.RETRACTION
    return delivery.target.summary if retracts and delivery.target else 0


def _alert(told: Announcement, said: Alert, words: Words) -> Reply:
    if told.kind is AnnouncementKind.RETRACTION:
        return corrections.retracted_alert(told.original or Alert(), said, words)
    return corrections.alert(said, words.language)


def _done(delivery: Delivery, reply: Reply) -> Post:
    """What is drawn, done to the message that it is meant for."""
    told, sent = delivery.announcement, delivery.target.message_ids if delivery.target else ()
    if told.kind is AnnouncementKind.RECALL:
        return Delete(sent)
    if delivery.message_id:
        return Edit(delivery.message_id, reply)
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
