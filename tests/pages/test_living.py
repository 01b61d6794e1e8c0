"""Stories that change, go on and are taken back after readers got them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot.settings import read
from bot.store import articles, open_database, stories
from tests.newsroom import Newsroom
from tests.people import Json, Person, labels

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def follower(newsroom: Newsroom, language: str, tag: str) -> Person:
    reader = await newsroom.telegram.person(language)
    await reader.sees("", after=await reader.says(f"/subscribe {tag}"))
    return reader


async def told(newsroom: Newsroom, act: str, **args: object) -> Json:
    return await newsroom.telegram.newsroom(act, **args)


async def test_a_changed_headline_edits_the_message_and_the_last_change_stays(newsroom: Newsroom) -> None:
    readers = {language: await follower(newsroom, language, "nato") for language in ("en", "uk", "ru")}
    first = await told(newsroom, "publish", kind="breaking")
    cards = {language: await reader.sees(first["titles"][language]) for language, reader in readers.items()}
    second = await told(newsroom, "edit_headline", story=first["story"])
    assert second["titles"] != first["titles"]
    for language, reader in readers.items():
        edited = await reader.sees(second["titles"][language])
        assert edited["message_id"] == cards[language]["message_id"]
        assert labels(edited) == labels(cards[language])
    await told(newsroom, "edit_headline", story=first["story"])
    for language, reader in readers.items():
        again = await reader.sees(first["titles"][language])
        assert again["message_id"] == cards[language]["message_id"]
        assert len([m for m in await reader.messages() if m["text"].startswith("🔴 ")]) == 1


async def test_a_later_development_answers_the_first_push(newsroom: Newsroom) -> None:
    """When its stories are used up, the sample publisher goes on telling the oldest, with a link to what it told."""
    reader = await follower(newsroom, "uk", "nato")
    first = await told(newsroom, "publish", kind="breaking")
    while "nato" not in first["tags"]:
        first = await told(newsroom, "publish", kind="breaking")
    card = await reader.sees(first["titles"]["uk"])
    later = await told(newsroom, "publish", kind="breaking")
    while "nato" not in later["tags"]:
        later = await told(newsroom, "publish", kind="breaking")
    answer = await reader.sees(later["titles"]["uk"])
    assert answer["reply_to_message"]["message_id"] == card["message_id"]


async def test_a_retracted_story_leaves_the_lists_and_old_buttons_say_so(newsroom: Newsroom) -> None:
    readers = {language: await newsroom.telegram.person(language) for language in ("en", "uk", "ru")}
    story = await told(newsroom, "publish", kind="night-buses")
    lists = {}
    for language, reader in readers.items():
        async with asyncio.timeout(20):
            while True:
                said = await reader.says("/latest")
                lists[language] = await reader.sees("", after=said)
                if story["titles"][language] in lists[language]["text"]:
                    break
        assert "1. " in lists[language]["text"]
    async with open_database(read(newsroom.environ).database_url.reveal()) as db:
        async with db.read() as tx:
            newest = (await articles.latest(tx, "en", limit=50)).headlines
        (story_id,) = (line.story_id for line in newest if line.title == story["titles"]["en"])
        async with db.write() as tx:
            assert await stories.retract(tx, story_id, datetime.now(UTC))
    words = {"en": "Retracted", "uk": "Відкликано", "ru": "Отозвано"}
    for language, reader in readers.items():
        await reader.taps("1", lists[language])
        shown = await reader.sees(words[language])
        assert story["titles"][language] in shown["text"]
        listed = await reader.sees("", after=await reader.says("/latest"))
        assert story["titles"][language] not in listed["text"]
