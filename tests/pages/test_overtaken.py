"""Two editors at one alert: what was taken back stays so, and no edit undoes another unseen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from markupsafe import Markup

from bot.desk.notices import Notices
from bot.news.alert import Alert
from bot.news.delivery import AnnouncementKind, Outcome, Sent
from bot.store import Database, announcements, audit, broadcasts, drafts
from bot.store.drafts import Draft
from bot.views.desk import Amend, Amendment
from bot.views.reply import Reply
from tests.pages.desk import EDITORS, WORDS, Desk, deliver, readers
from tests.store.samples import NOON

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])
SEES = timedelta(seconds=5)
CONFIRMS = {
    Amendment.CORRECT: "✅ Send",
    Amendment.EDIT: "✅ Change it",
    Amendment.STRIKE: "✅ Strike it out",
    Amendment.DELETE: "✅ Delete it",
}


@pytest.fixture
async def desk(db: Database) -> Desk:
    return Desk(db)


@pytest.fixture
async def other(db: Database) -> Desk:
    return Desk(db, max(EDITORS), shown=[Reply(Markup("…"))])


async def alert(desk: Desk) -> int:
    """In English and Ukrainian; readers have it."""
    await readers(desk.db, en=1, uk=1)
    await desk.says("/broadcast")
    await desk.says("9 dead")
    await desk.taps("+ Українська")
    await desk.says("9 загиблих")
    await desk.taps("Check")
    await desk.taps("✅ Send")
    await deliver(desk.db, desk.now)
    async with desk.db.read() as tx:
        return (await broadcasts.recent(tx, NOON - timedelta(hours=1)))[0].id


async def begins(desk: Desk, by: Amendment, of_id: int, words: str = "Not so") -> None:
    """Up to the last look."""
    await desk.asks(Amend(by, of_id=of_id))
    if by is not Amendment.DELETE:
        await desk.says(words)
        await desk.taps("Check")


async def acts(desk: Desk) -> list[str]:
    async with desk.db.read() as tx:
        return [one.act for one in await audit.recent(tx, 9)]


async def open_draft(desk: Desk) -> Draft:
    async with desk.db.read() as tx:
        found = await drafts.current(tx, desk.id)
    assert found
    return found


@pytest.mark.parametrize("by", [Amendment.EDIT, Amendment.STRIKE, Amendment.DELETE])
async def test_what_was_struck_meanwhile_is_only_corrected(desk: Desk, other: Desk, by: Amendment) -> None:
    of_id = await alert(desk)
    await begins(desk, by, of_id)
    await begins(other, Amendment.STRIKE, of_id)
    await other.taps("✅ Strike it out")
    await desk.taps(CONFIRMS[by])
    assert "“9 dead” has since been struck out" in desk.text
    assert await acts(desk) == ["retract", "broadcast"]
    assert ("Show the draft" in str(desk.labels)) == (by is not Amendment.DELETE)
    struck = await deliver(desk.db, NOON + SEES)
    assert {one.announcement.kind for one in struck} == {AnnouncementKind.RETRACTION}
    await desk.taps("Correct it instead")
    await desk.says("Nobody died")
    await desk.taps("Check")
    await desk.taps("✅ Send")
    assert await acts(desk) == ["correct", "retract", "broadcast"]
    sent = await deliver(desk.db, NOON + SEES)
    assert {one.announcement.kind for one in sent} == {AnnouncementKind.CORRECTION}


@pytest.mark.parametrize("by", list(CONFIRMS))
async def test_what_was_deleted_meanwhile_is_left_alone(desk: Desk, other: Desk, by: Amendment) -> None:
    of_id = await alert(desk)
    await begins(desk, by, of_id)
    await begins(other, Amendment.DELETE, of_id)
    await other.taps("✅ Delete it")
    await desk.taps(CONFIRMS[by])
    assert "“9 dead” has since been deleted" in desk.text
    assert await acts(desk) == ["recall", "broadcast"]
    # What was written is not lost.
    assert (await open_draft(desk)).kind.value in ("correction", "update", "retraction", "recall")


@pytest.mark.parametrize(
    ("first", "refused"),
    [
        (Amendment.STRIKE, (Amendment.EDIT, Amendment.RETRACT, Amendment.STRIKE, Amendment.DELETE)),
        (Amendment.DELETE, (*CONFIRMS, Amendment.RETRACT)),
    ],
)
async def test_an_alert_is_taken_back_once(desk: Desk, first: Amendment, refused: tuple[Amendment, ...]) -> None:
    of_id = await alert(desk)
    await begins(desk, first, of_id)
    await desk.taps(CONFIRMS[first])
    for by in refused:
        assert "already been retracted" in (await desk.asks(Amend(by, of_id=of_id))).toast, by
    async with desk.db.read() as tx:
        assert await drafts.current(tx, desk.id) is None


@pytest.mark.parametrize("again", [Amendment.STRIKE, Amendment.DELETE])
async def test_what_was_taken_back_in_part_is_taken_back_again(desk: Desk, again: Amendment) -> None:
    of_id = await alert(desk)
    await begins(desk, Amendment.STRIKE, of_id)
    await desk.taps("✅ Strike it out")
    await deliver(desk.db, NOON, most=1)
    await desk.taps("✖ Cancel")
    assert "Stop striking out “9 dead”? It is already struck out in 1 chat" in desk.text
    await desk.taps("Yes, cancel it")
    assert "no more messages will be struck out" in desk.text
    assert "already been retracted" in (await desk.asks(Amend(Amendment.EDIT, of_id=of_id))).toast
    await begins(desk, again, of_id)
    await desk.taps(CONFIRMS[again])
    sent = await deliver(desk.db, NOON + SEES)
    assert len(sent) == 3


async def test_what_telegram_did_not_take_back_is_taken_back_again_from_the_notice(desk: Desk) -> None:
    of_id = await alert(desk)
    await begins(desk, Amendment.STRIKE, of_id)
    await desk.taps("✅ Strike it out")

    async def say(_editor_id: int, notice: Reply) -> Outcome:
        desk.shown.append(notice)
        return Sent(1)

    async with desk.db.write() as tx:
        assert await announcements.quarantine(tx, of_id + 1, "Bad Request: can't parse entities")
    await Notices(desk.db, [desk.id], WORDS, "en", "Europe/Kyiv", say).tell(NOON)
    assert "A retraction was stopped" in desk.text
    assert "9 dead" in desk.text
    await desk.taps("⛔️ Retract")
    await desk.taps("🗑 Delete it")
    await desk.taps(CONFIRMS[Amendment.DELETE])
    assert (await acts(desk))[0] == "recall"


async def test_an_edit_keeps_what_another_edit_changed(desk: Desk, other: Desk) -> None:
    of_id = await alert(desk)
    await begins(desk, Amendment.EDIT, of_id, "9 people are dead")
    await other.asks(Amend(Amendment.EDIT, of_id=of_id))
    await other.taps("Українська")
    await other.says("12 загиблих")
    await other.taps("Check")
    await other.taps("✅ Change it")
    await desk.taps("✅ Change it")
    assert "edited in the meantime" in desk.text
    assert "will replace" not in desk.text
    await desk.taps("Check")
    await desk.taps("✅ Change it")
    async with desk.db.read() as tx:
        told = await broadcasts.get(tx, of_id)
    assert told
    assert told.alert == Alert({"en": "9 people are dead", "uk": "12 загиблих"})


async def test_an_editor_sees_what_their_edit_would_undo_and_may_begin_with_it(desk: Desk, other: Desk) -> None:
    of_id = await alert(desk)
    await begins(desk, Amendment.EDIT, of_id, "9 people are dead")
    await begins(other, Amendment.EDIT, of_id, "12 are dead")
    await other.taps("✅ Change it")
    await desk.taps("✅ Change it")
    assert "Your text will replace what is there now:\n• <b>English</b>: 12 are dead" in desk.text
    assert await acts(desk) == ["edit", "broadcast"]
    await desk.taps("Discard and start again")
    assert (await open_draft(desk)).alert == Alert({"en": "12 are dead", "uk": "9 загиблих"})
    await desk.says("13 people are dead")
    await desk.taps("Check")
    await desk.taps("✅ Change it")
    assert await acts(desk) == ["edit", "edit", "broadcast"]


async def test_what_only_waits_for_its_time_is_edited_instead(desk: Desk) -> None:
    await readers(desk.db, en=1)
    await desk.says("/broadcast")
    await desk.says("9 dead")
    await desk.taps("🕒")
    await desk.taps("In 1 hour")
    await desk.taps("Check")
    await desk.taps("✅ Schedule")
    await desk.asks(Amend(Amendment.CORRECT, of_id=1))
    assert "Nobody has “9 dead” yet" in desk.text
    await desk.taps("✎ Edit")
    assert "Send me the new text of “9 dead”" in desk.text
    await desk.says("8 dead")
    await desk.taps("Check")
    await desk.taps("✅ Change it")
    assert desk.text == "The scheduled text has been changed; sending begins: 16:00 (Europe/Kyiv)."
    await desk.taps("📡 8 dead")
    assert desk.text.startswith("<b>🕒 Scheduled for 16:00 (Europe/Kyiv)</b>\n<i>8 dead</i>")
    await desk.says("/broadcast")
    assert [label for label in desk.labels if "📡" in label] == ["📡 8 dead"]


async def test_a_correction_of_what_waits_is_not_confirmed(desk: Desk) -> None:
    """Its draft may be of an earlier version, which let it begin."""
    await readers(desk.db, en=1)
    await desk.says("/broadcast")
    await desk.says("9 dead")
    await desk.taps("🕒")
    await desk.taps("In 1 hour")
    await desk.taps("Check")
    await desk.taps("✅ Schedule")
    async with desk.db.write() as tx:
        kind, said = AnnouncementKind.CORRECTION, Alert({"en": "Not so"})
        draft = await drafts.open_draft(tx, desk.id, NOON, kind=kind, of_id=1, alert=said)
        assert await drafts.save(tx, draft)
    await desk.says("/broadcast")
    await desk.taps("Continue the draft")
    await desk.taps("Check")
    await desk.taps("✅ Send")
    assert "Nobody has “9 dead” yet, so your draft was not sent" in desk.text
    await desk.taps("Edit it instead")
    assert "Send me the new text of “9 dead”" in desk.text


async def test_two_taps_on_send_now_are_one_act(desk: Desk) -> None:
    await readers(desk.db, en=1)
    await desk.says("/broadcast")
    await desk.says("9 dead")
    await desk.taps("🕒")
    await desk.taps("In 1 hour")
    await desk.taps("Check")
    await desk.taps("✅ Schedule")
    shown = len(desk.shown) - 1
    send_now = next(b.act for row in desk.shown[-1].buttons for b in row if "Send now" in b.label)
    assert not isinstance(send_now, str)
    await desk.asks(send_now, shown)
    assert "Too late" in (await desk.asks(send_now, shown)).toast
    assert await acts(desk) == ["send_now", "broadcast"]
