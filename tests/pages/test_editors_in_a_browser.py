"""The staff's flows as they look: in a real browser, on a desktop and on a phone.

`SCREENSHOTS=folder` keeps what was seen, for people to look at.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from bot.news.breaking import without_prefix
from tests.newsroom import Newsroom, open_newsroom
from tests.pages.test_staff import invitation
from tests.people import Person

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}
PATIENCE = 30_000
"""Milliseconds, on a busy machine."""

pytestmark = [
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("REQUIRE_BROWSER"),
        reason="NO BROWSER: the flows are not looked at (install chromium)",
    ),
    pytest.mark.asyncio(loop_scope="module"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def newsroom(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Newsroom]:
    """Where nothing breaks by itself."""
    async with open_newsroom(tmp_path_factory.mktemp("browser"), BREAKING_APPROVAL="1") as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as player:
        browser = await player.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(params=WIDTHS, loop_scope="module")
async def page(request: pytest.FixtureRequest, browser: Browser, newsroom: Newsroom) -> AsyncIterator[Page]:
    width, height = WIDTHS[request.param]
    page = await browser.new_page(viewport={"width": width, "height": height})
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    await page.goto(newsroom.telegram.url)
    yield page
    await page.close()
    assert not failures


async def shot(page: Page, name: str) -> None:
    """No button, text or picture is wider than the screen."""
    wide = "[...document.querySelectorAll('.message, .message *')].filter(e => e.scrollWidth > innerWidth + 1).length"
    assert await page.evaluate(wide) == 0
    if folder := os.environ.get("SCREENSHOTS"):
        width = page.viewport_size["width"] if page.viewport_size else 0
        await page.screenshot(path=str(Path(folder) / f"editors-{name}-{width}.png"))


async def says(page: Page, words: str) -> None:
    await page.get_by_test_id("input").fill(words)
    await page.get_by_test_id("send").click()


def newest(page: Page, text: str) -> Locator:
    return page.locator(".message", has_text=text).last


async def press(message: Locator, label: str) -> None:
    await message.get_by_test_id("button").filter(has_text=label).first.click()


async def test_roles_candidates_and_statistics(page: Page, newsroom: Newsroom) -> None:
    root = await newsroom.telegram.editor()
    editor = await newsroom.telegram.person("en", started=True)
    await page.get_by_test_id(f"person-{root.id}").click()
    await _appoints(page, editor, await invitation(root, "➕ Редактор"))

    story = await newsroom.telegram.newsroom("publish", kind="breaking")
    title = without_prefix(story["titles"]["uk"])
    await editor.says(f"/subscribe {story['tags'][0]}")
    asked = newest(page, title)
    await expect(asked).to_contain_text("Це термінова новина?", timeout=PATIENCE)
    await asked.scroll_into_view_if_needed()
    await shot(page, "candidate")
    await press(asked, "🏷 Теми")
    await expect(asked).to_contain_text("Галочка", timeout=PATIENCE)
    await shot(page, "topics")
    await press(asked, "‹ Назад")
    copy = await editor.sees(without_prefix(story["titles"]["en"]), within=20)
    await editor.says("Words of our own", reply_to=copy["message_id"])
    await expect(asked).to_contain_text(f"Остання дія: {editor.name}", timeout=PATIENCE)
    await press(asked, "✅ Надіслати")
    await expect(asked).to_contain_text("Надіслано як термінову", timeout=PATIENCE)
    await shot(page, "pushed")

    await editor.sees("🔴 Words of our own", within=20)
    await says(page, "/stats")
    pictures = page.locator(".message", has_text="Як ідуть справи").last
    await expect(pictures).to_contain_text("читаються 3 із 3", timeout=2 * PATIENCE)
    await expect(newest(page, "Останні повідомлення")).to_be_visible(timeout=PATIENCE)
    await shot(page, "stats")
    await pictures.scroll_into_view_if_needed()
    seen = "[...document.querySelectorAll('[data-testid=photo] img, img[data-testid=photo]')]"
    await page.wait_for_function(f"{seen}.some(image => image.complete && image.naturalWidth > 700)")
    await shot(page, "pictures")


async def _appoints(page: Page, editor: Person, link: str) -> None:
    await editor.sees("You are an editor", after=await editor.says(f"/start {link}"))
    await expect(newest(page, f"{editor.name} відкриває")).to_be_visible(timeout=PATIENCE)
    await says(page, "/editors")
    shown = newest(page, "Що вони робили")
    await expect(shown).to_contain_text(f"{editor.name} · редактор", timeout=PATIENCE)
    await shot(page, "staff")
    await press(shown, f"⚙️ {editor.name}")
    member = newest(page, f"• {editor.name} · редактор")
    await press(member, "🗑 Прибрати")
    question = newest(page, "прибрати з редакції?")
    await expect(question).to_be_visible(timeout=PATIENCE)
    await shot(page, "removal")
    await press(question, "Ні")
