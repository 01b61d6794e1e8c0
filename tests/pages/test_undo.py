"""Every change of a reader's, taken back by a button or by /undo, in each language."""

from __future__ import annotations

import pytest

from bot.news.chats import ChatKind, Level, Sound
from bot.store import Database, changes, chats, subscriptions, tags
from bot.views.choices import ChooseLanguage, ChooseLevel, ChooseSound, LetThrough, OpenTopic, PreferEdition, SetUp
from bot.views.intents import Follow, Intent, On, Save, SetLanguage, SetLevel, Undo, WantAlerts
from tests.pages.desk import Desk
from tests.store.samples import NATO, NOON, article, meet, take_in

READER = 5
BACK = {
    "en": ("Taken back. It is as it was:\n\n• NATO: not followed", "There is nothing to take back."),
    "uk": ("Скасовано. Тепер знову так, як було:\n\n• NATO: не стежите", "Скасовувати нічого."),
    "ru": ("Отменено. Теперь снова так, как было:\n\n• NATO: не следите", "Отменять нечего."),
}


async def reader(db: Database, language: str = "en", *, follows: bool = False) -> Desk:
    async with db.write() as tx:
        chat = await meet(tx, READER, language=language)
        await take_in(tx, article(1, tags_=[NATO]))
        [nato] = await tags.learn(tx, [NATO], "en")
        if follows:
            await subscriptions.subscribe(tx, chat.number, nato, Level.ALL, NOON)
    return Desk(db, READER, language=language)


async def picture(desk: Desk) -> changes.Picture:
    async with desk.db.read() as tx:
        chat = await chats.get(tx, READER)
        assert chat
        return await changes.picture(tx, chat.number)


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
async def test_by_command_and_the_way_back(db: Database, language: str) -> None:
    desk = await reader(db, language)
    said, nothing = BACK[language]
    await desk.says("/undo")
    assert desk.text == nothing
    await desk.says("/subscribe nato")
    after = await picture(desk)
    await desk.says("/undo")
    assert desk.text == said
    await desk.taps("↩︎")
    assert await picture(desk) == after


@pytest.mark.parametrize(
    "words",
    [
        "/subscribe kyiv",
        '/subscribe "air defence"',
        "/subscribe nato -sport",
        "/unsubscribe nato",
        "/settings українська",
        "/settings Tokyo",
        "/settings 22-8",
        "/mute 2h",
    ],
)
async def test_every_command_that_changes_something_has_the_button(db: Database, words: str) -> None:
    desk = await reader(db, follows=True)
    async with db.write() as tx:
        await take_in(tx, article(2, tags_=[NATO.__class__("kyiv", "Kyiv")]))
    before = await picture(desk)
    await desk.says(words)
    assert await picture(desk) != before
    await desk.taps("↩︎")
    assert await picture(desk) == before


@pytest.mark.parametrize(
    "tap",
    [
        Follow(1, False, On.SUBSCRIPTIONS),
        SetLevel(1, False),
        WantAlerts(False),
        ChooseLanguage("uk"),
        PreferEdition("ru"),
        LetThrough(1, True),
    ],
)
async def test_every_button_that_changes_a_list_of_choices_has_one_too(db: Database, tap: Intent) -> None:
    desk = await reader(db, follows=True)
    await desk.says("/subscriptions")
    before, shown = await picture(desk), desk.text
    await desk.asks(tap)
    assert await picture(desk) != before
    await desk.taps("↩︎")
    assert await picture(desk) == before
    assert desk.text == shown or "<b>Settings</b>" in desk.text
    assert not any("↩︎" in label for label in desk.labels)


@pytest.mark.parametrize(
    "tap", [ChooseLevel(1, Level.DIGEST), ChooseLevel(1, Level.BREAKING), ChooseSound(1, Sound.NONE)]
)
async def test_how_a_topic_comes_goes_back_where_it_was_chosen(db: Database, tap: Intent) -> None:
    desk = await reader(db, follows=True)
    await desk.asks(OpenTopic(1))
    before, shown = await picture(desk), desk.text
    assert not any("↩︎" in label for label in desk.labels)
    await desk.asks(tap)
    assert await picture(desk) != before
    await desk.taps("↩︎")
    assert await picture(desk) == before
    assert desk.text == shown
    assert not any("↩︎" in label for label in desk.labels)


@pytest.mark.parametrize("tap", [Follow(1, False, On.CARD, 1), Save(1, True, On.CARD), SetLanguage("ru"), SetUp("uk")])
async def test_what_a_button_turns_comes_back_by_the_command(db: Database, tap: Intent) -> None:
    desk = await reader(db, follows=True)
    before = await picture(desk)
    await desk.says("/help")
    await desk.asks(tap)
    await desk.says("/undo")
    assert await picture(desk) == before


async def test_a_button_of_an_older_change_says_so(db: Database) -> None:
    desk = await reader(db)
    await desk.says("/subscribe nato")
    old = desk.shown[-1].buttons[0][0].act
    assert isinstance(old, Undo)
    desk.now = NOON.replace(hour=13)
    await desk.says("/mute 8h")
    before = await picture(desk)
    answer = await desk.asks(old)
    assert answer.alert
    assert answer.toast.startswith("Something else was changed after that.")
    assert await picture(desk) == before


async def test_what_changed_nothing_leaves_the_last_change(db: Database) -> None:
    desk = await reader(db)
    await desk.says("/subscribe nato")
    desk.now = NOON.replace(hour=13)
    await desk.says("/subscribe nato")
    assert "↩︎ Undo" not in desk.labels
    await desk.says("/undo")
    assert "NATO: not followed" in desk.text


async def test_not_in_a_group(db: Database) -> None:
    async with db.write() as tx:
        await meet(tx, -7, kind=ChatKind.GROUP)
    desk = Desk(db, -7, kind=ChatKind.GROUP)
    await desk.says("/undo")
    assert "private chat" in desk.text
