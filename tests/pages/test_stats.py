"""/stats in pictures and in words, in each language."""

from __future__ import annotations

import asyncio

import pytest

from bot.news.breaking import without_prefix
from tests.newsroom import Newsroom
from tests.pages.test_staff import invitation
from tests.people import Person, labels

pytestmark = pytest.mark.asyncio(loop_scope="module")

SAID = {
    "uk": (
        "Як ідуть справи",
        "За темами стеж",
        "рахуємо відсьогодні",
        "читаються 3 із 3",
        "Останні повідомлення",
    ),
    "ru": ("Как идут дела", "За темами след", "с сегодняшнего дня", "Исправно читаются 3 из 3", "Последние сообщения"),
    "en": (
        "How things are going",
        "topics. Growth is counted",
        "counted from today on",
        "3 of 3 sources are read",
        "Latest messages",
    ),
}


async def analyst(newsroom: Newsroom, language: str) -> Person:
    root, person = await newsroom.telegram.editor(), await newsroom.telegram.person(language)
    link = await invitation(root, "➕ Аналітик")
    await person.sees("/help", after=await person.says(f"/start {link}"))
    return person


@pytest.mark.parametrize("language", SAID)
async def test_readers_pushes_and_sources_in_pictures_and_words(newsroom: Newsroom, language: str) -> None:
    heading, *said, below = SAID[language]
    reader, person = await newsroom.telegram.person(language), await analyst(newsroom, language)
    for tag in ("kyiv", "nato", "ukraine"):
        await reader.sees("", after=await reader.says(f"/subscribe {tag}"))
    story = await newsroom.telegram.newsroom("publish", kind="breaking")
    await reader.sees(without_prefix(story["titles"][language]), within=20)
    await asyncio.sleep(8)  # Until it is counted how fast it came.

    asked = await person.says("/stats")
    first = await person.sees(heading, within=60, after=asked)
    for words in said:
        assert words in first["caption"]
    pictures = [message for message in await person.messages(after=asked) if "photo" in message]
    assert len(pictures) >= 1
    assert len({message.get("media_group_id") for message in pictures}) == 1
    listed = await person.sees(below, after=asked)
    await person.taps(labels(listed)[0], listed)
    report = await person.sees("✅", after=listed["message_id"])
    assert [label[:1] for label in labels(report)] == ["📄"]  # Nothing that an analyst may not do.


async def test_strangers_see_no_numbers(newsroom: Newsroom) -> None:
    stranger = await newsroom.telegram.person("en")
    await stranger.sees("Only editors", after=await stranger.says("/stats"))
