"""The newcomer's first minutes, in a real browser: `make play`, then read, follow, be pushed to, and broadcast.

With `SCREENSHOTS=DIR` it also writes the pictures of the documentation.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.browsing import SIZES, Screen, needs_browser, open_browser, open_screen
from tests.newsroom import open_newsroom

OLENA, EMMA, NADIA = 101_001, 101_002, 101_009
"""A Ukrainian and an English reader, and the editor, who reads Ukrainian."""

pytestmark = needs_browser


@pytest.fixture
async def screen(tmp_path: Path) -> AsyncIterator[Screen]:
    async with (
        open_newsroom(tmp_path) as newsroom,
        open_browser() as browser,
        open_screen(browser, newsroom.telegram.url) as opened,
    ):
        yield opened


async def an_editor_broadcasts(screen: Screen) -> None:
    await screen.sits(NADIA)
    await screen.starts()
    await screen.sees("Новини коротко")
    await screen.says("/broadcast")
    await screen.sees("Надішліть сповіщення")
    await screen.says("**Відбій тривоги** в місті")
    await screen.sees("те, що побачать читачі")
    await screen.taps("👥 Кому")
    await screen.taps("НАТО · 1")
    await screen.sees("1 чат")
    await screen.taps("‹ Готово")
    await screen.taps("Перевірити")
    await screen.sees("Українська")
    await screen.pictured("broadcast")
    await screen.taps("✅ Надіслати")
    await screen.sees("доставлено: 1")


async def test_a_newcomers_first_minutes(screen: Screen) -> None:
    await screen.sits(EMMA)
    await screen.starts()
    await screen.sees("The news in short")
    await screen.pictured("start")

    await screen.says("/nato")
    await screen.sees("NATO ministers to discuss aid")
    await screen.taps("1")
    await screen.sees("The Sample Herald")
    await screen.taps("Background")
    await screen.page.get_by_test_id("unfold").last.click()
    await screen.sees("On the eve of the meeting")
    await screen.pictured("background")

    await screen.says("/subscribe nato")
    await screen.sees("You now follow NATO")
    await screen.page.get_by_test_id("publish-breaking").click()
    await screen.sees("NATO allies agree to give Ukraine seven air defence batteries")
    await screen.pictured("breaking")

    await an_editor_broadcasts(screen)
    await screen.sits(EMMA)
    await screen.sees("Відбій тривоги")


async def test_on_a_phone_in_the_dark(screen: Screen) -> None:
    width, height = SIZES["phone"]
    await screen.page.set_viewport_size({"width": width, "height": height})
    await screen.page.emulate_media(color_scheme="dark")
    await screen.sits(OLENA)
    await screen.starts()
    await screen.sees("Новини коротко")
    await screen.says("НАТО")
    await screen.taps("1")
    await screen.sees("Зразковий вісник")
    await screen.taps("Деталі")
    await screen.sees("Джерело")
    await screen.pictured("phone")
