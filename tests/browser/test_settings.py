"""The settings, quiet hours and the buttons under a push, as a reader sees them."""

from __future__ import annotations

import pytest

from tests.browsing import Screen, needs_browser, on_every_screen
from tests.newsroom import Newsroom

pytestmark = [needs_browser, pytest.mark.asyncio(loop_scope="module")]


async def seated(screen: Screen, newsroom: Newsroom, language: str) -> None:
    reader = await newsroom.telegram.person(language)
    await screen.page.reload()
    await screen.sits(reader.id)
    await screen.starts()


async def told_somebody(newsroom: Newsroom) -> None:
    """Breaking news is out, and has reached a reader who is not quiet."""
    awake = await newsroom.telegram.person("uk")
    await awake.says("/subscribe НАТО")
    await awake.sees("Тепер ви стежите")
    title = (await newsroom.telegram.newsroom("publish", kind="breaking"))["titles"]["uk"]
    await awake.sees(title)


@on_every_screen
async def test_all_in_one_message(screen: Screen, newsroom: Newsroom) -> None:
    await seated(screen, newsroom, "en")
    await screen.says("/settings")
    await screen.sees("How news looks: with summary and picture")
    await screen.pictured(f"settings-{screen.size}")
    await screen.taps("Time zone")
    await screen.sees("Type a city")
    await screen.pictured(f"settings-zone-{screen.size}")
    await screen.taps("London")
    await screen.sees("Time zone: London")
    await screen.taps("How news looks")
    await screen.taps("Headline only")
    await screen.sees("How news looks: headline only")
    await screen.taps("🌐 Language")
    await screen.sees("Which language should I write in?")
    await screen.taps("Українська")
    await screen.sees("Налаштування")
    assert await screen.page.get_by_test_id("messages").get_by_text("Time zone").count() == 0


async def test_quiet_hours_hold_what_comes_and_tell_it_in_one_message(
    screens: list[Screen], newsroom: Newsroom
) -> None:
    for screen in screens:
        await seated(screen, newsroom, "uk")
        await screen.says("/subscribe НАТО")
        await screen.sees("Тепер ви стежите")
        await screen.says("/settings")
        await screen.taps("🌙")
        await screen.taps("22–8")
        await screen.sees("Тихі години: 22:00–8:00")
        await screen.pictured(f"quiet-{screen.size}")
        await screen.says("/mute")
        await screen.sees("🔕 Тиша до")
    await told_somebody(newsroom)
    for screen in screens:
        await screen.says("/mute off")
        await screen.says("/settings off")
        await screen.sees("Поки було тихо")
        await screen.pictured(f"after-quiet-{screen.size}")


async def test_a_push_can_be_muted_and_lessened(screens: list[Screen], newsroom: Newsroom) -> None:
    for screen in screens:
        await seated(screen, newsroom, "ru")
        await screen.says("/subscribe Украина")
        await screen.sees("Теперь вы следите")
    await newsroom.telegram.newsroom("publish", kind="breaking")
    for screen in screens:
        await screen.sees_button("👎")
        await screen.pictured(f"push-{screen.size}")
        await screen.taps("🔕 На час")
        await screen.sees("🔕 Тишина до")
        await screen.pictured(f"muted-{screen.size}")
