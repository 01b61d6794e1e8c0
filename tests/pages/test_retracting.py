"""A story that was pushed is corrected and taken back."""

from __future__ import annotations

import pytest

from tests.newsroom import Newsroom
from tests.pages.editor import send

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_pushed_story_is_corrected_and_struck_out(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("uk")
    await reader.sees("", after=await reader.says("/subscribe sport"))
    editor = await newsroom.telegram.editor()
    await editor.sees("#", after=await editor.says("/sport"))
    await editor.taps("1")
    await editor.taps("🔴 Надіслати як термінову")
    await editor.taps("✅ Надіслати")
    pushed = await reader.sees("🔴")
    title = pushed["text"].splitlines()[0].removeprefix("🔴 ")
    # What was sent is written down a moment after it is seen.
    while title[:20] not in str(await editor.sees("", after=await editor.says("/correct"))):
        pass
    await editor.taps(title[:20])
    await editor.sees("Надішліть виправлення")
    await editor.sees("Вище", after=await editor.says("Рахунок інший"))
    await send(editor)
    correction = await reader.sees("Рахунок інший")
    assert correction["reply_to_message"]["message_id"] == pushed["message_id"]
    await editor.says("/retract")
    await editor.sees("Що відкликати?")
    await editor.taps(title[:20])
    await editor.taps("⛔️ Закреслити · 1")
    await editor.sees("Чому відкликаєте")
    await editor.sees("Вище", after=await editor.says("Матчу не було"))
    await send(editor, "✅ Закреслити")
    struck = await reader.sees("Матчу не було")
    assert struck["message_id"] == pushed["message_id"]
    assert "strikethrough" in [entity["type"] for entity in struck["entities"]]
    said = await reader.says("/sport")
    assert title not in (await reader.sees("", after=said))["text"]
