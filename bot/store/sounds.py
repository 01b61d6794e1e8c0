"""Sounds: which deliveries make none, because of how their chats follow the tags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, null, or_, select

from bot.news.bursts import Place
from bot.news.chats import Sound
from bot.news.delivery import FOLDING, Announcement, AnnouncementKind
from bot.store.audiences import followers, from_json, one_of
from bot.store.quiet import place_of
from bot.store.tables import HUSHED, announcement, subscription


def silent(tx: Connection, rows: Sequence[Row[Any]], told: Announcement) -> set[int]:
    """Those of rows of `ahead.NEXT` that are to make no sound."""
    if told.kind is AnnouncementKind.MORE:
        return {row.id for row in rows}  # The first ones of the burst were heard.
    if told.kind not in FOLDING or not rows:
        return set()
    hushed = _hushed(tx, told, [row.chat_number for row in rows])
    return {row.id for row in rows if place_of(row) in hushed}


def _hushed(tx: Connection, told: Announcement, chat_numbers: Sequence[int]) -> set[Place]:
    """Who follows none of its tags with a sound for it."""
    audience = from_json(tx.execute(select(announcement.c.audience).where(announcement.c.id == told.id)).scalar_one())
    tagged = one_of(subscription.c.tag_id, audience.tag_ids or ())
    hushed = [Sound.NONE] if told.kind is AnnouncementKind.BREAKING else [Sound.NONE, Sound.BREAKING]
    soundless = HUSHED, one_of(subscription.c.sound, hushed)
    # Hardly anybody turns a sound off: one look into an index of those who did.
    if tx.execute(select(subscription.c.id).where(tagged, *soundless).limit(1)).first() is None:
        return set()
    theirs = tagged, subscription.c.chat_number.in_(chat_numbers)
    quiet = {(row.chat_number, row.thread_id) for row in tx.execute(followers(audience, *theirs, *soundless))}
    heard = or_(subscription.c.sound.is_(null()), subscription.c.sound.not_in(hushed))
    loud = tx.execute(followers(audience, *theirs, heard)) if quiet else ()
    return quiet - {(row.chat_number, row.thread_id) for row in loud}
