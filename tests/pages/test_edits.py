"""Who edits a message that an open draft was made of edits the draft."""

from __future__ import annotations

from datetime import timedelta

import pytest
from markupsafe import Markup

from bot.news.alert import Alert, Media, MediaKind
from bot.store import Database, broadcasts, drafts
from bot.store.drafts import Draft
from bot.views.desk import Amend, Amendment
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


def previewed(answer: Answer) -> str:
    assert answer.preview
    return str(answer.preview.text)


async def test_an_edit_of_a_text_is_an_edit_of_the_draft(desk: Desk) -> None:
    await desk.says("/broadcast")
    await desk.says("Brigde")
    english = desk.wrote
    await desk.taps("+ Українська")
    await desk.says("Міст")
    assert previewed(await desk.edits(english, "Bridge")) == "Bridge"
    assert "Your edit is in the draft" in desk.text
    assert (await open_draft(desk)).alert == Alert({"en": "Bridge", "uk": "Міст"})


async def test_what_a_draft_waits_for_it_waits_for_after_an_edit(desk: Desk) -> None:
    await desk.says("/broadcast")
    await desk.says("Brigde")
    english = desk.wrote
    await desk.taps("+ Українська")
    await desk.edits(english, "Bridge")
    assert "<b>Українська</b>" in desk.text
    await desk.says("Міст")
    assert (await open_draft(desk)).alert == Alert({"en": "Bridge", "uk": "Міст"})


async def test_only_the_newest_message_of_a_text_edits_it(desk: Desk) -> None:
    await desk.says("/broadcast")
    await desk.says("Bridge")
    first = desk.wrote
    await desk.taps("✎ English")
    await desk.says("Tunnel")
    assert await desk.edits(first, "Bridges") == Answer()
    assert (await open_draft(desk)).alert == Alert({"en": "Tunnel"})


async def test_captions_and_files_are_edited_too(desk: Desk) -> None:
    other = Media(MediaKind.VIDEO, "video")
    await desk.says("/broadcast")
    await desk.says("Brigde", media=(PHOTO,))
    assert previewed(await desk.edits(desk.wrote, "Bridge", media=(PHOTO,))) == "Bridge"
    await desk.edits(desk.wrote, "Bridge", media=(other,))
    assert (await open_draft(desk)).alert == Alert({"en": "Bridge"}, (other,))
    assert previewed(await desk.edits(desk.wrote, media=(other,))) == ""
    assert previewed(await desk.edits(desk.wrote, "Bridge again", media=(other,))) == "Bridge again"
    assert (await open_draft(desk)).alert == Alert({"en": "Bridge again"}, (other,))


async def test_the_caption_of_an_album_is_edited_in_its_part(desk: Desk) -> None:
    parts = [Media(MediaKind.PHOTO, str(number)) for number in range(3)]
    await desk.says("/broadcast")
    await desk.taps("Русский")
    for part, words in zip(parts, ("", "Мсот", ""), strict=True):
        await desk.says(words, media=(part,), album="9")
    second = desk.wrote - 1
    assert await desk.edits(second, "Мост", media=(parts[1],)) == Answer()
    assert previewed(await desk.taps("Show it")) == "Мост"
    other = Media(MediaKind.PHOTO, "other")
    answer = await desk.edits(second, "Мосты", media=(other,))
    assert answer.preview
    assert (answer.preview.text, answer.preview.media) == (Markup("Мосты"), (parts[0], other, parts[2]))


async def test_edits_that_change_nothing_are_met_with_silence(desk: Desk) -> None:
    assert await desk.edits(0, "Bridge") == Answer()
    await desk.says("/broadcast")
    await desk.says("Bridge")
    before = await open_draft(desk)
    assert await desk.edits(desk.wrote, "Bridge") == Answer()
    assert await desk.edits(desk.wrote + 5, "Another") == Answer()
    assert await open_draft(desk) == before


async def sends(desk: Desk, words: str, label: str = "✅ Send") -> int:
    """The message that the draft was made of."""
    await desk.says(words)
    await desk.taps("Check")
    await desk.taps(label)
    return desk.wrote


async def test_an_edit_of_what_went_out_changes_nothing_and_says_once_what_does(desk: Desk) -> None:
    await readers(desk.db, en=1)
    await desk.says("/broadcast")
    sent = await sends(desk, "Bridge")
    assert await desk.edits(sent, "Bridge") == Answer()
    await desk.edits(sent, "Tunnel")
    assert "changes nothing for readers" in desk.text
    async with desk.db.read() as tx:
        (told,) = await broadcasts.under_way(tx)
    assert told.alert == Alert({"en": "Bridge"})
    assert await desk.edits(sent, "Tunnels") == Answer()
    await desk.taps("✎ Edit")
    newer = await sends(desk, "Tunnels", "✅ Change it")
    await desk.edits(newer, "Many tunnels")
    assert desk.labels == ["✎ Edit"]


async def test_what_is_no_longer_edited_is_corrected(desk: Desk) -> None:
    await readers(desk.db, en=1)
    await desk.says("/broadcast")
    sent = await sends(desk, "Bridge")
    await deliver(desk.db, desk.now)
    await desk.asks(Amend(Amendment.CORRECT, of_id=1))
    correction = await sends(desk, "Tunnel")
    await desk.edits(correction, "Tunnels")
    assert desk.labels == ["✎ Edit"]
    desk.now += timedelta(hours=25)
    await desk.edits(sent, "Tunnel")
    assert desk.labels == ["✏️ Correct"]


async def test_nothing_is_offered_of_what_was_deleted(desk: Desk) -> None:
    await readers(desk.db, en=1)
    await desk.says("/broadcast")
    sent = await sends(desk, "Bridge")
    await desk.asks(Amend(Amendment.DELETE, of_id=1))
    await desk.taps("✅ Delete it")
    assert await desk.edits(sent, "Tunnel") == Answer()


async def test_an_edit_after_the_last_look_is_looked_at_again(desk: Desk) -> None:
    await readers(desk.db, en=1)
    await desk.says("/broadcast")
    await desk.says("Bridge")
    await desk.taps("Check")
    await desk.edits(desk.wrote, "Tunnel")
    assert "changed in the meantime" in (await desk.taps("✅ Send")).toast


async def test_readers_edit_in_silence(desk: Desk) -> None:
    reader = Desk(desk.db, 12)
    assert await reader.edits(0, "/latest") == Answer()
    async with desk.db.read() as tx:
        assert not await drafts.current(tx, 12)


async def test_what_was_too_long_can_be_edited_until_it_fits(desk: Desk) -> None:
    await desk.says("/broadcast")
    await desk.says("x" * 1100, media=(PHOTO,))
    assert "76 characters too long" in desk.text
    await desk.edits(desk.wrote, "x" * 1030, media=(PHOTO,))
    assert "6 characters too long" in desk.text
    assert previewed(await desk.edits(desk.wrote, "x" * 1024, media=(PHOTO,))) == "x" * 1024
    draft = await open_draft(desk)
    assert (draft.alert, draft.awaits) == (Alert({"en": "x" * 1024}, (PHOTO,)), "")


async def test_an_edit_that_is_too_long_changes_nothing(desk: Desk) -> None:
    await desk.says("/broadcast")
    await desk.says("Bridge", media=(PHOTO,))
    await desk.edits(desk.wrote, "x" * 1025, media=(PHOTO,))
    assert "1 character too long" in desk.text
    assert (await open_draft(desk)).alert == Alert({"en": "Bridge"}, (PHOTO,))
