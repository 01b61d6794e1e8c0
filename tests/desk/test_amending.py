"""What becomes of an original and its corrections when an editor amends it, on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.desk import broadcast
from bot.desk.announce import SETTLES, announce_breaking
from bot.desk.broadcast import EVERYONE
from bot.news.alert import Alert
from bot.news.chats import Level
from bot.news.delivery import AnnouncementKind
from bot.news.story import BreakingReason
from bot.store import Database, announcements, audit, drafts, tags
from tests.pages.desk import deliver
from tests.store.samples import NATO, NOON, article, follower, take_in

SAID, NEWER = Alert({"en": "9 dead"}), Alert({"en": "None dead"})
ALERT, CORRECTION, UPDATE = AnnouncementKind.ALERT, AnnouncementKind.CORRECTION, AnnouncementKind.UPDATE
RETRACTION, RECALL = AnnouncementKind.RETRACTION, AnnouncementKind.RECALL
READERS = 3


async def told(db: Database, *, alert: bool, opens_at: datetime | None = None) -> dict[str, int]:
    """An alert, or a story, as drafts refer to it."""
    async with db.write() as tx:
        [nato] = await tags.learn(tx, [NATO], "en")
        for chat_id in range(1, READERS + 1):
            await follower(tx, chat_id, nato, Level.ALL)
        if not alert:
            story_id = (await take_in(tx, article(tags_=[NATO]))).story_id
            await announce_breaking(tx, story_id, BreakingReason.TOP, NOON)
            return {"story_id": story_id}
        of_id = await announcements.announce(tx, kind=ALERT, audience=EVERYONE, alert=SAID, now=NOON, opens_at=opens_at)
        return {"of_id": of_id}


async def amend(db: Database, kind: AnnouncementKind, original: dict[str, int]) -> int:
    async with db.write() as tx:
        draft = await drafts.open_draft(tx, 7, NOON, kind=kind, alert=NEWER, **original)  # type: ignore[arg-type]
        found = await broadcast.confirm(tx, draft, 1, NOON)
    assert isinstance(found, int)
    return found


async def arrive(db: Database, now: datetime, most: int = 99) -> list[AnnouncementKind]:
    return [one.announcement.kind for one in await deliver(db, now, most)]


async def test_an_edit_of_what_waits_for_its_time_is_what_everybody_gets_once(db: Database) -> None:
    opens_at = NOON + timedelta(hours=3)
    original = await told(db, alert=True, opens_at=opens_at)
    assert await amend(db, UPDATE, original) == original["of_id"]
    async with db.read() as tx:
        assert [one.act for one in await audit.recent(tx, 9)] == ["edit"]
        assert not await drafts.unreported(tx), "the original's own message shows how it stands"
    assert await deliver(db, NOON + SETTLES) == []
    sent = [one for _ in range(3) for one in await deliver(db, opens_at + SETTLES)]
    assert [(one.announcement.kind, one.announcement.alert) for one in sent] == [(ALERT, NEWER)] * READERS
    assert await amend(db, UPDATE, original) != original["of_id"], "now readers have it"


@pytest.mark.parametrize("alert", [True, False])
@pytest.mark.parametrize("by", [RECALL, RETRACTION])
async def test_what_is_deleted_is_corrected_no_more_and_what_is_struck_is(
    db: Database, by: AnnouncementKind, *, alert: bool
) -> None:
    original = await told(db, alert=alert)
    assert len(await arrive(db, NOON)) == READERS
    correction = await amend(db, CORRECTION, original)
    assert await arrive(db, NOON, most=1) == [CORRECTION]
    await amend(db, by, original)
    after = [kind for _ in range(3) for kind in await arrive(db, NOON)]
    corrected = 0 if by is RECALL else READERS - 1
    assert sorted(after) == sorted([by] * READERS + [CORRECTION] * corrected)
    async with db.read() as tx:
        progress = await announcements.progress(tx, correction)
    assert progress
    assert (progress.state, progress.reason) == ("done", "retracted" if by is RECALL else "")
