"""Nothing that an editor wrote is lost, and nothing that they send is met with silence."""

from __future__ import annotations

from datetime import timedelta

import pytest
from markupsafe import Markup

from bot.news.alert import Alert, Media, MediaKind
from bot.news.delivery import AnnouncementKind
from bot.store import Database, broadcasts, drafts
from bot.store.drafts import Draft
from bot.views.desk import Amend, Amendment, Instead
from bot.views.reply import Answer
from tests.pages.desk import PHOTO, Desk, deliver, readers

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])


@pytest.fixture
async def desk(db: Database) -> Desk:
    return Desk(db)


async def open_draft(desk: Desk) -> Draft:
    async with desk.db.read() as tx:
        found = await drafts.current(tx, desk.id)
    assert found
    return found


async def sent(desk: Desk) -> int:
    """An alert that readers have."""
    await readers(desk.db, en=1)
    await desk.says("/broadcast")
    await desk.says("Tunnel")
    await desk.taps("Check")
    await desk.taps("✅ Send")
    await deliver(desk.db, desk.now)
    async with desk.db.read() as tx:
        return (await broadcasts.recent(tx, desk.now - timedelta(hours=1)))[0].id


def previewed(answer: Answer) -> str:
    assert answer.preview
    return str(answer.preview.text)


async def test_a_second_broadcast_shows_the_open_draft(desk: Desk) -> None:
    await desk.says("/broadcast")
    await desk.says("Bridge", "<b>Bridge</b>", media=(PHOTO,))
    await desk.taps("+ Русский")
    before = await open_draft(desk)
    answer = await desk.says("/broadcast")
    assert answer.preview
    assert (answer.preview.text, answer.preview.media) == (Markup("<b>Bridge</b>"), (PHOTO,))
    assert "has not been sent yet" in desk.text
    assert "✎ English" in desk.labels
    now = await open_draft(desk)
    assert (now.id, now.alert, now.awaits) == (before.id, before.alert, "")
    await desk.taps("Check")
    await desk.taps("✅ Send")


async def test_a_draft_without_a_word_makes_way(desk: Desk) -> None:
    await desk.says("/broadcast")
    empty = await open_draft(desk)
    await desk.says("/broadcast")
    assert "Send me the alert" in desk.text
    assert (await open_draft(desk)).id != empty.id


@pytest.mark.parametrize("by", [Amendment.CORRECT, Amendment.EDIT, Amendment.STRIKE, Amendment.DELETE])
async def test_another_aim_asks_before_a_draft_is_discarded(desk: Desk, by: Amendment) -> None:
    of_id = await sent(desk)
    await desk.says("/broadcast")
    await desk.says("Bridge &", "Bridge &amp;")
    draft = await open_draft(desk)
    await desk.asks(Amend(by, of_id=of_id))
    assert "unsent draft: “Bridge &amp;”" in desk.text
    assert await open_draft(desk) == draft
    assert previewed(await desk.taps("Continue the draft")) == "Bridge &amp;"
    await desk.asks(Amend(by, of_id=of_id))
    await desk.taps("🗑 Discard and start again")
    assert (await open_draft(desk)).aims_at(
        {
            Amendment.CORRECT: AnnouncementKind.CORRECTION,
            Amendment.EDIT: AnnouncementKind.UPDATE,
            Amendment.STRIKE: AnnouncementKind.RETRACTION,
            Amendment.DELETE: AnnouncementKind.RECALL,
        }[by],
        None,
        of_id,
    )


async def test_another_alert_is_begun_in_one_tap(desk: Desk) -> None:
    await desk.says("/broadcast")
    await desk.says("Bridge")
    first = await open_draft(desk)
    await desk.says("/broadcast")
    await desk.taps("Discard and start again")
    assert "Send me the alert" in desk.text
    assert (await open_draft(desk)).id > first.id
    await desk.says("Tunnel")
    await desk.asks(Instead(first.id))
    assert (await open_draft(desk)).alert == Alert({"en": "Tunnel"})


async def test_a_correction_is_not_lost_to_a_broadcast_and_goes_on_where_it_was(desk: Desk) -> None:
    of_id = await sent(desk)
    await desk.asks(Amend(Amendment.CORRECT, of_id=of_id))
    await desk.says("Not the tunnel")
    await desk.says("/broadcast")
    assert "unsent draft: “Not the tunnel”" in desk.text
    assert "Not the tunnel" in previewed(await desk.asks(Amend(Amendment.CORRECT, of_id=of_id)))


async def test_an_untouched_edit_makes_way(desk: Desk) -> None:
    of_id = await sent(desk)
    await desk.asks(Amend(Amendment.EDIT, of_id=of_id))
    await desk.says("/broadcast")
    assert "Send me the alert" in desk.text


async def test_after_a_cancellation_the_next_one_is_a_tap_away(desk: Desk) -> None:
    await desk.says("/broadcast")
    await desk.says("Bridge")
    await desk.taps("✖ Cancel")
    await desk.taps("📣 New broadcast")
    assert "Send me the alert" in desk.text


async def test_what_is_too_long_names_the_language_and_says_what_to_do(desk: Desk) -> None:
    await desk.says("/broadcast")
    await desk.taps("Українська")
    await desk.says("я" * 3000)
    await desk.taps("+ English")
    await desk.says("Bridge", media=(PHOTO,))
    assert "at most 1,024 characters" in desk.text
    assert "• <b>Українська</b>: 1,976 characters too long, 1,024 fit" in desk.text
    assert "English" not in desk.text
    assert "First shorten" in desk.text
    assert (await open_draft(desk)).alert == Alert({"uk": "я" * 3000})
    await desk.taps("✎ Українська")
    await desk.says("я" * 1024)
    await desk.taps("+ English")
    await desk.says("Bridge", media=(PHOTO,))
    assert (await open_draft(desk)).alert == Alert({"uk": "я" * 1024, "en": "Bridge"}, (PHOTO,))


async def test_a_photo_without_words_joins_the_text_that_stands(desk: Desk) -> None:
    await desk.says("/broadcast")
    await desk.says("Bridge")
    answer = await desk.says(media=(PHOTO,))
    assert answer.preview
    assert (answer.preview.text, answer.preview.media) == (Markup("Bridge"), (PHOTO,))


async def test_a_file_replaces_no_other_unasked(desk: Desk) -> None:
    await desk.says("/broadcast")
    await desk.says("Bridge", media=(PHOTO,))
    await desk.says(media=(Media(MediaKind.VIDEO, "video"),))
    assert "is not expecting this" in desk.text
    assert (await open_draft(desk)).alert == Alert({"en": "Bridge"}, (PHOTO,))


async def test_a_poll_is_known_by_its_question_and_goes_out_alone(desk: Desk) -> None:
    await readers(desk.db, en=1)
    await desk.says("/broadcast")
    await desk.says("Rail & road?", "Rail &amp; road?", poll=True)
    await desk.taps("Use this poll")
    await desk.says("Bridge", media=(PHOTO,))
    assert "is sent on its own" in desk.text
    await desk.taps("Show the draft")
    await desk.taps("Check")
    assert "English" not in desk.text
    await desk.taps("✅ Send")
    assert "🗳 Rail &amp; road?" in desk.text


async def test_an_editor_is_asked_to_leave_the_poll_in_the_chat(desk: Desk) -> None:
    await desk.says("/broadcast")
    await desk.says("Bridge")
    assert "do not delete it" not in desk.text
    text = desk.wrote
    await desk.taps("✎ English")
    await desk.says("Rail?", poll=True)
    await desk.taps("Use this poll, not the text")
    assert "Please do not delete it here until everyone has it." in desk.text
    # The text that it took the place of does not come back.
    assert await desk.edits(text, "Bridges") == Answer()
    assert (await open_draft(desk)).alert.poll


async def test_what_waits_for_its_time_needs_no_correction(desk: Desk) -> None:
    await readers(desk.db, en=1)
    await desk.says("/broadcast")
    await desk.says("Bridge")
    await desk.taps("🕒")
    await desk.taps("In 10 min")
    await desk.taps("Check")
    await desk.taps("✅ Schedule")
    assert desk.labels == ["▶️ Send now", "✖ Cancel", "✎ Edit", "↻ Refresh"]


@pytest.mark.parametrize(
    "said", [{"words": "Tunnel", "media": (PHOTO,)}, {"media": (PHOTO,), "album": "9"}, {"poll": True}, {"other": True}]
)
async def test_what_is_not_waited_for_is_not_met_with_silence(desk: Desk, said: dict[str, object]) -> None:
    await desk.says("/broadcast")
    await desk.says("Bridge")
    await desk.says(**said)  # type: ignore[arg-type]
    assert "is not expecting this" in desk.text
    assert (await open_draft(desk)).alert == Alert({"en": "Bridge"})
    assert previewed(await desk.taps("Show the draft")) == "Bridge"
