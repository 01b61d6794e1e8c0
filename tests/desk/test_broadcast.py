"""Drafts that become announcements, on both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.desk import broadcast
from bot.desk.announce import SETTLES
from bot.desk.broadcast import EVERYONE
from bot.locales import load
from bot.news.alert import Alert
from bot.news.delivery import AnnouncementKind, Outcome, Refused, Sent, settle
from bot.store import Database, announcements, audit, broadcasts, drafts, fanning, outbox, settling, stories
from bot.store.drafts import Draft
from bot.views import broadcast as view
from bot.views.desk import Act
from bot.views.objections import Obstacle
from tests.store.samples import NOON, article, meet, take_in

SAID = Alert({"en": "9 dead"})
UPDATE, RETRACTION, RECALL = AnnouncementKind.UPDATE, AnnouncementKind.RETRACTION, AnnouncementKind.RECALL


async def alert(db: Database, opens_in: timedelta = timedelta(0)) -> int:
    async with db.write() as tx:
        kind, opens_at = AnnouncementKind.ALERT, NOON + opens_in
        return await announcements.announce(
            tx, kind=kind, audience=EVERYONE, alert=SAID, author_id=7, now=NOON, opens_at=opens_at
        )


async def begun(
    db: Database, editor_id: int, kind: AnnouncementKind, *, of_id: int | None = None, story_id: int | None = None
) -> Draft:
    said = Alert({"en": f"{editor_id} dead"})
    async with db.write() as tx:
        return await drafts.open_draft(tx, editor_id, NOON, kind=kind, of_id=of_id, story_id=story_id, alert=said)


async def confirm_both(db: Database, first: Draft, second: Draft) -> tuple[object, object]:
    """The second while the first is being confirmed: as another process would."""
    under_way = asyncio.Event()

    async def one() -> object:
        async with db.write() as tx:
            found = await broadcast.confirm(tx, first, 1, NOON)
            under_way.set()
            await asyncio.sleep(0.1)
            return found

    async def other() -> object:
        await under_way.wait()
        async with db.write() as tx:
            return await broadcast.confirm(tx, second, 1, NOON)

    return await asyncio.gather(one(), other())


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (UPDATE, UPDATE, Obstacle.CHANGED),
        (RETRACTION, UPDATE, Obstacle.STRUCK),
        (RETRACTION, RECALL, Obstacle.STRUCK),
        (RECALL, RETRACTION, Obstacle.DELETED),
        (RECALL, AnnouncementKind.CORRECTION, Obstacle.DELETED),
    ],
)
async def test_of_two_editors_one_is_told(
    db: Database, first: AnnouncementKind, second: AnnouncementKind, found: Obstacle
) -> None:
    of_id = await alert(db)
    ours, theirs = await begun(db, 12, first, of_id=of_id), await begun(db, 13, second, of_id=of_id)
    confirmed, refused = await confirm_both(db, ours, theirs)
    assert isinstance(confirmed, int)
    assert refused is found
    async with db.read() as tx:
        told, kept = await broadcasts.get(tx, of_id), await drafts.current(tx, 13)
        assert [one.editor_id for one in await audit.recent(tx, 9)] == [12]
    assert told
    assert told.alert == (ours.alert if first is UPDATE else SAID)
    assert kept == theirs


async def test_a_story_is_taken_back_once(db: Database) -> None:
    async with db.write() as tx:
        story_id = (await take_in(tx, article())).story_id
    ours, theirs = await begun(db, 12, RECALL, story_id=story_id), await begun(db, 13, RETRACTION, story_id=story_id)
    confirmed, refused = await confirm_both(db, ours, theirs)
    assert (isinstance(confirmed, int), refused) == (True, Obstacle.DELETED)
    async with db.read() as tx:
        assert await stories.retracted(tx, story_id)


async def test_the_next_edit_begins_with_the_last(db: Database) -> None:
    of_id = await alert(db)
    for editor_id in (12, 13, 13):
        draft = await begun(db, editor_id, UPDATE, of_id=of_id)
        async with db.write() as tx:
            assert isinstance(await broadcast.confirm(tx, draft, 1, NOON), int)


async def test_two_who_send_it_now_are_one_act(db: Database) -> None:
    of_id = await alert(db, timedelta(hours=1))
    async with db.read() as tx:
        told = await broadcasts.get(tx, of_id)
    assert told

    async def send_now(editor_id: int) -> bool:
        async with db.write() as tx:
            return await broadcast.steer(tx, editor_id, told, Act.SEND_NOW, NOON + timedelta(minutes=1))

    assert sorted(await asyncio.gather(send_now(12), send_now(13))) == [False, True]
    async with db.read() as tx:
        assert [one.act for one in await audit.recent(tx, 9)] == ["send_now"]


async def answered(db: Database, announcement_id: int, outcome: Outcome, most: int = 9) -> None:
    """What Telegram says to so many of its deliveries."""
    now = NOON + SETTLES
    async with db.write() as tx:
        await announcements.tend(tx, now)
    await fanning.fan_out(db, announcement_id)
    claimed = await outbox.claim(db, owner="a", most=most, now=now)
    assert claimed
    await settling.settle(db, "a", [settle(one, outcome, now) for one in claimed], now)


async def edits(db: Database, editor_id: int, of_id: int) -> int:
    draft = await begun(db, editor_id, UPDATE, of_id=of_id)
    async with db.write() as tx:
        found = await broadcast.confirm(tx, draft, 1, NOON)
    assert isinstance(found, int)
    return found


async def test_an_edit_that_a_newer_one_follows_was_not_refused_for_every_chat(db: Database) -> None:
    async with db.write() as tx:
        for chat_id in (1, 2, 3):
            await meet(tx, chat_id)
    of_id = await alert(db)
    await answered(db, of_id, Sent(1))
    first = await edits(db, 12, of_id)
    await answered(db, first, Refused("Bad Request: message to edit not found"), most=1)
    await edits(db, 13, of_id)
    assert await settling.end_next(db, first, NOON) == 2
    async with db.write() as tx:
        await announcements.tend(tx, NOON)
        seen = await broadcast.sight(tx, first, "en", "UTC", NOON)
    assert seen
    said = view.progress(seen, load()["en"]).text
    assert "Replaced by a newer edit" in said
    assert "every chat" not in said
    assert "refused by Telegram: <b>1</b>" in said
