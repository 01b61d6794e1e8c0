"""While processes are replaced one by one, a newer one announces what an older one cannot read."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from sqlalchemy import update

from bot.news.alert import Alert
from bot.news.audience import Audience
from bot.news.delivery import AnnouncementKind
from bot.store import Database, announcements, fanning, outbox
from bot.store.ahead import Ahead
from bot.store.tables import announcement
from bot.store.unreadable import NotReadable, Unreadable
from tests.store.samples import NOON, meet

WEEKLY: dict[str, Any] = {"tag_ids": None, "levels": ["weekly"], "kinds": [], "languages": [], "alerts": False}
NEWER: list[dict[str, Any]] = [{"kind": "weekly"}, {"audience": WEEKLY}]
NEWER_DUE: list[dict[str, Any]] = [{"kind": "weekly"}, {"lane": -1}, {"doubt": "ask"}, {"alert": {"parts": []}}]


async def alert(db: Database) -> int:
    async with db.write() as tx:
        await meet(tx, 1)
        return await announcements.announce(
            tx, kind=AnnouncementKind.ALERT, audience=Audience(None), alert=Alert({"en": "x"}), now=NOON
        )


async def change(db: Database, announcement_id: int, fields: dict[str, Any]) -> None:
    async with db.write() as tx:
        await tx.execute(update(announcement).where(announcement.c.id == announcement_id).values(fields))


@pytest.mark.parametrize("fields", NEWER)
async def test_it_is_not_fanned_out(db: Database, fields: dict[str, Any]) -> None:
    newer = await alert(db)
    await change(db, newer, fields)
    with pytest.raises(NotReadable):
        await fanning.fan_out(db, newer)


@pytest.mark.parametrize("fields", NEWER_DUE)
async def test_the_others_are_claimed(db: Database, fields: dict[str, Any], caplog: pytest.LogCaptureFixture) -> None:
    newer, readable = await alert(db), await alert(db)
    for one in (newer, readable):
        await fanning.fan_out(db, one)
    await change(db, newer, fields)
    ahead = Ahead()
    with caplog.at_level(logging.ERROR):
        claimed = await outbox.take_turn(db, "a", (), most=9, now=NOON, ahead=ahead)
        assert await outbox.take_turn(db, "a", (), most=9, now=NOON, ahead=ahead) == []
    assert [one.announcement.id for one in claimed] == [readable]
    assert [record.getMessage().split(" cannot")[0] for record in caplog.records] == [f"announcement {newer}"]


async def test_the_others_are_opened(db: Database) -> None:
    newer, readable = await alert(db), await alert(db)
    for one in (newer, readable):
        await change(db, one, {"state": "scheduled"})
    await change(db, newer, {"audience": WEEKLY})
    async with db.write() as tx:
        await announcements.tend(tx, NOON, Unreadable())
    async with db.read() as tx:
        assert await fanning.unfanned(tx) == [readable]
