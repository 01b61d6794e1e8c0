"""The page by keyboard alone, with large letters, and its pictures in full."""

from __future__ import annotations

import aiohttp
import pytest
from playwright.async_api import expect

from bot.playground.publisher.picture import Picture
from tests.browsing import Screen, needs_browser, on_every_screen
from tests.people import Telegram
from tests.playground.api import Api
from tests.playground.page.screens import EMMA, OLENA, answering, at, fits, made, story

pytestmark = [needs_browser, pytest.mark.asyncio(loop_scope="module"), on_every_screen]


async def test_a_picture_is_shown_whole_and_large(screen: Screen, api: Api) -> None:
    await screen.starts()
    await screen.sees("/start")
    chart = Picture(900, 1_200, (20, 60, 80), (90, 140, 150)).png()
    form = aiohttp.FormData({"chat_id": str(OLENA), "photo": "attach://chart", "caption": "Subscribers by tag"})
    form.add_field("chart", chart, filename="chart.png", content_type="image/png")
    async with api.session.post(f"{api.root}/sendPhoto", data=form) as response:
        assert response.status == 200
    photo = at(screen, "photo")
    await expect(photo).to_have_attribute("aria-label", "Photo: Subscribers by tag. Show it large")
    box = await photo.bounding_box()
    assert box is not None
    assert box["height"] > box["width"]
    await photo.press("Enter")
    await expect(at(screen, "dialog").locator("img")).to_be_visible()
    await screen.pictured(f"photo-{screen.size}")
    await screen.page.keyboard.press("Escape")
    await expect(photo).to_be_focused()


async def test_large_letters(screen: Screen, api: Api, telegram: Telegram) -> None:
    """The browser's own letters twice as large."""
    larger = await screen.page.context.new_cdp_session(screen.page)
    await larger.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    await screen.page.reload()
    await screen.starts()
    text = "Ministers of the alliance meet by the harbour"
    rows = [[{"text": "Follow", "callback_data": "a"}, {"text": "Save", "callback_data": "b"}]]
    await api.call("sendMessage", chat_id=OLENA, text=text, reply_markup={"inline_keyboard": rows})
    await screen.sees("Ministers")
    await screen.pictured(f"large-{screen.size}")
    await fits(screen)
    await expect(at(screen, "send")).to_be_in_viewport(ratio=1)
    async with answering(api, [story(n) for n in range(1, 4)]):
        await at(screen, "input").press_sequentially("@tagwire_bot x")
        await expect(at(screen, "inline-result")).to_have_count(3)
        await screen.pictured(f"large-inline-{screen.size}")
        await at(screen, "inline-result").first.click()
        await screen.sees("Story 1")
    await made(screen, telegram, "forum", "Street")
    await screen.pictured(f"large-forum-{screen.size}")
    await fits(screen)


async def test_the_page_is_walked_by_keyboard_alone(screen: Screen, api: Api) -> None:
    """From face to face by arrows, to the field by Tab, and what is focused can be seen."""
    await at(screen, f"person-{OLENA}").focus()
    await screen.page.keyboard.press("ArrowDown")
    await expect(at(screen, f"person-{EMMA}")).to_be_focused()
    await screen.page.keyboard.press("Enter")
    await expect(screen.page.locator("#chat-as")).to_have_text("as Emma")
    await expect(at(screen, f"person-{EMMA}")).to_be_focused()
    seen = []
    for _ in range(14):
        await screen.page.keyboard.press("Tab")
        node = screen.page.locator(":focus")
        assert await node.evaluate("node => getComputedStyle(node).outlineStyle") != "none"
        seen.append(await node.get_attribute("data-testid"))
        if seen[-1] == "send":
            break
    order = [name for name in seen if name in ("show-topics", "block", "messages", "start", "input", "send")]
    assert order == ["show-topics", "block", "messages", "start", "input", "send"]
    assert await at(screen, "messages").get_attribute("role") == "log"
