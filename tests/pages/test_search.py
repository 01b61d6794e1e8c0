"""/search in the local Telegram: words in any form, pages, and cards that lead back."""

from __future__ import annotations

import pytest

from bot.gateway.codec import VERSION
from tests.newsroom import Newsroom

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_search_says_how(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    await reader.says("/search")
    await reader.sees("What are you looking for?")


@pytest.mark.parametrize(("language", "typed"), [("en", "Ukraine energy site"), ("uk", "нічний автобус Київ")])
async def test_words_are_found_in_any_form(newsroom: Newsroom, language: str, typed: str) -> None:
    reader = await newsroom.telegram.person(language)
    await reader.says(f"/search {typed}")
    found = await reader.sees("🔎")
    assert "1." in found["text"]


async def test_a_card_that_was_found_leads_back_to_what_was_found(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    await reader.says("/search nato")
    found = await reader.sees("🔎 nato")
    await reader.taps("1", found)
    await reader.sees("The Sample Herald · ")
    await reader.taps("‹ Back to the list")
    assert (await reader.sees("🔎 nato"))["message_id"] == found["message_id"]


async def test_nothing_found_says_what_to_do(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("ru")
    await reader.says("/search <b>кракозябра</b>")
    said = await reader.sees("ничего не нашлось")
    assert "<b>кракозябра</b>" in said["text"]


async def test_a_button_of_a_forgotten_search_asks_anew(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    await reader.says("/search nato")
    shown = await reader.sees("🔎 nato")
    await reader.forges(f"{VERSION}lsSzzz", shown)
    await reader.sees("What are you looking for?")
