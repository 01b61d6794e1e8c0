"""/tags alias: editors give topics other spellings."""

from __future__ import annotations

import pytest

from tests.newsroom import Newsroom

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_topic_is_found_by_the_editors_spelling_until_it_is_taken_away(newsroom: Newsroom) -> None:
    editor, reader = await newsroom.telegram.editor(), await newsroom.telegram.person("uk")
    await reader.says("Альянс")
    await reader.sees("Теми «Альянс» немає")
    await editor.says("/tags alias nato Альянс")
    await editor.sees("альянс")
    await reader.says("альянсу")
    await reader.sees("#НАТО")
    taken = await editor.says("/tags alias nato -Альянс")
    said = await editor.sees("nato", after=taken)
    assert "альянс," not in said["text"]
    after = await reader.says("Альянсом")
    await reader.sees("немає", after=after)


async def test_readers_change_no_spellings(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    await reader.says("/tags alias nato Alliance")
    await reader.sees("editors")


async def test_a_spelling_of_another_topic_is_not_taken_silently(newsroom: Newsroom) -> None:
    editor = await newsroom.telegram.editor()
    await editor.sees("власна команда", after=await editor.says("/tags alias eu nato"))
    refused = await editor.sees("уже знаходять тему НАТО", after=await editor.says("/tags alias eu НАТО"))
    assert "/tags alias nato -НАТО" in refused["text"]
    await editor.sees("НАТО", after=await editor.says("/tags alias nato -НАТО"))
    moved = await editor.sees("ЄС /eu", after=await editor.says("/tags alias eu НАТО"))
    assert "нато" in moved["text"]
