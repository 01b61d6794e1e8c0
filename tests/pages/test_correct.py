"""Correcting, editing and taking back what was sent, at the desk itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.announce import announce_breaking
from bot.news.alert import Alert, Media
from bot.news.delivery import AnnouncementKind, AnnouncementState
from bot.news.story import BreakingReason
from bot.store import Database, announcements, articles, audit, broadcasts, stories
from bot.views.desk import Amend, Amendment
from tests.pages.desk import EDITORS, PHOTO, Desk, deliver, readers
from tests.store.samples import NATO, NOON, article, follower, take_in

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])
LATER = NOON + timedelta(minutes=5)


@pytest.fixture
async def desk(db: Database) -> Desk:
    return Desk(db)


async def alert(
    desk: Desk, words: str = "Bridge", chats: int = 3, sent: int = 999, media: tuple[Media, ...] = ()
) -> int:
    """An alert that so many chats of each language have; its announcement's id."""
    await readers(desk.db, en=chats, uk=chats)
    await desk.says("/broadcast")
    await desk.says(words, media=media)
    await desk.taps("Check")
    await desk.taps("✅ Send")
    await deliver(desk.db, desk.now, sent)
    desk.now = LATER
    async with desk.db.read() as tx:
        return (await broadcasts.recent(tx, NOON - timedelta(hours=1)))[0].id


async def story(desk: Desk) -> int:
    """A breaking story that one chat of two has; the other's is due."""
    async with desk.db.write() as tx:
        stored = await take_in(tx, article(tags_=[NATO], title="Bridge closed"))
        for chat_id in (1, 2):
            await follower(tx, chat_id, 1)
        await announce_breaking(tx, stored.story_id, BreakingReason.EDITOR, NOON)
    await deliver(desk.db, NOON, most=1)
    desk.now = LATER
    return stored.story_id


async def last(desk: Desk, kind: AnnouncementKind) -> broadcasts.Told:
    async with desk.db.read() as tx:
        for announcement_id in range(1, 9):
            told = await broadcasts.get(tx, announcement_id)
            if told and told.kind is kind:
                return told
    raise AssertionError(kind)


async def acts(desk: Desk) -> list[tuple[str, str]]:
    async with desk.db.read() as tx:
        return [(one.act, one.subject) for one in await audit.recent(tx, 9)]


async def test_a_correction_goes_to_those_who_got_the_alert(desk: Desk) -> None:
    await alert(desk)
    await desk.says("/correct")
    assert desk.labels == ["15:00 · 7 · Bridge"]
    await desk.taps("Bridge")
    assert "Send me the correction of “Bridge”" in desk.text
    answer = await desk.says("The <tunnel>", "The &lt;tunnel&gt;")
    assert answer.preview
    assert answer.preview.text == "✏️ <b>Correction</b>\n\nThe &lt;tunnel&gt;"
    await desk.taps("Check")
    assert "goes to the 7 chats" in desk.text
    assert "Українська: 3 chats get the text “English”" in desk.text
    await desk.taps("✅ Send")
    sent = await deliver(desk.db, LATER)
    assert len(sent) == 7
    assert {one.target and one.target.message_ids for one in sent} == {(1000 + one.chat_id,) for one in sent}
    assert (await acts(desk))[0] == ("correct", "Bridge")


async def test_a_story_is_corrected_for_those_who_got_or_will_get_it(desk: Desk) -> None:
    story_id = await story(desk)
    await desk.says("/correct")
    await desk.taps("Bridge closed")
    await desk.says("It is open.")
    await desk.taps("Check")
    assert "goes to the 2 chats that got “Bridge closed”" in desk.text
    await desk.taps("✅ Send")
    assert (await last(desk, AnnouncementKind.CORRECTION)).story_id == story_id


async def test_an_edit_changes_what_was_sent_and_what_is_due(desk: Desk) -> None:
    of_id = await alert(desk, sent=2)
    desk.shown.append(desk.shown[-1])
    await desk.asks(Amend(Amendment.EDIT, of_id=of_id))
    answer = await desk.says("Tunnel")
    assert answer.preview
    assert answer.preview.text == "Tunnel"
    await desk.taps("Check")
    assert "will get the new text in 2 chats" in desk.text
    await desk.taps("✅ Change it")
    async with desk.db.read() as tx:
        original = await broadcasts.get(tx, of_id)
    assert original
    assert original.alert == Alert({"en": "Tunnel"})
    sent = await deliver(desk.db, LATER + timedelta(seconds=5))
    kinds = [one.announcement.kind for one in sent]
    assert (kinds.count(AnnouncementKind.ALERT), kinds.count(AnnouncementKind.UPDATE)) == (5, 2)
    assert {one.announcement.alert for one in sent if one.announcement.alert != Alert({"en": "Tunnel"})} == set()


async def test_an_edit_of_a_photo_keeps_the_photo_and_the_other_languages(desk: Desk) -> None:
    of_id = await alert(desk, media=(PHOTO,))
    await desk.asks(Amend(Amendment.EDIT, of_id=of_id))
    await desk.says("Tunnel", media=(PHOTO,))
    assert "Only text works here" in desk.text
    await desk.says("Tunnel")
    await desk.taps("Check")
    await desk.taps("✅ Change it")
    assert (await last(desk, AnnouncementKind.UPDATE)).alert == Alert({"en": "Tunnel"}, (PHOTO,))


async def test_an_alert_is_struck_out(desk: Desk) -> None:
    of_id = await alert(desk, sent=2)
    await desk.says("/retract")
    await desk.taps("Bridge")
    assert desk.labels == ["⛔️ Strike it out · 2", "🗑 Delete it · 2"]
    await desk.taps("Strike it out")
    assert "Why are you retracting “Bridge”?" in desk.text
    answer = await desk.says("It was not so.")
    assert answer.preview
    assert answer.preview.text == "⛔️ <b>Retracted</b>\n\n<s>Bridge</s>\n\nIt was not so."
    await desk.taps("Check")
    assert "will be struck out in 2 chats; nobody else will get it" in desk.text
    await desk.taps("✅ Strike it out")
    sent = await deliver(desk.db, LATER)
    assert {one.announcement.kind for one in sent} == {AnnouncementKind.RETRACTION}
    assert len(sent) == 2
    async with desk.db.read() as tx:
        told = await announcements.progress(tx, of_id)
    assert told
    assert told.state in (AnnouncementState.ENDING, AnnouncementState.DONE)
    assert (await acts(desk))[0] == ("retract", "Bridge")
    await desk.says("/retract")
    assert "Nothing to choose from" in desk.text


async def test_the_reason_must_fit_below_the_text(desk: Desk) -> None:
    of_id = await alert(desk, "x" * 1000, media=(PHOTO,))
    await desk.asks(Amend(Amendment.STRIKE, of_id=of_id))
    await desk.says("y" * 1000)
    assert "<b>English</b>: " in desk.text
    assert "too long" in desk.text
    await desk.says("y" * 5)
    assert "Above is what readers will see" in desk.text


async def test_a_story_is_deleted_and_leaves_the_lists(desk: Desk) -> None:
    story_id = await story(desk)
    await desk.says("/retract")
    await desk.taps("Bridge closed")
    await desk.taps("🗑 Delete it · 1")
    assert "will be deleted in 1 chat" in desk.text
    assert desk.labels == ["✅ Delete it", "✖ Cancel"]
    await desk.taps("✅ Delete it")
    sent = await deliver(desk.db, LATER)
    assert [one.announcement.kind for one in sent] == [AnnouncementKind.RECALL]
    async with desk.db.read() as tx:
        assert await stories.retracted(tx, story_id)
        assert not (await articles.latest(tx, "en")).headlines
    assert (await acts(desk))[0] == ("recall", "Bridge closed")
    answer = await desk.asks(Amend(Amendment.RETRACT, story_id))
    assert "already been retracted" in answer.toast


async def test_only_what_is_younger_than_48_hours_is_deleted(desk: Desk) -> None:
    of_id = await alert(desk)
    desk.now = NOON + timedelta(hours=49)
    await desk.asks(Amend(Amendment.RETRACT, of_id=of_id))
    assert desk.labels == ["⛔️ Strike it out · 7", "🗑 Delete it · 0"]
    await desk.says("/correct")
    assert "Nothing to choose from" in desk.text


async def test_a_poll_has_no_text_to_strike_or_change(desk: Desk) -> None:
    await readers(desk.db, en=1)
    await desk.says("/broadcast")
    await desk.says(poll=True)
    await desk.taps("Use this poll")
    await desk.taps("Check")
    await desk.taps("✅ Send")
    await deliver(desk.db, NOON)
    desk.now = LATER
    await desk.says("/retract")
    await desk.taps("🗳")
    assert desk.labels == ["🗑 Delete it · 2"]
    for by in (Amendment.EDIT, Amendment.STRIKE):
        assert "no longer kept" in (await desk.asks(Amend(by, of_id=1))).toast


async def test_an_editor_steers_what_another_sent(desk: Desk) -> None:
    await alert(desk, sent=2)
    other = Desk(desk.db, max(EDITORS), LATER)
    await other.says("/broadcast")
    await other.taps("📡 Bridge")
    assert "Sending" in other.text
    assert "waiting: <b>5</b>" in other.text
    await other.taps("⏸ Pause")
    assert "Paused" in other.text
    assert not await deliver(desk.db, LATER)
    late = await desk.taps("↻ Refresh")
    assert late.reply
    assert "Paused" in late.reply.text
    await desk.taps("▶️ Resume")
    answer = await other.taps("▶️ Resume")
    assert "Too late" in answer.toast
    await other.taps("✖ Cancel")
    assert "2 chats already have it" in other.text
    await other.taps("‹ No")
    assert "it goes on" in other.text
    await other.taps("✖ Cancel")
    await other.taps("Yes, cancel it")
    assert "nobody else will get it" in other.text
    assert not await deliver(desk.db, LATER)
    async with desk.db.read() as tx:
        assert [one.act for one in await audit.recent(tx, 3)] == ["cancel", "resume", "pause"]


async def test_a_scheduled_alert_is_sent_before_its_time(desk: Desk) -> None:
    await readers(desk.db, en=1)
    await desk.says("/broadcast")
    await desk.says("Bridge")
    await desk.taps("🕒 When")
    await desk.taps("In 1 hour")
    await desk.taps("Check")
    await desk.taps("✅ Schedule")
    assert not await deliver(desk.db, NOON)
    await desk.taps("▶️ Send now")
    assert len(await deliver(desk.db, NOON)) == 2
    assert "Too late" in (await desk.taps("▶️ Send now")).toast


async def test_the_report_has_every_delivery_and_no_formula(desk: Desk) -> None:
    of_id = await alert(desk, chats=1)
    await desk.says("/broadcast")
    await desk.taps("↻ Refresh")
    answer = await desk.taps("📄 Report")
    assert answer.document
    assert answer.document.name == f"broadcast-{of_id}.csv"
    written = b"".join([chunk async for chunk in answer.document.chunks]).decode("utf-8-sig").splitlines()
    assert written[0] == "chat_id,kind,language,state,reason,attempts,sent_at"
    assert "100,private,en,sent,,1,2026-05-04T12:00:00+00:00" in written
    assert len(written) == 4
