"""Saving stories and reading them later."""

from __future__ import annotations

import pytest

from bot.news.chats import ChatKind
from bot.store import Database, saved, stories
from bot.views.intents import On, OpenList, OpenStory, Place, Save
from tests.newsroom import Newsroom
from tests.pages.desk import Desk
from tests.people import labels
from tests.store.samples import NOON, article, meet, take_in

READER = 5
SAID = {
    "en": ("🔖 Save", "🔖 Saved", "Saved. Find it here: /saved", "Saved for later", "Removed from your list."),
    "uk": (
        "🔖 Зберегти",
        "🔖 Збережено",
        "Збережено: чекає в /saved.",
        "Збережене на потім",
        "Новину прибрано зі списку.",
    ),
    "ru": (
        "🔖 Сохранить",
        "🔖 Сохранено",
        "Сохранено: ждёт в /saved.",
        "Сохранённое на потом",
        "Новость убрана из списка.",
    ),
}
UNDO = {"en": "↩︎ Undo", "uk": "↩︎ Скасувати", "ru": "↩︎ Отменить"}
LANGUAGES = pytest.mark.parametrize("language", ["en", "uk", "ru"])


async def reader(db: Database, count: int = 1, language: str = "en") -> Desk:
    async with db.write() as tx:
        for number in range(count):
            await take_in(tx, article(number, language=language))
    return Desk(db, READER, language=language)


@LANGUAGES
async def test_saved_opened_taken_off_and_back(db: Database, language: str) -> None:
    save, there, toast, heading, off = SAID[language]
    desk = await reader(db, language=language)
    await desk.asks(OpenStory(1))
    assert (await desk.taps(save)).toast == toast
    assert there in desk.labels
    await desk.says("/saved")
    listed = desk.text
    assert heading in listed
    assert "Bridge 0 opens" in listed
    await desk.taps("1")
    assert there in desk.labels
    await desk.taps("‹")
    assert desk.text == listed
    await desk.taps("✖ 1")
    assert off in desk.text
    await desk.taps(UNDO[language])
    assert desk.text == listed
    await desk.taps("1")
    assert (await desk.taps(there)).toast == off
    assert save in desk.labels


async def test_pages_and_undo_in_place(db: Database) -> None:
    desk = await reader(db, 10)
    for number in range(1, 11):
        await desk.asks(Save(number, True, On.CARD))
    await desk.says("/saved")
    await desk.taps("Older")
    assert [label for label in desk.labels if "✖" in label] == ["✖ 9", "✖ 10"]
    await desk.taps("✖ 9")
    assert "Removed from your list." in desk.text
    assert "10." not in desk.text
    await desk.taps("↩︎ Undo")
    assert "10." in desk.text
    await desk.says("/undo")
    assert "Bridge" in desk.text
    assert "not saved" in desk.text


async def test_the_limit_and_what_is_no_story(db: Database) -> None:
    desk = await reader(db, saved.MOST + 1)
    for number in range(1, saved.MOST + 1):
        await desk.asks(Save(number, True, On.CARD))
    full = await desk.asks(Save(saved.MOST + 1, True, On.CARD))
    assert full.alert
    assert full.toast.startswith("You have already saved 100 stories")
    await desk.asks(Save(1, False, On.CARD))
    assert (await desk.asks(Save(999_999, True, On.CARD))).toast == "This story is no longer available."


async def test_what_was_taken_back_is_marked(db: Database) -> None:
    desk = await reader(db)
    await desk.asks(Save(1, True, On.CARD))
    async with db.write() as tx:
        await stories.retract(tx, 1, NOON)
    await desk.says("/saved")
    assert "<s>Bridge 0 opens" in desk.text


async def test_not_in_a_group(db: Database) -> None:
    async with db.write() as tx:
        await take_in(tx, article(1))
        group = await meet(tx, -7, kind=ChatKind.GROUP)
    desk = Desk(db, -7, kind=ChatKind.GROUP)
    await desk.says("/saved")
    assert "private chat" in desk.text
    await desk.asks(Save(1, True, On.CARD))
    async with db.read() as tx:
        assert not await saved.has(tx, group.number, 1)
    await desk.asks(OpenList(Place(saved=True)))
    assert "private chat" in desk.text


@pytest.mark.asyncio(loop_scope="module")
@LANGUAGES
async def test_in_telegram(newsroom: Newsroom, language: str) -> None:
    save, there, toast, heading, off = SAID[language]
    reader = await newsroom.telegram.person(language)
    await reader.says("/saved")
    await reader.sees(save)  # how it is done
    await reader.says("/latest")
    await reader.taps("1")
    answer = await reader.taps(save)
    assert answer
    assert answer["text"] == toast
    assert there in labels(await reader.last())
    await reader.says("/start saved")
    await reader.sees(heading)
    await reader.taps("✖ 1")
    await reader.sees(off)
    await reader.taps(UNDO[language])
    await reader.sees(heading)
