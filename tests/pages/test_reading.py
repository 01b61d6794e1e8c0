"""A reader's way through lists, cards, topics and languages, in the local Telegram."""

from __future__ import annotations

import asyncio

import pytest

from tests.newsroom import Newsroom
from tests.people import labels

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    ("language", "greeting", "latest"),
    [
        ("en", "The news in short", "Latest news"),
        ("uk", "Новини коротко", "Останні"),
        ("ru", "Новости коротко", "Послед"),
    ],
)
async def test_start_speaks_the_readers_language(newsroom: Newsroom, language: str, greeting: str, latest: str) -> None:
    reader = await newsroom.telegram.person(language)
    await reader.says("/start")
    await reader.sees(greeting)
    await reader.says("/latest")
    await reader.sees(latest)


async def test_another_language_gets_the_newsrooms_own(newsroom: Newsroom) -> None:
    [reader] = await newsroom.telegram.newcomers(1, "pt-br", started=False)
    await reader.says("/start")
    await reader.sees("The news in short")


async def test_language_is_chosen_and_kept(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    await reader.says("/help")
    await reader.sees("Any topic is a command")
    await reader.taps("Українська")
    await reader.sees("Кожна тема — це команда")
    await reader.says("/latest")
    await reader.sees("Останні новини")


@pytest.mark.parametrize("typed", ["/nato", "#НАТО", "НАТО", "nato", "/NATO", "нато"])
async def test_a_topic_is_found_however_it_is_typed(newsroom: Newsroom, typed: str) -> None:
    reader = await newsroom.telegram.person("en")
    await reader.says(typed)
    shown = await reader.sees("#NATO")
    assert "1." in shown["text"]
    assert "NATO" in labels(shown)[-1]


async def test_a_card_opens_from_the_list_and_its_parts_in_place(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    await reader.says("/nato")
    listed = await reader.sees("#NATO")
    await reader.taps("1", listed)
    card = await reader.sees("The Sample Herald · ")
    assert card["message_id"] == listed["message_id"]
    assert {"Background", "Details", "Read ↗", "Укр", "Рус"} <= set(labels(card))
    closed = card["text"]

    for part in ("Background", "Details", "Related"):
        await reader.taps(part, card)
        opened = await reader.last()
        assert opened["message_id"] == card["message_id"]
        assert len(opened["text"]) > len(closed)
        assert any(entity["type"] == "expandable_blockquote" for entity in opened["entities"])
        assert any(label.startswith(part) and label.endswith("▴") for label in labels(opened))
    await reader.taps("Related")
    assert (await reader.last())["text"] == closed

    await reader.taps("Back to the list")
    assert (await reader.last())["text"] == listed["text"]


async def test_one_tap_shows_another_edition(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    await reader.says("/nato")
    await reader.taps("1")
    english = await reader.sees("The Sample Herald · ")
    await reader.taps("Укр")
    ukrainian = await reader.last()
    assert ukrainian["message_id"] == english["message_id"]
    assert "Зразковий вісник" in ukrainian["text"]
    assert "Eng" in labels(ukrainian)


async def test_lists_have_pages_that_do_not_shift(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("ru")
    await reader.says("/latest")
    first = await reader.sees("Последние новости")
    await newsroom.telegram.newsroom("publish", kind="next")
    await reader.taps("Старее")
    second = await reader.last()
    assert "9." in second["text"]
    await reader.taps("Новее")
    assert (await reader.last())["text"] == first["text"]


async def test_a_slip_is_forgiven(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    await reader.says("ukrane")
    offered = await reader.sees("Did you mean")
    await reader.taps("Ukraine", offered)
    assert "#Ukraine" in (await reader.last())["text"]


async def test_nonsense_gets_a_way_on(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    await reader.says("/" + "q" * 32)
    shown = await reader.sees("no topic")
    assert "🏷 Topics" in labels(shown)


async def test_every_listed_topic_is_a_command(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("uk")
    await reader.says("/tags")
    shown = await reader.sees("Теми")
    commands = [line.split()[0] for line in shown["text"].splitlines() if line.startswith("/")]
    assert len(commands) > 10
    for command in commands[:3]:
        await reader.says(command)
        await reader.sees("#")


async def test_deep_links_open_a_topic_and_a_story(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    await reader.says("/start tag_nato")
    await reader.sees("#NATO")
    await reader.says("/start story_1")
    await reader.sees("The Sample Herald · ")
    await reader.says("/start story_999999999")
    await reader.sees("no longer available")
    await reader.says("/start nonsense-payload")
    await reader.sees("The news in short")


async def test_hostile_words_are_shown_as_they_are(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    await reader.says("</b><script>&lt;")
    shown = await reader.sees("no topic")
    assert "</b><script>&lt;" in shown["text"]


@pytest.mark.parametrize("forged", ["", "x", "1|zzz|9999999999999999", "\x00" * 8, "й" * 32])
async def test_a_button_of_another_version_says_so(newsroom: Newsroom, forged: str) -> None:
    reader = await newsroom.telegram.person("en")
    await reader.says("/latest")
    shown = await reader.sees("Latest news")
    answer = await reader.forges(forged, shown)
    assert answer
    assert "older version" in answer["text"]


async def test_the_menu_speaks_every_language(newsroom: Newsroom) -> None:
    for language, meaning in (("en", "The newest stories"), ("uk", "Останні новини"), ("ru", "Последние новости")):
        reader = await newsroom.telegram.person(language)
        commands = {told["command"]: told["description"] for told in await reader.commands()}
        assert commands["latest"] == meaning
        assert "broadcast" not in commands


async def test_groups_get_links_and_no_chatter(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    group = await newsroom.telegram.group(members=[reader.id], title="Neighbours")
    await reader.says("/weather_of_another_bot", chat=group)
    await reader.says("/latest", chat=group)
    shown = await reader.sees("1.", chat=group)
    links = [button for row in shown["reply_markup"]["inline_keyboard"] for button in row]
    assert all(button["url"].startswith("https://t.me/") for button in links)
    await reader.says("/subscribe nato", chat=group)
    await reader.sees("лише її адміністратори", chat=group)  # the group speaks the language of who added the bot
    await reader.says("/subscribe nato", chat=group)
    await reader.says("/settings", chat=group)
    await asyncio.sleep(0.3)  # nothing comes
    said = [m["text"][:40] for m in await reader.messages(chat=group) if m["from"]["id"] != reader.id]
    assert len(said) == 2, said
