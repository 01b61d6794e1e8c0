"""The staff's flows: roles, candidates, statistics."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from bot.news.breaking import without_prefix
from tests.browsing import Screen, needs_browser, on_every_screen
from tests.newsroom import Newsroom, open_newsroom
from tests.pages.test_staff import invitation
from tests.people import Person

PATIENCE = 30_000
"""Milliseconds, on a busy machine."""

pytestmark = [needs_browser, on_every_screen, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def newsroom(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Newsroom]:
    """Where nothing breaks by itself."""
    async with open_newsroom(tmp_path_factory.mktemp("browser"), BREAKING_APPROVAL="1") as opened:
        yield opened


def newest(screen: Screen, text: str) -> Locator:
    return screen.page.locator(".message", has_text=text).last


async def press(message: Locator, label: str) -> None:
    await message.get_by_test_id("button").filter(has_text=label).first.click()


async def test_roles_candidates_and_statistics(screen: Screen, newsroom: Newsroom) -> None:
    root = await newsroom.telegram.editor()
    editor = await newsroom.telegram.person("en", started=True)
    await screen.sits(root.id)
    await _appoints(screen, editor, await invitation(root, "➕ Редактор"))

    story = await newsroom.telegram.newsroom("publish", kind="breaking")
    title = without_prefix(story["titles"]["uk"])
    await editor.says(f"/subscribe {story['tags'][0]}")
    asked = newest(screen, title)
    await expect(asked).to_contain_text("Це термінова новина?", timeout=PATIENCE)
    await asked.scroll_into_view_if_needed()
    await screen.pictured(f"editors-candidate-{screen.size}")
    await press(asked, "🏷 Теми")
    await expect(asked).to_contain_text("з галочкою", timeout=PATIENCE)
    await screen.pictured(f"editors-topics-{screen.size}")
    await press(asked, "‹ Назад")
    copy = await editor.sees(without_prefix(story["titles"]["en"]), within=20)
    await editor.says("Words of our own", reply_to=copy["message_id"])
    await expect(asked).to_contain_text(f"Остання дія: {editor.name}", timeout=PATIENCE)
    await press(asked, "✅ Надіслати")
    await expect(asked).to_contain_text("Надіслано як термінову", timeout=PATIENCE)
    await screen.pictured(f"editors-pushed-{screen.size}")

    await editor.sees("🔴 Words of our own", within=20)
    await screen.says("/stats")
    pictures = screen.page.locator(".message", has_text="Як ідуть справи").last
    await expect(pictures).to_contain_text("читаються 3 із 3", timeout=2 * PATIENCE)
    await expect(newest(screen, "Останні повідомлення")).to_be_visible(timeout=PATIENCE)
    await screen.pictured(f"editors-stats-{screen.size}")
    await pictures.scroll_into_view_if_needed()
    seen = "[...document.querySelectorAll('[data-testid=photo] img, img[data-testid=photo]')]"
    await screen.page.wait_for_function(f"{seen}.some(image => image.complete && image.naturalWidth > 700)")
    await screen.pictured(f"editors-pictures-{screen.size}")


async def _appoints(screen: Screen, editor: Person, link: str) -> None:
    await editor.sees("You are an editor", after=await editor.says(f"/start {link}"))
    await expect(newest(screen, f"{editor.name} — тепер редактор")).to_be_visible(timeout=PATIENCE)
    await screen.says("/editors")
    shown = newest(screen, "Що вони робили")
    await expect(shown).to_contain_text(f"{editor.name} · редактор", timeout=PATIENCE)
    await screen.pictured(f"editors-staff-{screen.size}")
    await press(shown, f"⚙️ {editor.name}")
    member = newest(screen, f"• {editor.name} · редактор")
    await press(member, "🗑 Прибрати")
    question = newest(screen, "прибрати з редакції?")
    await expect(question).to_be_visible(timeout=PATIENCE)
    await screen.pictured(f"editors-removal-{screen.size}")
    await press(question, "Ні")
