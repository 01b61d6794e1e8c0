"""Breaking stories and headlines reach those who follow their tags, once and in their language."""

from __future__ import annotations

import asyncio

import pytest

from tests.newsroom import Newsroom
from tests.people import Person, labels

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def follower(newsroom: Newsroom, language: str, tag: str = "nato", *, headlines: bool = False) -> Person:
    reader = await newsroom.telegram.person(language)
    await reader.sees("", after=await reader.says(f"/subscribe {tag}"))
    if headlines:
        await reader.says("/subscriptions")
        await reader.taps("🔴")
        await reader.taps("📰")
    return reader


async def pushed(reader: Person) -> list[str]:
    return [message["text"] for message in await reader.messages() if message["text"].startswith("🔴 ")]


async def test_a_breaking_story_comes_once_to_each_in_their_language(newsroom: Newsroom) -> None:
    readers = {language: await follower(newsroom, language) for language in ("en", "uk", "ru")}
    stranger = await newsroom.telegram.person("en")
    await stranger.says("/start")
    await stranger.sees("The news in short")

    told = await newsroom.telegram.newsroom("publish", kind="breaking")
    for language, reader in readers.items():
        card = await reader.sees(told["titles"][language])
        assert card["text"].startswith("🔴 ")
        assert card["link_preview_options"]["prefer_large_media"]
        assert {"en": "Background", "uk": "Передісторія", "ru": "Предыстория"}[language] in labels(card)
    await asyncio.sleep(3)  # another look at every feed: nothing may come twice
    for reader in readers.values():
        assert len(await pushed(reader)) == 1
    assert not await pushed(stranger)


async def test_a_pushed_card_opens_in_place(newsroom: Newsroom) -> None:
    reader = await follower(newsroom, "en", "kyiv")
    told = await newsroom.telegram.newsroom("publish", kind="breaking")
    card = await reader.sees(told["titles"]["en"])
    await reader.taps("Details", card)
    opened = await reader.last()
    assert opened["message_id"] == card["message_id"]
    assert len(opened["text"]) > len(card["text"])


async def test_a_plain_story_comes_only_to_those_who_want_every_headline(newsroom: Newsroom) -> None:
    calm = await follower(newsroom, "en", "energy")
    eager = await follower(newsroom, "uk", "energy", headlines=True)
    told = await newsroom.telegram.newsroom("publish", kind="power-imports")
    assert "energy" in told["tags"]
    await eager.sees(told["titles"]["uk"])
    assert not [m for m in await calm.messages() if told["titles"]["en"] in m["text"]]


async def test_a_reader_who_blocked_the_bot_is_left_alone_and_welcome_back(newsroom: Newsroom) -> None:
    reader = await follower(newsroom, "en", "nato")
    await reader.blocks()
    before = len(await reader.messages())
    await newsroom.telegram.newsroom("publish", kind="breaking")
    await asyncio.sleep(2)
    assert len(await reader.messages()) == before
    await reader.blocks(False)
    await reader.says("/subscriptions")
    await reader.sees("NATO: breaking news only")
