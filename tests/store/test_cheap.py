"""What is asked within a transaction that writes, and must not look at everybody."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, update

from bot.news.audience import Audience
from bot.news.chats import Level
from bot.news.delivery import AnnouncementKind, Sent, settle
from bot.store import Database, announcements, audiences, chats, fanning, outbox, settling, tags
from bot.store.announcements import EDITABLE
from bot.store.tables import subscription
from tests.store.samples import NATO, NOON, article, follower, take_in


@pytest.fixture
async def asked(db: Database) -> AsyncIterator[list[str]]:
    """All that the database is asked."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(db.writer.sync_engine, "before_cursor_execute", note)
    yield statements
    event.remove(db.writer.sync_engine, "before_cursor_execute", note)


async def test_whether_a_story_is_edited_is_told_without_its_deliveries(db: Database, asked: list[str]) -> None:
    async with db.write() as tx:
        [nato] = await tags.learn(tx, [NATO], "en")
        await follower(tx, 1, nato)
        story_id = (await take_in(tx, article(1, tags_=[NATO]))).story_id
        audience = Audience((nato,), (Level.BREAKING,))
        told = await announcements.announce(
            tx, kind=AnnouncementKind.BREAKING, audience=audience, story_id=story_id, now=NOON
        )
    await fanning.fan_out(db, told)
    async with db.write() as tx:
        assert not await announcements.editable(tx, story_id, NOON)
    claimed = await outbox.claim(db, owner="a", most=9, now=NOON)
    await settling.settle(db, "a", [settle(one, Sent(1), NOON) for one in claimed], NOON)
    async with db.write() as tx:
        assert await announcements.editable(tx, story_id, NOON)
        await announcements.tend(tx, NOON)
    asked.clear()
    async with db.write() as tx:
        assert await announcements.editable(tx, story_id, NOON + EDITABLE / 2)
        assert not await announcements.editable(tx, story_id, NOON + EDITABLE + timedelta(seconds=1))
    assert not any("delivery" in statement for statement in asked)


async def test_whether_anybody_wants_a_story_is_told_without_counting(db: Database, asked: list[str]) -> None:
    audience = Audience((1,), (Level.ALL,))
    async with db.write() as tx:
        [nato] = await tags.learn(tx, [NATO], "en")
        assert nato == 1
        assert not await audiences.anybody(tx, audience)
        await follower(tx, 1, nato, Level.BREAKING)
        assert not await audiences.anybody(tx, audience)
        await tx.execute(update(subscription).values(level=Level.ALL))
        assert await audiences.anybody(tx, audience)
        assert await audiences.anybody(tx, Audience(None))
        await chats.leave(tx, 1, "blocked", NOON)
        assert not await audiences.anybody(tx, audience)
        assert not await audiences.anybody(tx, Audience(None))
    assert not any("count(" in statement for statement in asked)
