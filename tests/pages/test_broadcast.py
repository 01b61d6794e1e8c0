"""The editors' desk: an alert from its text to its report, and who is kept away from it."""

from __future__ import annotations

import asyncio

import pytest

from tests.newsroom import Newsroom
from tests.pages.editor import aim, data, draft, send
from tests.people import Person, labels

pytestmark = pytest.mark.asyncio(loop_scope="module")

BOLD = [{"type": "bold", "offset": 0, "length": 5}]


async def follower(newsroom: Newsroom, language: str, topic: str) -> Person:
    reader = await newsroom.telegram.person(language)
    await reader.sees("", after=await reader.says(f"/subscribe {topic}"))
    return reader


async def test_an_alert_from_its_text_to_its_report(newsroom: Newsroom) -> None:
    reader = await follower(newsroom, "en", "nato")
    blocker = await follower(newsroom, "ru", "nato")
    await blocker.blocks()
    editor = await newsroom.telegram.editor()
    await draft(editor, "Alert: the <bridge> & the road are closed", entities=BOLD)
    preview = (await editor.messages())[-2]
    assert preview["text"] == "Alert: the <bridge> & the road are closed"
    await aim(editor, "НАТО · 1")
    await editor.taps("Перевірити")
    await editor.sees("НАТО — 1 чат")
    await editor.taps("✅ Надіслати")
    received = await reader.sees("Alert: the <bridge>")
    assert received["entities"] == BOLD
    assert (preview["text"], preview["entities"]) == (received["text"], received["entities"])
    report = await editor.sees("✅ Готово")
    assert "доставлено: 1" in report["text"]
    assert "100 %" in report["text"]
    assert {"✎ Змінити", "✏️ Виправити", "⛔️ Відкликати", "📄 Звіт (CSV)"} <= set(labels(report))


async def test_strangers_are_refused(newsroom: Newsroom) -> None:
    stranger = await newsroom.telegram.person("en")
    for command in ("/broadcast", "/breaking", "/correct", "/retract", "/cancel"):
        await stranger.sees("Only editors", after=await stranger.says(command))


async def test_forwarded_and_anonymous_commands_are_refused(newsroom: Newsroom) -> None:
    editor = await newsroom.telegram.editor()
    await editor.sees("лише редактори", after=await editor.says("/broadcast", forwarded=True))
    group = await newsroom.telegram.group(members=[editor.id], admins=[editor.id], title="Desk")
    said = await editor.says("/broadcast", chat=group, anonymous_admin=True)
    await editor.sees("лише редактори", chat=group, after=said)
    said = await editor.says("/broadcast", chat=group)
    await editor.sees("лише редактори", chat=group, after=said)


async def test_a_forged_button_of_the_desk_is_refused(newsroom: Newsroom) -> None:
    editor = await newsroom.telegram.editor()
    await draft(editor, "Not yours")
    choice = await editor.last()
    stranger = await newsroom.telegram.person("en")
    await stranger.says("/latest")
    shown = await stranger.sees("Latest news")
    await stranger.forges(data(choice, "👥 Кому"), shown)
    await stranger.sees("Only editors")
    await editor.taps("✖ Скасувати", choice)


async def test_editors_have_their_own_menu(newsroom: Newsroom) -> None:
    editor = await newsroom.telegram.editor()
    known = {told["command"] for told in await editor.commands()}
    assert {"broadcast", "breaking", "correct", "retract", "cancel", "latest"} <= known


async def test_who_wants_no_alerts_gets_none(newsroom: Newsroom) -> None:
    quiet, other = [await follower(newsroom, "en", "culture") for _ in range(2)]
    await quiet.sees("", after=await quiet.says("/subscriptions"))
    await quiet.taps("📣 Editors' alerts: on")
    assert "📣 Editors' alerts: off" in labels(await quiet.last())
    editor = await newsroom.telegram.editor()
    await draft(editor, "To everyone who listens")
    await aim(editor, "культура · 1")
    await send(editor)
    await other.sees("who listens")
    assert not [message for message in await quiet.messages() if "who listens" in message["text"]]


async def test_an_album_arrives_as_an_album_and_its_report_is_a_file(newsroom: Newsroom) -> None:
    reader = await follower(newsroom, "en", "economy")
    editor = await newsroom.telegram.editor()
    await editor.sees("/cancel", after=await editor.says("/broadcast"))
    await editor.sends_album("photo", "video", "photo", caption="The bridge")
    await editor.taps("👁 Показати")
    await editor.sees("Вище")
    await aim(editor, "економіка · 1")
    await send(editor)
    first = await reader.sees("The bridge")
    album = [one for one in await reader.messages() if one.get("media_group_id") == first["media_group_id"]]
    assert ["photo" in one for one in album] == [True, False, True]
    # The last delivery is counted a moment before the broadcast is done.
    await editor.taps("📄 Звіт (CSV)", await editor.sees("✅ Готово\n🖼 The bridge"))
    while not (files := [one["document"] for one in await editor.messages() if "document" in one]):
        await asyncio.sleep(0.05)
    assert files[0]["file_name"].endswith(".csv")


async def test_a_poll_is_one_for_all(newsroom: Newsroom) -> None:
    readers = [await follower(newsroom, language, "transport") for language in ("en", "uk")]
    editor = await newsroom.telegram.editor()
    await editor.sees("/cancel", after=await editor.says("/broadcast"))
    await editor.asks("Which way?", "By train", "By car")
    await editor.taps("✅ Взяти це опитування")
    await editor.sees("Вище")
    await aim(editor, "транспорт · 2")
    await send(editor)
    await editor.sees("доставлено: 2")
    own = next(message for message in reversed(await editor.messages()) if "poll" in message)
    for reader in readers:
        (got,) = [message for message in await reader.messages() if "poll" in message]
        assert got["poll"]["id"] == own["poll"]["id"]
        assert "reply_markup" not in got


async def test_an_alert_is_changed_corrected_and_struck_out(newsroom: Newsroom) -> None:
    reader = await follower(newsroom, "uk", "energy")
    editor = await newsroom.telegram.editor()
    await draft(editor, "Світла немає")
    await aim(editor, "енергетика · 1")
    await send(editor)
    got = await reader.sees("Світла немає")
    report = await editor.sees("Світла немає\n\n▓▓▓▓▓▓▓▓▓▓ 100 %")
    await editor.taps("✎ Змінити", report)
    await editor.sees("новий текст для «Світла немає»")
    await editor.sees("Вище", after=await editor.says("Світло є"))
    await send(editor, "✅ Змінити")
    assert (await reader.sees("Світло є"))["message_id"] == got["message_id"]
    await editor.taps("✏️ Виправити", report)
    await editor.sees("Надішліть виправлення")
    await editor.sees("Вище", after=await editor.says("Не всюди"))
    await send(editor)
    correction = await reader.sees("✏️ Виправлення\n\nНе всюди")
    assert correction["reply_to_message"]["message_id"] == got["message_id"]
    await editor.taps("⛔️ Відкликати", report)
    await editor.taps("⛔️ Закреслити · 1")
    await editor.sees("Чому відкликаєте")
    await editor.sees("Вище", after=await editor.says("Помилка"))
    await send(editor, "✅ Закреслити")
    struck = await reader.sees("Помилка")
    assert struck["message_id"] == got["message_id"]
    assert {"type": "strikethrough", "offset": 15, "length": 8} in struck["entities"]


async def test_an_alert_is_deleted(newsroom: Newsroom) -> None:
    reader = await follower(newsroom, "uk", "sport")
    editor = await newsroom.telegram.editor()
    await draft(editor, "Матч скасовано")
    await aim(editor, "спорт · 1")
    await send(editor)
    got = await reader.sees("Матч скасовано")
    report = await editor.sees("Матч скасовано\n\n▓▓▓▓▓▓▓▓▓▓ 100 %")
    await editor.taps("⛔️ Відкликати", report)
    await editor.taps("🗑 Видалити · 1")
    await editor.taps("✅ Видалити")
    await editor.sees("видалено: 1")
    assert got["message_id"] not in [message["message_id"] for message in await reader.messages()]


async def test_a_poll_that_cannot_be_copied_is_explained_and_another_is_taken(newsroom: Newsroom) -> None:
    editor = await newsroom.telegram.editor()
    await editor.sees("/cancel", after=await editor.says("/broadcast"))
    await newsroom.telegram.fault("400", method="copyMessage", description="Bad Request: message can't be copied")
    await editor.sees("Створіть опитування тут", after=await editor.asks("Which way?", "By train", "By car"))
    said = await editor.asks("Which way, then?", "By train", "By car")
    while not (copies := [one for one in await editor.messages(after=said) if "poll" in one]):
        await asyncio.sleep(0.05)
    await editor.taps("✅ Взяти це опитування", copies[0])
    await editor.sees("Вище", after=said)
    await editor.sees("Скасовано", after=await editor.says("/cancel"))


async def test_an_editor_mends_a_typo_by_editing_their_message(newsroom: Newsroom) -> None:
    editor = await newsroom.telegram.editor()
    await editor.sees("/cancel", after=await editor.says("/broadcast"))
    said = await editor.says("The brigde is closed")
    below = await editor.sees("Вище", after=said)
    await editor.edits(said, "The bridge is closed", entities=BOLD)
    mended = await editor.sees("Вашу правку враховано", after=below["message_id"])
    preview = await editor.sees("The bridge is closed", after=below["message_id"])
    assert preview["entities"] == BOLD
    await editor.edits(said, "The bridge is closed")
    assert "entities" not in await editor.sees("The bridge is closed", after=mended["message_id"])
    await editor.sees("Вище")
    await editor.sees("Скасовано", after=await editor.says("/cancel"))


async def test_readers_who_edit_a_command_are_not_answered_again(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    said = await reader.says("/help")
    await reader.sees("", after=said)
    await reader.edits(said, "/latest")
    after = await reader.says("/tags")
    await reader.sees("", after=after)
    assert len(await reader.messages(after=said)) == 3
