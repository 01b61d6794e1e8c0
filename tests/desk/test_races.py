"""An editor takes a story back in the very moment in which it is announced, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import select

from bot.desk import broadcast
from bot.desk.announce import SETTLES, announce_breaking, announce_headline, announce_update
from bot.desk.intake import Intake
from bot.news.alert import Alert
from bot.news.article import Source
from bot.news.chats import Level
from bot.news.delivery import AnnouncementKind, AnnouncementState
from bot.news.story import BreakingReason
from bot.sources import Item, LookResult, LookState
from bot.store import Database, Transaction, articles, drafts, sources, stories, tags
from bot.store.tables import announcement, headline
from tests.store.samples import NATO, NOON, article, follower, take_in

MOMENT = 0.3
"""Seconds in which the other side comes as far as it can."""


async def story(db: Database) -> int:
    """With a follower."""
    async with db.write() as tx:
        [nato] = await tags.learn(tx, [NATO], "en")
        await follower(tx, 1, nato, Level.ALL)
        return (await take_in(tx, article(tags_=[NATO]))).story_id


async def breaks(tx: Transaction, story_id: int) -> int | None:
    return await announce_breaking(tx, story_id, BreakingReason.TOP, NOON)


async def headlines(tx: Transaction, story_id: int) -> int | None:
    return await announce_headline(tx, story_id, NOON)


async def changes(tx: Transaction, story_id: int) -> int | None:
    return await announce_update(tx, story_id, NOON)


async def retracts(db: Database, story_id: int, confirmed: Callable[[], Awaitable[object]]) -> int:
    kind, why = AnnouncementKind.RETRACTION, Alert({"en": "It never opened"})
    async with db.write() as tx:
        draft = await drafts.open_draft(tx, 7, NOON, kind=kind, story_id=story_id, alert=why)
    async with db.write() as tx:
        found = await broadcast.confirm(tx, draft, 1, NOON)
        await confirmed()
    assert isinstance(found, int)
    return found


async def running(db: Database) -> list[str]:
    """The kinds of what chats are told of."""
    async with db.read() as tx:
        goes_on = announcement.c.state.in_([AnnouncementState.SCHEDULED, AnnouncementState.OPEN])
        return list((await tx.execute(select(announcement.c.kind).where(goes_on))).scalars())


@pytest.mark.parametrize("act", [breaks, headlines, changes])
async def test_what_is_being_taken_back_is_not_announced(
    db: Database, act: Callable[[Transaction, int], Awaitable[int | None]]
) -> None:
    story_id = await story(db)
    if act is changes:
        async with db.write() as tx:
            assert await breaks(tx, story_id)

    async def announced() -> int | None:
        async with db.write() as tx:
            return await act(tx, story_id)

    tasks = []

    async def meanwhile() -> None:
        tasks.append(asyncio.create_task(announced()))
        await asyncio.sleep(MOMENT)

    await retracts(db, story_id, meanwhile)
    assert await tasks[0] is None
    assert await running(db) == ["retraction"]


async def test_an_article_changes_while_its_story_is_taken_back(db: Database) -> None:
    """Neither waits for the other crosswise, and the card that was sent is struck, not edited."""
    story_id = await story(db)
    async with db.write() as tx:
        assert await breaks(tx, story_id)
    changed = article(tags_=[NATO], title="Bridge 1 closes")
    source = Source(changed.source, "Sample", "en", "https://news.example/feed")

    async def look(*_: object) -> LookResult:
        return LookResult((Item(changed.url, changed.title, changed.published_at),), LookState())

    async def read(*_: object) -> object:
        return changed

    async with db.write() as tx:
        await sources.take_list(tx, [source], NOON)
    intake = Intake(db, look, read, (), lambda: NOON + SETTLES)  # type: ignore[arg-type]
    async with db.write() as tx:  # a third one holds for a moment what both write
        await tx.execute(select(headline).where(headline.c.story_id == story_id).with_for_update())
        looking = asyncio.create_task(intake.look_at_due())
        await asyncio.sleep(MOMENT)
        retracting = asyncio.create_task(retracts(db, story_id, lambda: asyncio.sleep(0)))
        await asyncio.sleep(MOMENT)
    await looking
    await intake.finish()
    await retracting
    async with db.read() as tx:
        edition = await articles.edition(tx, story_id, "en")
        assert edition
        assert edition.title == changed.title
        assert await stories.retracted(tx, story_id)
    assert await running(db) == ["retraction"]
