import asyncio
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import update

from bot.news.alert import Alert, Media, MediaKind
from bot.news.audience import Audience
from bot.news.chats import ChatKind, Level
from bot.news.delivery import AnnouncementKind, Doubt
from bot.store import Database, alerts, announcements, drafts, tables
from bot.store.drafts import TIME, Draft, DraftState, Origins
from tests.store.samples import NOON

EDITOR = 7_000_000_001
SOME = Audience((3, 1), (Level.BREAKING, Level.ALL), ("uk",), (ChatKind.GROUP,), alerts=True)
SAID = Alert({"uk": "<b>x</b>", "en": "y"}, (Media(MediaKind.PHOTO, "file"),))


async def test_a_draft_goes_from_text_to_announcement(db: Database) -> None:
    async with db.write() as tx:
        assert await drafts.current(tx, EDITOR) is None
        draft = await drafts.open_draft(tx, EDITOR, NOON, awaits="uk")
        assert draft == Draft(draft.id, EDITOR, DraftState.OPEN, AnnouncementKind.ALERT, awaits="uk")
        written = replace(
            draft,
            alert=SAID,
            awaits=TIME,
            album="9",
            audience=SOME,
            opens_at=NOON + timedelta(hours=1),
            doubt=Doubt.SKIP,
        )
        assert await drafts.save(tx, written)
        written = replace(written, revision=1)
        assert await drafts.current(tx, EDITOR) == written
        assert await drafts.confirm(tx, written)
        sent = await announcements.announce(
            tx, kind=AnnouncementKind.ALERT, audience=SOME, alert=Alert({"en": "x"}), now=NOON
        )
        await drafts.sent_as(tx, draft.id, sent, 77)
        assert await drafts.current(tx, EDITOR) is None
        done = replace(written, state=DraftState.CONFIRMED, announcement_id=sent, message_id=77)
        assert await drafts.get(tx, draft.id) == done
        await drafts.shown_at(tx, draft.id, 78)
        assert await drafts.unreported(tx) == [replace(done, message_id=78)]
        assert await drafts.reported(tx, draft.id)
        assert not await drafts.reported(tx, draft.id)
        assert await drafts.unreported(tx) == []


async def test_two_taps_make_one_broadcast(db: Database) -> None:
    async with db.write() as tx:
        draft = await drafts.open_draft(tx, EDITOR, NOON)

    async def tap() -> bool:
        async with db.write() as tx:
            return await drafts.confirm(tx, draft)

    assert sorted(await asyncio.gather(tap(), tap(), tap())) == [False, False, True]


async def test_what_was_changed_meanwhile_is_neither_saved_nor_confirmed(db: Database) -> None:
    async with db.write() as tx:
        seen = await drafts.open_draft(tx, EDITOR, NOON)
        assert await drafts.save(tx, replace(seen, alert=SAID))
        assert not await drafts.save(tx, replace(seen, awaits="ru"))
        assert not await drafts.confirm(tx, seen)
        found = await drafts.current(tx, EDITOR)
        assert found
        assert (found.alert, found.awaits) == (SAID, "")


async def test_a_closed_draft_changes_no_more(db: Database) -> None:
    async with db.write() as tx:
        draft = await drafts.open_draft(tx, EDITOR, NOON)
        assert await drafts.cancel(tx, draft.id)
        assert not await drafts.cancel(tx, draft.id)
        assert not await drafts.save(tx, replace(draft, alert=SAID))
        assert not await drafts.confirm(tx, draft)
        found = await drafts.get(tx, draft.id)
        assert found
        assert (found.state, found.alert, found.audience) == (DraftState.CANCELLED, Alert(), None)
        assert await drafts.get(tx, draft.id + 1) is None


async def test_a_new_draft_cancels_the_open_one_of_its_editor(db: Database) -> None:
    async with db.write() as tx:
        first = await drafts.open_draft(tx, EDITOR, NOON)
        other = await drafts.open_draft(tx, EDITOR + 1, NOON)
        second = await drafts.open_draft(tx, EDITOR, NOON)
        assert await drafts.current(tx, EDITOR) == second
        assert await drafts.current(tx, EDITOR + 1) == other
        found = await drafts.get(tx, first.id)
        assert found
        assert found.state is DraftState.CANCELLED
        assert await drafts.save(tx, replace(second, alert=SAID))


async def test_a_draft_remembers_the_messages_that_it_was_made_of(db: Database) -> None:
    async with db.write() as tx:
        draft = await drafts.open_draft(tx, EDITOR, NOON)
        origins = Origins({"uk": 5, "en": 7}, (5, 6), "Which way?")
        assert await drafts.save(tx, replace(draft, alert=SAID, origins=origins))
        found = await drafts.get(tx, draft.id)
        assert found
        assert (found.alert, found.origins) == (SAID, origins)
        assert (origins.languages(7), origins.languages(6)) == (("en",), ())


async def test_a_draft_of_an_earlier_version_has_no_such_messages(db: Database) -> None:
    async with db.write() as tx:
        draft = await drafts.open_draft(tx, EDITOR, NOON)
        await tx.execute(update(tables.draft).values(alert=alerts.to_json(SAID)))
        found = await drafts.get(tx, draft.id)
        assert found
        assert (found.alert, found.origins) == (SAID, Origins())


async def test_which_drafts_would_be_a_loss(db: Database) -> None:
    async with db.write() as tx:
        empty = await drafts.open_draft(tx, EDITOR, NOON)
        untouched = await drafts.open_draft(tx, EDITOR, NOON, kind=AnnouncementKind.UPDATE, alert=SAID)
        assert [empty.written, untouched.written] == [False, False]
        assert await drafts.save(tx, replace(untouched, alert=Alert({"en": "z"})))
        found = await drafts.current(tx, EDITOR)
        assert found
        assert found.written
