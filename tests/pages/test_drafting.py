"""A draft, step by step, at the desk itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from markupsafe import Markup

from bot.news.alert import Alert, Media, MediaKind, Reference
from bot.news.audience import Audience
from bot.news.chats import ChatKind, Level
from bot.news.delivery import Doubt
from bot.store import Database, audit, broadcasts, chats, drafts
from bot.store.drafts import Draft
from bot.views.desk import ConfirmBroadcast
from tests.pages.desk import EDITORS, PHOTO, Desk, deliver, readers
from tests.store.samples import NATO, NOON, article, follower, meet, take_in

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])


@pytest.fixture
async def desk(db: Database) -> Desk:
    return Desk(db)


async def open_draft(desk: Desk) -> Draft:
    async with desk.db.read() as tx:
        found = await drafts.current(tx, desk.id)
    assert found
    return found


async def alerts(desk: Desk) -> list[broadcasts.Told]:
    async with desk.db.read() as tx:
        return await broadcasts.under_way(tx)


async def test_a_text_for_each_language_and_the_first_for_all_others(desk: Desk) -> None:
    await readers(desk.db, uk=3, ru=30, en=1)
    await desk.says("/broadcast")
    assert "Send me the alert" in desk.text
    answer = await desk.says("Bridge", "<b>Bridge</b>")
    assert answer.preview
    assert answer.preview.text == Markup("<b>Bridge</b>")
    await desk.taps("+ Українська")
    answer = await desk.says("Міст")
    assert answer.preview
    assert answer.preview.text == Markup("Міст")
    await desk.taps("Check")
    # The editor is a reader, too.
    assert "To <b>everyone</b>: 35 chats" in desk.text
    assert "English: 2 chats\n" in desk.text
    assert "Русский: 30 chats get the text “English”" in desk.text
    assert "Українська: 3 chats" in desk.text
    await desk.taps("✅ Send")
    (told,) = await alerts(desk)
    assert told.alert == Alert({"en": "<b>Bridge</b>", "uk": "Міст"})
    assert list(told.alert.texts) == ["en", "uk"]


async def test_the_first_text_may_be_in_another_language(desk: Desk) -> None:
    await desk.says("/broadcast")
    await desk.taps("Русский")
    assert "<b>Русский</b>" in desk.text
    await desk.says("Мост")
    assert (await open_draft(desk)).alert == Alert({"ru": "Мост"})


@pytest.mark.parametrize("words", ["#НАТО", "/nato", "/latest news on the bridge", "/usr/bin", "НАТО"])
async def test_words_that_look_like_a_topic_or_a_command_are_the_text(desk: Desk, words: str) -> None:
    await desk.says("/broadcast")
    await desk.says(words)
    assert (await open_draft(desk)).alert == Alert({"en": words})


async def test_commands_still_act_while_a_draft_waits(desk: Desk) -> None:
    await desk.says("/broadcast")
    for command in ("/latest", "/help", "/correct", "/breaking"):
        await desk.says(command)
        assert not (await open_draft(desk)).alert.texts
    await desk.says("/cancel")
    assert "Nothing was sent" in desk.text
    await desk.says("/cancel")
    assert "no open draft" in desk.text


async def test_words_after_the_draft_is_written_are_a_topic_again(desk: Desk) -> None:
    await desk.says("/broadcast")
    await desk.says("Bridge")
    await desk.says("nato")
    assert (await open_draft(desk)).alert == Alert({"en": "Bridge"})


@pytest.mark.parametrize(("media", "most"), [((), 4096), ((PHOTO,), 1024)])
async def test_what_is_too_long_is_refused_with_the_limit(desk: Desk, media: tuple[Media, ...], most: int) -> None:
    await desk.says("/broadcast")
    await desk.says("x" * (most + 2), "<b>" + "x" * (most + 2) + "</b>", media=media)
    assert "<b>English</b>: 2 characters too long, " in desk.text
    assert f"at most {most:,} characters" in desk.text
    await desk.says("x" * most, media=media)
    assert (await open_draft(desk)).alert.media == media


async def test_a_photo_takes_captions_in_several_languages(desk: Desk) -> None:
    await desk.says("/broadcast")
    await desk.says("Bridge", media=(PHOTO,))
    await desk.taps("+ Русский")
    await desk.says("Мост")
    assert (await open_draft(desk)).alert == Alert({"en": "Bridge", "ru": "Мост"}, (PHOTO,))


async def test_an_album_is_collected_from_its_parts(desk: Desk) -> None:
    parts = [Media(MediaKind.PHOTO, str(number)) for number in range(3)]
    await desk.says("/broadcast")
    first = await desk.says(media=(parts[0],), album="9")
    assert first.reply
    assert "album" in first.reply.text
    for part, words in zip(parts[1:], ("Bridge", ""), strict=True):
        assert (await desk.says(words, media=(part,), album="9")).reply is None
    answer = await desk.taps("Show it")
    assert answer.preview
    assert (answer.preview.media, answer.preview.text) == (tuple(parts), Markup("Bridge"))
    await desk.says("Another", media=(PHOTO,), album="9")
    assert (await open_draft(desk)).alert == Alert({"en": "Bridge"}, tuple(parts))


async def test_a_poll_is_shown_as_the_bots_own_and_then_used(desk: Desk) -> None:
    await readers(desk.db, en=2)
    await desk.says("/broadcast")
    answer = await desk.says(poll=True)
    assert answer.preview
    assert answer.preview.copy == Reference(desk.id, len(desk.shown) - 2)
    assert answer.if_refused
    assert "Please make the poll here" in answer.if_refused.text
    copy = len(desk.shown) - 1
    await desk.taps("Use this poll")
    assert "Українська" not in " ".join(desk.labels)
    await desk.taps("Check")
    await desk.taps("✅ Send")
    (told,) = await alerts(desk)
    assert told.alert == Alert(poll=Reference(desk.id, copy))


async def test_a_poll_in_place_of_a_text_says_so(desk: Desk) -> None:
    await desk.says("/broadcast")
    await desk.says("Bridge")
    await desk.taps("+ Русский")
    await desk.says(poll=True)
    assert "✅ Use this poll, not the text" in desk.labels
    await desk.taps("not the text")
    again = await desk.says("/broadcast")
    assert again.preview
    assert again.preview.copy == (await open_draft(desk)).alert.poll


async def test_what_cannot_be_broadcast_is_said(desk: Desk) -> None:
    await desk.says("/broadcast")
    await desk.says(other=True)
    assert "cannot broadcast this" in desk.text


async def test_an_audience_of_tags_languages_and_kinds(desk: Desk) -> None:
    async with desk.db.write() as tx:
        await take_in(tx, article(tags_=[NATO]))
        await follower(tx, 1, 1)
        await follower(tx, 2, 1, Level.ALL)
        await meet(tx, 3, language="uk")
        await meet(tx, -4, language="uk", kind=ChatKind.CHANNEL)
        quiet = await meet(tx, 5)
        await chats.want_alerts(tx, quiet.number, False, NOON)
    await desk.says("/broadcast")
    await desk.says("Bridge")
    await desk.taps("👥 To: everyone · 5")
    await desk.taps("NATO · 2")
    assert "To <b>NATO</b>: 2 chats" in desk.text
    await desk.taps("✓ NATO")
    await desk.taps("Укр")
    assert "To <b>Українська</b>: 2 chats" in desk.text
    await desk.taps("channels")
    assert "To <b>Українська · channels</b>: 1 chat" in desk.text
    await desk.taps("groups")
    await desk.taps("‹ Done · 1")
    assert (await open_draft(desk)).audience == Audience(
        None, (), ("uk",), (ChatKind.CHANNEL, ChatKind.GROUP), alerts=True
    )
    await desk.taps("👥 To")
    await desk.taps("everyone")
    assert "To <b>everyone</b>: 5 chats" in desk.text


async def test_nobody_is_no_audience(desk: Desk) -> None:
    await desk.says("/broadcast")
    await desk.says("Bridge")
    await desk.taps("👥 To")
    await desk.taps("channels")
    await desk.taps("‹ Done")
    await desk.taps("Check")
    assert "Nobody would get it" in desk.text
    assert desk.labels == ["‹ Back"]


async def test_a_time_by_button_or_typed(desk: Desk) -> None:
    await readers(desk.db, en=1)
    await desk.says("/broadcast")
    await desk.says("Bridge")
    await desk.taps("🕒 When: at once")
    await desk.taps("In 10 min")
    assert "🕒 When: 15:10 (Europe/Kyiv)" in desk.labels
    await desk.taps("🕒 When")
    await desk.says("half past never")
    assert "do not understand this time" in desk.text
    await desk.says("tomorrow 9:00")
    assert "🕒 When: May 5, 09:00 (Europe/Kyiv)" in desk.labels or "🕒 When: 5 May, 09:00 (Europe/Kyiv)" in desk.labels
    await desk.taps("Check")
    await desk.taps("✅ Schedule")
    assert "Scheduled for 5 May, 09:00 (Europe/Kyiv)" in desk.text
    assert not await deliver(desk.db, NOON)
    assert len(await deliver(desk.db, NOON + timedelta(hours=18))) == 2


async def test_what_becomes_of_doubtful_sends(desk: Desk) -> None:
    await desk.says("/broadcast")
    await desk.says("Bridge")
    answer = await desk.taps("❔ If unsure: send again")
    assert "not sent again" in answer.toast
    assert (await open_draft(desk)).doubt is Doubt.SKIP
    await desk.taps("❔ If unsure: skip")
    assert (await open_draft(desk)).doubt is Doubt.RETRY


async def test_only_what_was_shown_is_confirmed_and_only_once(desk: Desk) -> None:
    await readers(desk.db, en=1)
    await desk.says("/broadcast")
    await desk.says("Bridge")
    await desk.taps("Check")
    seen = await open_draft(desk)
    confirm = ConfirmBroadcast(seen.id, seen.revision)
    await desk.taps("‹ Back")
    await desk.taps("✎ English")
    await desk.says("Tunnel")
    answer = await desk.asks(confirm)
    assert "changed in the meantime" in answer.toast
    assert not await alerts(desk)
    await desk.taps("✅ Send")
    for _ in range(2):
        assert "closed" in (await desk.asks(ConfirmBroadcast(seen.id, seen.revision + 3))).toast
    (told,) = await alerts(desk)
    assert told.alert == Alert({"en": "Tunnel"})
    async with desk.db.read() as tx:
        (act,) = await audit.recent(tx, 9)
    assert (act.editor_id, act.act, act.subject) == (desk.id, "broadcast", "Tunnel")


async def test_two_editors_do_not_collide(desk: Desk) -> None:
    other = Desk(desk.db, max(EDITORS))
    for one, words in ((desk, "Bridge"), (other, "Tunnel")):
        await one.says("/broadcast")
        await one.says(words)
    mine = await open_draft(desk)
    assert "closed" in (await other.asks(ConfirmBroadcast(mine.id, mine.revision))).toast
    for one in (desk, other):
        await one.taps("Check")
        await one.taps("✅ Send")
    assert [told.alert and told.alert.text("en") for told in await alerts(desk)] == ["Bridge", "Tunnel"]
