"""/why, as readers and editors ask it in the local Telegram; and /editors."""

from __future__ import annotations

import asyncio

import pytest

from tests.newsroom import Newsroom
from tests.people import Json, Person, labels

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def follower(newsroom: Newsroom, language: str, tag: str = "nato") -> Person:
    reader = await newsroom.telegram.person(language)
    await reader.sees("", after=await reader.says(f"/subscribe {tag}"))
    return reader


async def told(person: Person, command: str, words: str, **wish: int) -> Json:
    """The answer with these words; what was sent a moment ago is written down a moment later."""
    async with asyncio.timeout(20):
        while words not in (answer := await person.sees("", after=await person.says(command, **wish)))["text"]:
            await asyncio.sleep(0.1)
    return answer


async def test_readers_learn_why_a_push_came_and_how_to_end_that(newsroom: Newsroom) -> None:
    readers = {language: await follower(newsroom, language) for language in ("en", "uk", "ru")}
    await newsroom.telegram.newsroom("publish", kind="breaking")
    said = {
        "en": ("Why this came", "You follow NATO: breaking news only", "the publisher"),
        "uk": ("Чому це надійшло", "Ви стежите за темою НАТО: лише термінові новини", "видання"),
        "ru": ("Почему это пришло", "Вы следите за темой НАТО: только срочные новости", "издание"),
    }
    for language, reader in readers.items():
        card = await reader.sees("🔴 ")
        answer = await told(reader, "/why", said[language][0], reply_to=card["message_id"])
        for words in said[language]:
            assert words in answer["text"]
        assert card["text"].splitlines()[0].removeprefix("🔴 ") in answer["text"]
        again = await reader.sees(said[language][0], after=await reader.says("/why"))
        assert again["text"] == answer["text"]
        assert len(labels(answer)) == 1
    await readers["en"].taps("✖ Stop following: NATO")
    await readers["en"].sees("You follow nothing yet")


async def test_nothing_to_tell(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    welcome = await reader.sees("", after=await reader.says("/start"))
    await reader.sees("No news has come here by itself", after=await reader.says("/why"))
    said = await reader.says("/why", reply_to=welcome["message_id"])
    await reader.sees("There is no record", after=said)


async def test_editors_ask_about_any_story_and_chat(newsroom: Newsroom) -> None:
    reader, editor = await follower(newsroom, "en", "kyiv"), await newsroom.telegram.editor()
    stranger = await newsroom.telegram.person("en")
    await stranger.sees("", after=await stranger.says("/start"))
    story = await newsroom.telegram.newsroom("publish", kind="breaking")
    card = await reader.sees(story["titles"]["en"])
    url = next(b["url"] for row in card["reply_markup"]["inline_keyboard"] for b in row if "url" in b)

    account = await told(editor, f"/why {url}", "надіслано: 1")
    assert "Термінова новина" in account["text"]
    number = account["text"].split("/why ")[1].split()[0]
    sent = await editor.sees("✅ Надіслано", after=await editor.says(f"/why {number} {reader.id}"))
    assert f"повідомлення {card['message_id']}" in sent["text"]
    link = f"https://t.me/bot?start=story_{number}"
    await editor.sees("не стежить за жодною", after=await editor.says(f"/why {link} {stranger.id}"))
    await editor.sees("Такого чату бот не знає", after=await editor.says(f"/why {number} 1"))
    await editor.sees("Такої новини немає", after=await editor.says("/why 99999999"))
    await reader.blocks()
    # What editors ask is not told to others.
    await stranger.sees("No news has come", after=await stranger.says(f"/why {number} {reader.id}"))


async def test_editors_see_what_editors_did(newsroom: Newsroom) -> None:
    editor, stranger = await newsroom.telegram.editor(), await newsroom.telegram.person("en")
    await follower(newsroom, "en", "kyiv")  # What nobody follows cannot be pushed.
    title = (await newsroom.telegram.newsroom("publish", kind="night-buses"))["titles"]["uk"]
    async with asyncio.timeout(20):
        while title not in (await editor.sees("1. ", after=await editor.says("/latest")))["text"]:
            await asyncio.sleep(0.1)
    await editor.taps("1")
    await editor.sees(title)
    await editor.taps("Надіслати як термінову")
    await editor.taps("✅ Надіслати")
    shown = await editor.sees("Редактори", after=await editor.says("/editors"))
    assert f"{editor.name}: " in shown["text"]
    assert "термінова новина" in shown["text"]
    assert title[:60] in shown["text"]
    await stranger.sees("Only editors", after=await stranger.says("/editors"))
