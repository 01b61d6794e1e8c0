"""The digest, how a topic comes, and a burst, as readers see them; and that Telegram is asked for silence."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.news.chats import Level
from bot.settings import read
from bot.store import chats, open_database, subscriptions
from bot.store.tables import chat, tag
from tests.browsing import Screen, needs_browser
from tests.newsroom import Newsroom
from tests.person import Person

pytestmark = [needs_browser, pytest.mark.asyncio(loop_scope="module")]
LANGUAGES = {"desktop": "en", "phone": "uk"}
BURST = 6


async def seated(screen: Screen, newsroom: Newsroom) -> Person:
    reader = await newsroom.telegram.person(LANGUAGES[screen.size])
    await screen.page.reload()
    await screen.sits(reader.id)
    await screen.starts()
    await screen.sees({"en": "The news in short", "uk": "Новини коротко"}[reader.language])
    return reader


async def follows_all(newsroom: Newsroom, reader: Person, level: Level) -> None:
    async with open_database(read(newsroom.environ).database_url.reveal()) as db, db.write() as tx:
        known = await chats.get(tx, reader.id)
        assert known
        for tag_id in (await tx.execute(select(tag.c.id))).scalars().all():
            await subscriptions.subscribe(tx, known.number, tag_id, level, datetime.now(UTC))


async def its_hour_comes(newsroom: Newsroom, reader: Person) -> None:
    async with open_database(read(newsroom.environ).database_url.reveal()) as db, db.write() as tx:
        now = datetime.now(UTC)
        due = {
            "digest_at": now - timedelta(seconds=1),
            "digest_hour": now.hour,
            "time_zone": "UTC",
            "digest_weekdays": False,
        }
        await tx.execute(update(chat).where(chat.c.id == reader.id).values(due))


async def listed(newsroom: Newsroom, title: str) -> None:
    """The bot has taken it in."""
    async with asyncio.timeout(30):
        watcher = await newsroom.telegram.person("en", started=True)
        while True:
            said = await watcher.says("/latest")
            if title in (await watcher.sees("1.", after=said))["text"]:
                return


async def test_a_digest_by_words_and_buttons_and_what_comes_of_it(screens: list[Screen], newsroom: Newsroom) -> None:
    readers = [await seated(screen, newsroom) for screen in screens]
    for screen, reader in zip(screens, readers, strict=True):
        english = reader.language == "en"
        await screen.says("/subscribe nato")
        await screen.sees("You now follow" if english else "Тепер ви стежите")
        await screen.says("/digest weekdays 8" if english else "/digest будні 8")
        await screen.sees("Digest: weekdays at 8:00" if english else "Дайджест: у будні о 8:00")
        await screen.taps("🗞")
        await screen.taps("Every day" if english else "Щодня")
        await screen.sees_button("✓ Every day" if english else "✓ Щодня")
        await screen.pictured(f"digest-settings-{screen.size}")
        await screen.says("/subscriptions")
        await screen.sees("headlines in the digest" if english else "заголовки в дайджесті")
        await screen.taps("🗞 ")
        await screen.taps("🔕")
        await screen.sees("Sound: none" if english else "Звук: немає")
        await screen.pictured(f"topic-{screen.size}")
        await follows_all(newsroom, reader, Level.DIGEST)
    for _ in range(4):
        told = await newsroom.telegram.newsroom("publish", kind="next")
    await listed(newsroom, told["titles"]["en"])
    for screen, reader in zip(screens, readers, strict=True):
        await its_hour_comes(newsroom, reader)
        await screen.sees("Your digest" if reader.language == "en" else "Ваш дайджест")
        await screen.pictured(f"digest-{screen.size}")
        await screen.taps("1")
        await screen.sees_button("‹ Back to the list" if reader.language == "en" else "‹ Назад до списку")
        await screen.pictured(f"digest-card-{screen.size}")


async def test_a_burst_is_one_more_message_and_silent_topics_make_no_sound(
    screens: list[Screen], newsroom: Newsroom
) -> None:
    readers = [await seated(screen, newsroom) for screen in screens]
    for screen, reader in zip(screens, readers, strict=True):
        await follows_all(newsroom, reader, Level.ALL)
        await screen.says("/subscriptions")
        await screen.sees("every headline" if reader.language == "en" else "усі заголовки")
    for _ in range(BURST):
        await newsroom.telegram.newsroom("publish", kind="next")
    for screen, reader in zip(screens, readers, strict=True):
        rest = "3 more headlines" if reader.language == "en" else "Ще 3 заголовки"
        await reader.sees(rest, within=60)  # it waits for what else comes
        await screen.sees(rest)
        await screen.pictured(f"burst-{screen.size}")
        sent = [one["params"] for one in await newsroom.telegram.calls("sendMessage")]
        silent = [one for one in sent if str(one["chat_id"]) == str(reader.id) and one.get("disable_notification")]
        assert len(silent) == 1
        assert "3" in silent[0]["text"]
