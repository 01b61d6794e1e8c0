import asyncio

from bot.news.alert import Alert
from bot.news.audience import Audience
from bot.news.chats import Level
from bot.news.delivery import AnnouncementKind
from bot.store import Database, announcements, drafts
from bot.store.drafts import DraftState
from tests.store.samples import NOON

EDITOR = 7_000_000_001
SOME = Audience((3, 1), (Level.BREAKING, Level.ALL))


async def test_a_draft_goes_from_text_to_announcement(db: Database) -> None:
    async with db.write() as tx:
        assert await drafts.current(tx, EDITOR) is None
        draft = await drafts.open_draft(tx, EDITOR, NOON)
        assert draft == drafts.Draft(draft.id, EDITOR, DraftState.WAITING_TEXT, "", None, None)
        assert await drafts.write(tx, draft.id, "<b>x</b>")
        assert await drafts.aim(tx, draft.id, SOME)
        assert await drafts.current(tx, EDITOR) == drafts.Draft(
            draft.id, EDITOR, DraftState.CHOOSING, "<b>x</b>", SOME, None
        )
        assert await drafts.confirm(tx, draft.id)
        sent = await announcements.announce(
            tx, kind=AnnouncementKind.ALERT, audience=SOME, alert=Alert({"en": "x"}), now=NOON
        )
        await drafts.sent_as(tx, draft.id, sent)
        assert await drafts.current(tx, EDITOR) is None
        done = drafts.Draft(draft.id, EDITOR, DraftState.CONFIRMED, "<b>x</b>", SOME, sent)
        assert await drafts.get(tx, draft.id) == done
        assert await drafts.unreported(tx) == [done]
        assert await drafts.reported(tx, draft.id)
        assert not await drafts.reported(tx, draft.id)
        assert await drafts.unreported(tx) == []


async def test_two_taps_make_one_broadcast(db: Database) -> None:
    async with db.write() as tx:
        draft = await drafts.open_draft(tx, EDITOR, NOON)

    async def tap() -> bool:
        async with db.write() as tx:
            return await drafts.confirm(tx, draft.id)

    assert sorted(await asyncio.gather(tap(), tap(), tap())) == [False, False, True]


async def test_a_closed_draft_changes_no_more(db: Database) -> None:
    async with db.write() as tx:
        draft = await drafts.open_draft(tx, EDITOR, NOON)
        assert await drafts.cancel(tx, draft.id)
        assert not await drafts.cancel(tx, draft.id)
        assert not await drafts.write(tx, draft.id, "late")
        assert not await drafts.aim(tx, draft.id, Audience(None, ()))
        assert not await drafts.confirm(tx, draft.id)
        found = await drafts.get(tx, draft.id)
        assert found
        assert (found.state, found.html, found.audience) == (DraftState.CANCELLED, "", None)
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
        assert await drafts.write(tx, second.id, "x")
        assert await drafts.write(tx, second.id, "y")
