"""The editors' desk: alerts and breaking stories, and who is kept away from it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.newsroom import Newsroom
from tests.people import Person, labels

pytestmark = pytest.mark.asyncio(loop_scope="module")

BOLD = [{"type": "bold", "offset": 0, "length": 5}]


async def draft(editor: Person, text: str, **wish: Any) -> None:
    await editor.sees("", after=await editor.says("/broadcast"))
    await editor.sees("?", after=await editor.says(text, **wish))


async def test_an_alert_from_its_text_to_its_result(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    await reader.says("/subscribe nato")
    await reader.sees("You now follow")
    blocker = await newsroom.telegram.person("ru")
    await blocker.says("/subscribe nato")
    await blocker.sees("НАТО")
    await blocker.blocks()
    editor = await newsroom.telegram.editor()
    await draft(editor, "Alert: the <bridge> & the road are closed", entities=BOLD)
    preview = (await editor.messages())[-2]
    assert preview["text"] == "Alert: the <bridge> & the road are closed"
    await editor.taps("НАТО · ")
    await editor.sees("1 чат")
    await editor.taps("✅ Надіслати")
    received = await reader.sees("Alert: the <bridge>")
    assert received["entities"] == BOLD
    assert (preview["text"], preview["entities"]) == (received["text"], received["entities"])
    result = await editor.sees("Сповіщення розіслано")
    assert "доставлено: 1" in result["text"]


async def test_two_taps_make_one_broadcast(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    await reader.says("/subscribe kyiv")
    await reader.sees("You now follow")
    editor = await newsroom.telegram.editor()
    await draft(editor, "Once only")
    await editor.taps("Київ · ")
    confirm = await editor.sees("Кому")
    await editor.taps("✅ Надіслати", confirm)
    again = await editor.forges(_data(confirm, "✅ Надіслати"), confirm)
    assert again
    assert again["show_alert"]
    await reader.sees("Once only")
    assert sum("Once only" in message["text"] for message in await reader.messages()) == 1


async def test_cancelling_sends_nothing(newsroom: Newsroom) -> None:
    editor = await newsroom.telegram.editor()
    await draft(editor, "Never to be seen")
    choice = await editor.last()
    await editor.taps("✖ Скасувати", choice)
    await editor.sees("Нічого не надіслано")
    answer = await editor.forges(_data(choice, "Усім"), choice)
    assert answer
    assert "закрито" in answer["text"]


async def test_a_text_too_long_is_asked_for_again(newsroom: Newsroom) -> None:
    editor = await newsroom.telegram.editor()
    await editor.sees("", after=await editor.says("/broadcast"))
    await editor.sees("задовгий", after=await editor.says("x" * 4090))
    await editor.sees("Кому надіслати", after=await editor.says("short enough"))
    await editor.taps("✖ Скасувати")


async def test_strangers_are_refused(newsroom: Newsroom) -> None:
    stranger = await newsroom.telegram.person("en")
    for command in ("/broadcast", "/breaking"):
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
    await stranger.forges(_data(choice, "Усім"), shown)
    await stranger.sees("Only editors")
    await editor.taps("✖ Скасувати", choice)


async def test_an_editor_pushes_a_story(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("ru")
    await reader.says("/subscribe sport")
    await reader.sees("следите")
    editor = await newsroom.telegram.editor()
    await editor.says("/sport")
    await editor.taps("1")
    card = await editor.last()
    title = card["text"].splitlines()[0]
    await editor.taps("🔴 Надіслати як термінову", card)
    await editor.sees(f"«{title}»")
    await editor.taps("✅ Надіслати")
    await editor.sees("Надіслано в 1 чат")
    pushed = [message for message in await reader.messages() if message["text"].startswith("🔴")]
    assert pushed or await reader.sees("🔴")
    answer = await editor.taps("🔴 Надіслати як термінову", card)
    assert answer
    assert "вже надіслано" in answer["text"]


async def test_editors_have_their_own_menu(newsroom: Newsroom) -> None:
    editor = await newsroom.telegram.editor()
    assert {"broadcast", "breaking", "latest"} <= {told["command"] for told in await editor.commands()}


async def test_breaking_offers_the_newest_stories(newsroom: Newsroom) -> None:
    editor = await newsroom.telegram.editor()
    said = await editor.says("/breaking")
    shown = await editor.sees("Яка новина термінова", after=said)
    assert len(labels(shown)) > 3


def _data(message: dict[str, object], label: str) -> str:
    """What a button of the message sends."""
    markup = message["reply_markup"]
    assert isinstance(markup, dict)
    return next(
        str(button["callback_data"]) for row in markup["inline_keyboard"] for button in row if label in button["text"]
    )
