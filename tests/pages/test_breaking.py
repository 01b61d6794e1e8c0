"""Pushing a story as breaking, by an editor."""

from __future__ import annotations

import pytest

from tests.newsroom import Newsroom
from tests.people import labels

pytestmark = pytest.mark.asyncio(loop_scope="module")


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


async def test_breaking_offers_the_newest_stories(newsroom: Newsroom) -> None:
    editor = await newsroom.telegram.editor()
    said = await editor.says("/breaking")
    shown = await editor.sees("Яка новина термінова", after=said)
    assert len(labels(shown)) > 3


async def test_a_story_that_nobody_follows_is_not_pushed(newsroom: Newsroom) -> None:
    editor = await newsroom.telegram.editor()
    await editor.says("/breaking")
    shown = await editor.sees("Яка новина термінова")
    answer = await editor.taps(labels(shown)[-2], shown)
    assert answer
    assert "ніхто не стежить" in answer["text"]
