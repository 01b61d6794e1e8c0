"""The settings by buttons and by words, in each language."""

from __future__ import annotations

import pytest

from bot.news.chats import Chat, Detail, Level
from bot.news.quiet import Hours
from bot.store import Database, chats, subscriptions, tags
from bot.views.choices import ChooseLanguage, ChooseZone, OpenSettings, Panel, PreferEdition, SetQuiet
from tests.pages.desk import Desk
from tests.store.samples import NATO, NOON, meet

READER = 5
WHOLE = {
    "en": """<b>Settings</b>

Language: English
News language: English
Time zone: Kyiv, 15:00 there now
Quiet hours: none
Digest: none
How news looks: with summary and picture""",
    "uk": """<b>Налаштування</b>

Мова: Українська
Мова новин: Українська
Часовий пояс: Київ, зараз там 15:00
Тихі години: немає
Дайджест: немає
Вигляд новин: з коротким змістом і фото""",
    "ru": """<b>Настройки</b>

Язык: Русский
Язык новостей: Русский
Часовой пояс: Киев, сейчас там 15:00
Тихие часы: нет
Дайджест: нет
Вид новостей: с кратким содержанием и фото""",
}
QUIET = {
    "en": """<b>Quiet hours: 22:00–8:00</b>

What comes in quiet hours waits, and reaches you in one message when they end.

Tap a topic to let its breaking news through even then.""",
    "uk": """<b>Тихі години: 22:00–8:00</b>

Усе, що надійде в тихі години, зачекає і прийде одним повідомленням, щойно вони скінчаться.

Натисніть на тему — і її термінові новини надходитимуть навіть тоді.""",
    "ru": """<b>Тихие часы: 22:00–8:00</b>

Всё, что появится в тихие часы, подождёт и придёт одним сообщением, как только они закончатся.

Нажмите на тему — и её срочные новости будут приходить даже тогда.""",
}


async def reader(db: Database, language: str = "en") -> Desk:
    async with db.write() as tx:
        chat = await meet(tx, READER, language=language)
        [nato] = await tags.learn(tx, [NATO], "en")
        await subscriptions.subscribe(tx, chat.number, nato, Level.ALL, NOON)
    return Desk(db, READER, language=language)


async def chosen(desk: Desk) -> Chat:
    async with desk.db.read() as tx:
        chat = await chats.get(tx, READER)
    assert chat
    return chat


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
async def test_in_one_message(db: Database, language: str) -> None:
    desk = await reader(db, language)
    await desk.says("/settings")
    assert desk.text == WHOLE[language]
    await desk.taps("🌙")
    await desk.taps("22–8")
    assert desk.text == QUIET[language]
    assert len(desk.shown) == 2  # what was said, and the message in which all happens
    assert (await chosen(desk)).rest.hours == Hours(22, 8)


async def test_quiet_hours_by_buttons(db: Database) -> None:
    desk = await reader(db)
    await desk.says("/settings")
    await desk.taps("🌙")
    assert "✓ Off" in desk.labels
    await desk.taps("22–8")
    assert "✓ 22–8" in desk.labels
    for hour in ("From 21", "Until 9", "Until 10"):
        await desk.taps(hour)
    assert (await chosen(desk)).rest.hours == Hours(21, 10)
    await desk.taps("NATO")
    assert "✓ NATO" in desk.labels
    await desk.taps("alerts: come through")
    assert not (await chosen(desk)).alerts_through
    await desk.taps("alerts: wait")
    await desk.taps("✓ NATO")
    assert "NATO" in desk.labels
    await desk.taps("Off")
    assert (await chosen(desk)).rest.hours is None
    assert "NATO" not in desk.labels
    await desk.taps("‹ Settings")
    assert desk.text == WHOLE["en"]


async def test_quiet_hours_never_shrink_to_none_by_steps(db: Database) -> None:
    desk = await reader(db)
    await desk.says("/settings 22-23")
    await desk.asks(OpenSettings(Panel.QUIET))
    assert [one for one in desk.labels if one.startswith(("From", "Until"))] == ["From 21:00", "Until 0:00"]


async def test_a_language_is_spoken_at_once(db: Database) -> None:
    desk = await reader(db)
    await desk.says("/settings")
    await desk.taps("🌐")
    await desk.taps("Українська")
    assert desk.text == WHOLE["uk"]
    await desk.taps("📰")
    await desk.taps("English")
    chat = await chosen(desk)
    assert (chat.language, chat.edition) == ("uk", "en")
    await desk.taps("📰")
    await desk.taps("Як мова бота")
    assert (await chosen(desk)).edition == "uk"


async def test_a_time_zone_from_the_list_and_how_much_is_shown(db: Database) -> None:
    desk = await reader(db)
    await desk.says("/settings")
    await desk.taps("🕒")
    assert "✓ Kyiv 15:00" in desk.labels
    await desk.taps("London 13:00")
    assert "Time zone: London, 13:00 there now" in desk.text
    await desk.taps("🖼")
    assert "✓ With summary and picture" in desk.labels
    await desk.taps("Headline only")
    assert (await chosen(desk)).detail is Detail.TITLE
    assert "How news looks: headline only" in desk.text


@pytest.mark.parametrize(
    ("language", "words", "said"),
    [
        ("en", "Tokyo", "✓ Time zone: Tokyo, 21:00 there now"),
        ("uk", "токіо", "✓ Часовий пояс: Токіо, зараз там 21:00"),
        ("ru", "Нью-Йорк", "✓ Часовой пояс: Нью-Йорк, сейчас там 08:00"),
        ("en", "+3", "✓ Time zone: UTC+3, 15:00 there now"),
        ("en", "UTC-5", "✓ Time zone: UTC−5, 07:00 there now"),
        ("ru", "23:00–7:00", "✓ Тихие часы: 23:00–7:00"),
        ("uk", "з 22 до 8", None),
        ("uk", "22 до 8", "✓ Тихі години: 22:00–8:00"),
        ("uk", "english", "✓ Language: English"),
        ("en", "русский", "✓ Язык: Русский"),
        ("en", "off", "✓ Quiet hours: none"),
        ("en", "Atlantis", None),
        ("en", "+15", None),
    ],
)
async def test_by_words_and_back(db: Database, language: str, words: str, said: str | None) -> None:
    desk = await reader(db, language)
    before = await chosen(desk)
    await desk.says(f"/settings {words}")
    if said is None:
        assert words in desk.text
        assert await chosen(desk) == before
        return
    assert desk.text == said
    await desk.taps("↩︎")
    assert await chosen(desk) == before


async def test_what_is_forged_changes_nothing(db: Database) -> None:
    desk = await reader(db)
    before = await chosen(desk)
    await desk.says("/settings")
    for forged in (ChooseZone("Etc/passwd"), ChooseLanguage("xx"), PreferEdition("xx"), SetQuiet(99, 3)):
        assert (await desk.asks(forged)).alert
    assert await chosen(desk) == before
