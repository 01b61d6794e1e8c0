"""Typed inline mode: results above the field, chosen by keys, and buttons that lead there."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browsing import Screen, needs_browser, on_every_screen
from tests.people import Telegram
from tests.playground.api import Api
from tests.playground.page.screens import OLENA, answering, at, fits, made, story

pytestmark = [needs_browser, pytest.mark.asyncio(loop_scope="module"), on_every_screen]


async def test_inline_mode_is_typed_and_chosen_by_keys(screen: Screen, api: Api, telegram: Telegram) -> None:
    group = await made(screen, telegram, "group", "Neighbours", bot="left")
    button = {"text": "Choose your tags", "start_parameter": "tags"}
    async with answering(api, [story(n) for n in range(1, 9)], button=button):
        await at(screen, "input").press_sequentially("@tagwire_bot nato")
        results = at(screen, "inline-result")
        await expect(results).to_have_count(8)
        await expect(at(screen, "results-said")).to_have_text("8 results")
        await expect(results.first).to_have_attribute("aria-selected", "true")
        await screen.page.keyboard.press("ArrowDown")
        await expect(results.nth(1)).to_have_attribute("aria-selected", "true")
        active = await at(screen, "input").get_attribute("aria-activedescendant")
        assert active == await results.nth(1).get_attribute("id")
        await screen.pictured(f"inline-{screen.size}")
        await fits(screen)
        await screen.page.keyboard.press("Escape")
        await expect(at(screen, "results")).to_be_hidden()
        await screen.page.keyboard.press("Backspace")
        await expect(results).to_have_count(8)
        await screen.page.keyboard.press("Enter")
        await screen.sees("Story 1")
        await expect(at(screen, "messages")).to_contain_text("via @tagwire_bot")
        await expect(at(screen, "input")).to_have_value("")
        await screen.pictured(f"inline-chosen-{screen.size}")
        assert (await telegram.transcript(group)).endswith("Olena: Story 1 in short")
        await at(screen, "input").fill("@tagwire_bot ")
        await at(screen, "inline-button").click()
        await expect(at(screen, "start")).to_be_focused()
        await screen.page.keyboard.press("Enter")
        await screen.sees("/start tags")


async def test_buttons_lead_to_inline_mode_in_a_chosen_chat(screen: Screen, api: Api, telegram: Telegram) -> None:
    group = await made(screen, telegram, "group", "Neighbours")
    await screen.sits(OLENA)
    await screen.starts()
    chosen = {"query": "nato", "allow_group_chats": True}
    rows = [
        [{"text": "Search here", "switch_inline_query_current_chat": "kyiv"}],
        [{"text": "Share", "switch_inline_query_chosen_chat": chosen}],
    ]
    await api.call("sendMessage", chat_id=OLENA, text="A story", reply_markup={"inline_keyboard": rows})
    async with answering(api, [story(1)]):
        await screen.taps("Search here")
        await expect(at(screen, "input")).to_have_value("@tagwire_bot kyiv")
        await expect(at(screen, "inline-result")).to_have_count(1)
        await screen.page.keyboard.press("Escape")
        await screen.taps("Share")
        await expect(at(screen, f"pick-{OLENA}")).to_have_count(0)
        await screen.pictured(f"share-{screen.size}")
        await at(screen, f"pick-{group}").press("Enter")
        await expect(at(screen, "input")).to_have_value("@tagwire_bot nato")
        await at(screen, "inline-result").click()
        await screen.sees("Story 1")
