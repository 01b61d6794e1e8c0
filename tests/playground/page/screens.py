"""What the tests of the page have in common: a chat made there, a bot that answers inline queries, what fits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Locator, expect

from tests.browsing import Screen
from tests.people import Json, Telegram
from tests.playground.api import Api

OLENA = 101_001
EMMA = 101_002


def at(screen: Screen, test_id: str) -> Locator:
    return screen.page.get_by_test_id(test_id)


async def made(screen: Screen, telegram: Telegram, kind: str, title: str, bot: str = "administrator") -> int:
    """The id of a chat that is made on the page."""
    await at(screen, "new-chat").click()
    await at(screen, "new-type").select_option(kind)
    await at(screen, "new-bot").select_option(bot)
    await at(screen, "new-title").fill(title)
    await at(screen, "new-title").press("Enter")
    await expect(at(screen, "chat-title")).to_have_text(title)
    chats = (await telegram.state())["chats"]
    return next(int(chat["id"]) for chat in chats if chat["title"] == title)


async def fits(screen: Screen) -> None:
    """Nothing is wider than the window."""
    width, window = await screen.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width <= window


@asynccontextmanager
async def answering(api: Api, results: list[Json], **answer: Any) -> AsyncIterator[None]:
    """A bot that answers every inline query with these."""

    async def answers() -> None:
        offset = 0
        while True:
            for update in await api.call("getUpdates", offset=offset, timeout=20):
                offset = update["update_id"] + 1
                if "inline_query" in update:
                    query = update["inline_query"]["id"]
                    await api.call("answerInlineQuery", inline_query_id=query, results=results, **answer)

    task = asyncio.create_task(answers())
    try:
        yield
    finally:
        task.cancel()


def story(number: int) -> Json:
    content = {"message_text": f"<b>Story {number}</b> in short", "parse_mode": "HTML"}
    title = f"Story {number}: ministers meet by the harbour to talk of bridges"
    return {"type": "article", "id": str(number), "title": title, "description": "", "input_message_content": content}
