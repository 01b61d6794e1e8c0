"""The first run, what is new, saving, undo and sharing, as a reader sees them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.settings import read
from bot.store import open_database
from bot.store.tables import article, last_look
from tests.browsing import Screen, needs_browser, on_every_screen
from tests.newsroom import Newsroom

pytestmark = [needs_browser, pytest.mark.asyncio(loop_scope="module")]


async def seated(screen: Screen, newsroom: Newsroom, language: str) -> int:
    [reader] = await newsroom.telegram.newcomers(1, language, started=False)
    await screen.page.reload()
    await screen.sits(reader.id)
    return reader.id


@on_every_screen
async def test_three_taps(screen: Screen, newsroom: Newsroom) -> None:
    await seated(screen, newsroom, "uk")
    await screen.starts()
    await screen.sees("Про що повідомляти вам одразу?")
    await screen.pictured(f"first-run-{screen.size}")
    await screen.taps("НАТО")
    await screen.sees("Ви стежите за темою: НАТО.")
    await screen.pictured(f"first-run-chosen-{screen.size}")
    await screen.taps("Готово")
    await screen.sees("Вам надходитимуть термінові новини")
    await screen.pictured(f"first-run-done-{screen.size}")
    await screen.says("/start")
    await screen.sees("Раді бачити вас знову.")
    await screen.pictured(f"welcome-back-{screen.size}")


@on_every_screen
async def test_what_is_new_saved_and_taken_back(screen: Screen, newsroom: Newsroom) -> None:
    await seated(screen, newsroom, "en")
    await screen.starts()
    await screen.taps("Done")
    await screen.taps("Latest")
    await screen.sees("Latest news")
    await screen.taps("1")
    await screen.sees_button("🔖 Save")
    await screen.pictured(f"card-{screen.size}")
    await screen.taps("🔖 Save")
    await screen.sees_button("🔖 Saved")
    await screen.says("/saved")
    await screen.sees("Saved for later")
    await screen.pictured(f"saved-{screen.size}")
    await screen.taps("✖ 1")
    await screen.sees("Removed from your list.")
    await screen.pictured(f"saved-off-{screen.size}")
    await screen.taps("↩︎ Undo")
    await screen.sees("Saved for later")
    await screen.says("/subscribe nato")
    await screen.sees("You now follow NATO")
    await screen.says("/undo")
    await screen.sees("NATO: not followed")
    await screen.pictured(f"undo-{screen.size}")


async def an_hour_ago(newsroom: Newsroom) -> None:
    """Whoever has looked did so an hour ago, and what is there was there two hours ago."""
    async with open_database(read(newsroom.environ).database_url.reveal()) as db, db.write() as tx:
        now = datetime.now(UTC)
        await tx.execute(last_look.update().values(looked_at=now - timedelta(hours=1)))
        await tx.execute(article.update().values(taken_in_at=now - timedelta(hours=2)))


async def test_latest_says_what_is_new(screens: list[Screen], newsroom: Newsroom) -> None:
    for screen in screens:
        await seated(screen, newsroom, "uk")
        await screen.starts()
        await screen.says("/latest")
        await screen.sees("Останні новини")
    await an_hour_ago(newsroom)
    awake = await newsroom.telegram.person("uk")
    await awake.says("/subscribe НАТО")
    await awake.sees("Тепер ви стежите")
    await awake.sees((await newsroom.telegram.newsroom("publish", kind="breaking"))["titles"]["uk"])
    for screen in screens:
        await screen.says("/latest")
        await screen.sees(": 1 нова")
        await screen.sees("Раніше")
        await screen.pictured(f"since-{screen.size}")


@on_every_screen
async def test_a_story_is_shared_to_a_group(screen: Screen, newsroom: Newsroom) -> None:
    [reader] = await newsroom.telegram.newcomers(1, "ru", started=False)
    await newsroom.telegram.group(members=[reader.id], title=f"Соседи {screen.size}")
    await screen.page.reload()
    await screen.sits(reader.id)
    await screen.starts()
    await screen.says("/nato")
    await screen.taps("1")
    await screen.taps("📤 Поделиться")
    await screen.page.get_by_role("dialog").get_by_text(f"Соседи {screen.size}").click()
    await screen.page.get_by_test_id("inline-result").first.wait_for()
    await screen.pictured(f"share-{screen.size}")
    await screen.page.get_by_test_id("inline-result").first.click()
    await screen.sees_button("Подробнее")
    await screen.pictured(f"shared-{screen.size}")
    await screen.page.get_by_test_id("input").fill("@tagwire_bot нато")
    await screen.page.get_by_test_id("inline-result").nth(1).wait_for()
    await screen.pictured(f"inline-{screen.size}")
