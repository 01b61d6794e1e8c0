"""The playground's page in a headless browser, for any test: a screen at which people sit, on a desktop or a phone.

With `SCREENSHOTS=DIR` what is `pictured` is also written there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
SIZES = {"desktop": (1280, 860), "phone": (390, 844)}
"""Width and height of what is seen of a page."""
PATIENCE = 15_000.0
"""Milliseconds."""
_TOO_WIDE = "[...document.querySelectorAll('.message, .message *')].filter(e => e.scrollWidth > innerWidth + 1).length"
needs_browser = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("REQUIRE_BROWSER"), reason="NO BROWSER: install chromium"
)
on_every_screen = pytest.mark.parametrize("size", SIZES)


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    async with async_playwright() as player:
        browser = await player.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


@asynccontextmanager
async def open_screen(browser: Browser, url: str, size: str = "desktop") -> AsyncIterator[Screen]:
    """Fails at the end when a script of the page did."""
    width, height = SIZES[size]
    page = await browser.new_page(viewport={"width": width, "height": height})
    screen = Screen(page, size)
    page.on("pageerror", lambda error: screen.failures.append(str(error)))
    await page.goto(url)
    yield screen
    await page.close()
    assert not screen.failures


@dataclass(frozen=True, slots=True)
class Screen:
    page: Page
    size: str
    failures: list[str] = field(default_factory=list)

    async def sits(self, person: int) -> None:
        """From now on this person is at the screen, in their chat with the bot."""
        await self.page.get_by_test_id(f"person-{person}").click()

    async def opens(self, chat: int) -> None:
        """A group or channel in which this person is."""
        await self.page.get_by_test_id(f"chat-{chat}").click()

    async def starts(self) -> None:
        """Telegram has heard it when this returns."""
        await self.page.get_by_test_id("start").click()
        await self.sees("/start")

    async def says(self, text: str) -> None:
        await self.page.get_by_test_id("input").fill(text)
        await self.page.get_by_test_id("input").press("Enter")

    async def taps(self, label: str) -> None:
        """The newest button with this in its label."""
        await self.page.get_by_test_id("button").filter(has_text=label).last.click()

    async def sees(self, text: str) -> None:
        found = self.page.get_by_test_id("messages").get_by_text(text)
        await expect(found.last).to_be_visible(timeout=PATIENCE)

    async def sees_button(self, label: str) -> None:
        found = self.page.get_by_test_id("button").filter(has_text=label)
        await expect(found.last).to_be_visible(timeout=PATIENCE)

    async def pictured(self, name: str) -> None:
        """Nothing in a message is wider than the screen."""
        assert await self.page.evaluate(_TOO_WIDE) == 0
        if folder := os.environ.get("SCREENSHOTS"):
            await self.page.wait_for_timeout(700)  # for pictures to arrive
            await self.page.screenshot(path=Path(folder) / f"{name}.png")
