"""`@bot words` in any chat, and the share button, in each language, in the local Telegram."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from bot.settings import read
from bot.store import chats, open_database
from bot.store.tables import WAITING, inbox
from tests.newsroom import Newsroom
from tests.people import Json, Person, labels

pytestmark = pytest.mark.asyncio(loop_scope="module")
SAID = {
    "en": ("Read ↗", "More about it", "Nothing found. Search in my chat", "NATO"),
    "uk": ("Читати ↗", "Докладніше", "Нічого не знайдено. Шукати в чаті бота", "НАТО"),
    "ru": ("Читать ↗", "Подробнее", "Ничего не найдено. Искать в чате бота", "НАТО"),
}
LANGUAGES = pytest.mark.parametrize("language", ["en", "uk", "ru"])


async def at_a_group(newsroom: Newsroom, language: str = "en") -> tuple[Person, int]:
    """Somebody who has never written to the bot, in a group in which it is."""
    [reader] = await newsroom.telegram.newcomers(1, language, started=False)
    return reader, await newsroom.telegram.group(members=[reader.id], title="Neighbours")


def urls(message: Json) -> list[str]:
    return [button["url"] for row in message["reply_markup"]["inline_keyboard"] for button in row]


@LANGUAGES
async def test_a_story_is_found_and_sent(newsroom: Newsroom, language: str) -> None:
    reader, group = await at_a_group(newsroom, language)
    *buttons, _, nato = SAID[language]
    found = await reader.inline(nato.lower(), group)
    assert found["results"]
    first = found["results"][0]
    assert nato in first["title"]
    assert first["description"]
    await reader.chooses(nato, found, group)
    sent = (await reader.messages(group))[-1]
    assert sent["via_bot"]
    assert nato in sent["text"]
    assert labels(sent) == buttons
    assert "start=story_" in urls(sent)[1]


@LANGUAGES
async def test_nothing_is_found(newsroom: Newsroom, language: str) -> None:
    reader, group = await at_a_group(newsroom, language)
    found = await reader.inline("кракозябра zzyzx", group)
    assert found["results"] == []
    assert found["button"] == {"text": SAID[language][2], "start_parameter": "search"}
    await reader.says("/start search")
    await reader.sees("/search")


async def test_without_words_the_latest_page_by_page(newsroom: Newsroom) -> None:
    reader, group = await at_a_group(newsroom)
    pages = [await reader.inline("", group)]
    while (offset := pages[-1]["next_offset"]) and len(pages) < 9:
        pages.append(await reader.inline("", group, offset=offset))
    ids = [result["id"] for page in pages for result in page["results"]]
    assert len(ids) == len(set(ids)) > 8
    assert any(result.get("thumbnail_url") for page in pages for result in page["results"])
    assert (await reader.inline("", group, offset="9" * 30))["results"] == []


async def test_who_only_calls_the_bot_is_no_reader_of_it(newsroom: Newsroom) -> None:
    reader, group = await at_a_group(newsroom)
    await reader.inline("nato", group)
    async with open_database(read(newsroom.environ).database_url.reveal()) as db, db.read() as tx:
        assert await chats.get(tx, reader.id) is None
        kept = await tx.execute(select(inbox.c.body).where(~WAITING))
        assert all(body == {} for body in kept.scalars())


async def test_in_the_language_and_edition_that_a_chat_prefers(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    await reader.says("/settings українська")
    await reader.sees("Мова: Українська")
    found = await reader.inline("нато")
    assert "НАТО" in found["results"][0]["title"]
    await reader.chooses("НАТО", found)
    sent = (await reader.messages())[-1]
    assert labels(sent) == ["Читати ↗", "Докладніше"]
    await reader.says("/help")  # what was sent is no question: nobody was told that there is no such topic
    shown = await reader.sees("Кожна тема", after=sent["message_id"])
    assert shown["message_id"] == sent["message_id"] + 2


async def test_the_share_button_offers_that_very_story(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    group = await newsroom.telegram.group(members=[reader.id], title="Friends")
    await reader.says("/nato")
    await reader.taps("1")
    card = await reader.sees("The Sample Herald · ")
    [wish] = [
        button["switch_inline_query_chosen_chat"]
        for row in card["reply_markup"]["inline_keyboard"]
        for button in row
        if button["text"] == "📤 Share"
    ]
    found = await reader.inline(wish["query"], group)
    [one] = found["results"]
    assert one["id"].startswith(wish["query"])
    assert card["text"].splitlines()[0].endswith(one["title"].removeprefix("🔴 "))
    assert (await reader.inline("story_999999999", group))["results"] == []
    assert (await reader.inline("tag_nato", group))["results"]


async def test_the_link_of_what_was_shared_welcomes_a_newcomer(newsroom: Newsroom) -> None:
    reader, group = await at_a_group(newsroom)
    found = await reader.inline("nato", group)
    await reader.chooses("NATO", found, group)
    link = urls((await reader.messages(group))[-1])[1]
    [friend] = await newsroom.telegram.newcomers(1, "uk", started=False)
    await friend.follows(link)
    await friend.sees("Про що повідомляти вам одразу?")
    assert any("НАТО" in message["text"] for message in await friend.messages())


async def test_who_types_quickly_is_answered_and_a_late_answer_is_no_error(newsroom: Newsroom) -> None:
    reader, group = await at_a_group(newsroom)
    typed = [reader.inline("nato"[: length + 1], group) for length in range(4)]
    assert all(found["results"] is not None for found in await asyncio.gather(*typed))
    await newsroom.telegram.fault(
        "400",
        method="answerInlineQuery",
        description="Bad Request: query is too old and response timeout expired or query ID is invalid",
    )
    assert (await reader.inline("kyiv", group, timeout=1))["results"] is None
    assert (await reader.inline("kyiv", group, fresh=True))["results"]
