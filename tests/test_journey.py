"""The newcomer's first minutes, in a real browser: `make play`, then read, follow, be pushed to, and broadcast.

With `SCREENSHOTS=DIR` it also writes the pictures of the documentation.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.newsroom import Newsroom, open_newsroom

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
EMMA, NADIA = "person-101002", "person-101009"
"""An English reader and the editor, who reads Ukrainian."""

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("REQUIRE_BROWSER"), reason="NO BROWSER: the journey is not tested"
)


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with open_newsroom(tmp_path) as opened:
        yield opened


@pytest.fixture
async def page(newsroom: Newsroom) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = await browser.new_page(viewport={"width": 1280, "height": 860})
        await page.goto(newsroom.telegram.url)
        yield page
        await browser.close()


async def says(page: Page, text: str) -> None:
    await page.get_by_test_id("input").fill(text)
    await page.get_by_test_id("input").press("Enter")


async def taps(page: Page, label: str) -> None:
    await page.get_by_test_id("button").filter(has_text=label).last.click()


async def sees(page: Page, text: str) -> None:
    await expect(page.get_by_test_id("messages").get_by_text(text).last).to_be_visible(timeout=15_000)


async def pictured(page: Page, name: str) -> None:
    if folder := os.environ.get("SCREENSHOTS"):
        await page.wait_for_timeout(700)  # for pictures to arrive
        await page.screenshot(path=Path(folder) / f"{name}.png")


async def an_editor_broadcasts(page: Page) -> None:
    await page.get_by_test_id(NADIA).click()
    await page.get_by_test_id("start").click()
    await sees(page, "Новини коротко")
    await says(page, "/broadcast")
    await sees(page, "Надішліть сповіщення")
    await says(page, "**Air raid alert** in the city is over")
    await sees(page, "те, що побачать читачі")
    await taps(page, "👥 Кому")
    await taps(page, "НАТО · 1")
    await sees(page, "1 чат")
    await pictured(page, "audience")
    await taps(page, "‹ Готово")
    await taps(page, "Перевірити")
    await sees(page, "Українська")
    await pictured(page, "broadcast")
    await taps(page, "✅ Надіслати")
    await sees(page, "доставлено: 1")
    await pictured(page, "result")


async def test_a_newcomers_first_minutes(page: Page) -> None:
    await page.get_by_test_id(EMMA).click()
    await page.get_by_test_id("start").click()
    await sees(page, "The news in short")
    await pictured(page, "start")

    await says(page, "/nato")
    await sees(page, "NATO ministers to discuss aid")
    await pictured(page, "list")
    await taps(page, "1")
    await sees(page, "The Sample Herald")
    await taps(page, "Background")
    await page.get_by_test_id("unfold").last.click()
    await sees(page, "On the eve of the meeting")
    await pictured(page, "background")

    await says(page, "/subscribe nato")
    await sees(page, "You now follow NATO")
    await page.get_by_test_id("publish-breaking").click()
    await sees(page, "NATO allies agree to give Ukraine seven air defence batteries")
    await pictured(page, "breaking")

    await an_editor_broadcasts(page)
    await page.get_by_test_id(EMMA).click()
    await sees(page, "Air raid alert")


async def test_on_a_phone_in_the_dark(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.emulate_media(color_scheme="dark")
    await page.get_by_test_id("person-101001").click()
    await page.get_by_test_id("start").click()
    await sees(page, "Новини коротко")
    await says(page, "НАТО")
    await taps(page, "1")
    await sees(page, "Зразковий вісник")
    await taps(page, "Деталі")
    await sees(page, "Джерело")
    await pictured(page, "phone")
