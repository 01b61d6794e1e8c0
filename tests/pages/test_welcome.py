"""The first run: three taps, in each language; and what becomes of it later."""

from __future__ import annotations

import pytest

from bot.news.article import ArticleTag
from bot.news.chats import Chat, ChatKind
from bot.store import Database, chats, subscriptions
from bot.views.choices import EndSetUp, SetUp
from bot.views.intents import Left
from tests.newsroom import Newsroom
from tests.pages.desk import Desk
from tests.people import labels
from tests.store.samples import article, meet, take_in

READER = 5
LANGUAGES = pytest.mark.parametrize("language", ["en", "uk", "ru"])
NAMES = {"en": ("NATO", "Kyiv"), "uk": ("НАТО", "Київ"), "ru": ("НАТО", "Киев")}
ASKED = {
    "en": "What should I tell you about at once? Tap topics, then “Done”.",
    "uk": "Про що повідомляти вам одразу? Натисніть на теми, а потім — на «Готово».",
    "ru": "О чём сообщать вам сразу? Нажмите на темы, а потом — на «Готово».",
}
DONE = {"en": "Done", "uk": "Готово", "ru": "Готово"}
CHOSEN = {"en": "You follow: NATO.", "uk": "Ви стежите за темою: НАТО.", "ru": "Вы следите за темой: НАТО."}
READY = {
    "en": "You will get breaking news about <b>NATO</b> and alerts from the editors. How, when and in which "
    "language: /settings",
    "uk": "Вам надходитимуть термінові новини за темою <b>НАТО</b> і сповіщення редакції. Як, коли і якою мовою — "
    "/settings",
    "ru": "Вам будут приходить срочные новости по теме <b>НАТО</b> и оповещения редакции. Как, когда и на каком "
    "языке — /settings",
}
BACK = {"en": "Good to see you again.", "uk": "Раді бачити вас знову.", "ru": "Рады видеть вас снова."}


async def newsroom_of(db: Database, language: str = "en") -> Desk:
    """Somebody whom nobody has met; and news with hot topics."""
    async with db.write() as tx:
        for code, names in NAMES.items():
            about = [ArticleTag(slug, name) for slug, name in zip(("nato", "kyiv"), names, strict=True)]
            for number in range(2):
                await take_in(tx, article(number, language=code, tags_=about[: number + 1]))
    return Desk(db, READER, language=language)


async def known(desk: Desk) -> Chat:
    async with desk.db.read() as tx:
        chat = await chats.get(tx, READER)
    assert chat
    return chat


async def followed(desk: Desk) -> list[str]:
    chat = await known(desk)
    async with desk.db.read() as tx:
        return [one.tag.name for one in await subscriptions.of_chat(tx, chat.number, chat.language)]


@LANGUAGES
async def test_three_taps(db: Database, language: str) -> None:
    desk = await newsroom_of(db, language)
    await desk.says("/start")
    assert ASKED[language] in desk.text
    assert desk.labels[:2] == [f"🔔 {name}" for name in NAMES[language]]
    await desk.taps("НАТО" if language != "en" else "NATO")
    assert CHOSEN[language] in desk.text
    await desk.taps(DONE[language])
    assert desk.text == READY[language]
    assert len(desk.shown) == 2  # what was said, and one message in which all happens
    await desk.says("/start")
    assert BACK[language] in desk.text
    assert CHOSEN[language] in desk.text
    assert DONE[language] not in desk.labels


async def test_the_language_is_guessed_and_changed_in_the_same_message(db: Database) -> None:
    desk = await newsroom_of(db, "uk-UA")
    await desk.says("/start")
    assert ASKED["uk"] in desk.text
    await desk.taps("🔔 НАТО")
    await desk.taps("English")
    assert ASKED["en"] in desk.text
    assert "✅ NATO" in desk.labels
    assert "✓ English" in desk.labels
    assert (await known(desk)).language == "en"


async def test_nothing_hot_and_nothing_chosen(db: Database) -> None:
    desk = Desk(db, READER)
    await desk.says("/start")
    assert "The first news is on its way" in desk.text
    await desk.taps("Done")
    assert "You will get only alerts from the editors" in desk.text
    await desk.says("/start")
    assert "You follow nothing yet." in desk.text
    await desk.taps("🔔 Choose topics")
    assert "Done" in desk.labels


@pytest.mark.parametrize(("payload", "shown"), [("story_1", "Bridge 0 opens"), ("tag_nato", "#NATO")])
async def test_a_link_first_and_then_the_offer_once(db: Database, payload: str, shown: str) -> None:
    desk = await newsroom_of(db)
    await desk.says(f"/start {payload}")
    assert shown in str(desk.shown[-2].text)
    assert ASKED["en"] in desk.text
    await desk.says(f"/start {payload}")
    assert shown in desk.text


async def test_whoever_follows_already_is_not_asked(db: Database) -> None:
    desk = await newsroom_of(db)
    await desk.says("/subscribe nato")
    await desk.says("/start story_1")
    assert "Bridge 0 opens" in desk.text
    await desk.says("/start")
    assert BACK["en"] in desk.text


async def test_who_blocked_and_comes_back_is_greeted(db: Database) -> None:
    desk = await newsroom_of(db)
    await desk.says("/start")
    await desk.taps("🔔 Kyiv")
    await desk.taps("Done")
    await desk.asks(Left("kicked"))
    await desk.says("/start")
    assert "Good to see you again.\nYou follow: Kyiv." in desk.text
    assert await followed(desk) == ["Kyiv"]


@pytest.mark.parametrize(
    "payload", ["x" * 65, "story_", "story_x", "story_1_q", "story_" + "9" * 40, "tag_", "story_١", "../../etc", "й"]
)
async def test_garbage_is_a_plain_start(db: Database, payload: str) -> None:
    desk = await newsroom_of(db)
    await desk.says(f"/start {payload}")
    assert ASKED["en"] in desk.text


async def test_the_buttons_do_nothing_in_a_group(db: Database) -> None:
    async with db.write() as tx:
        await meet(tx, READER, kind=ChatKind.GROUP)
    desk = Desk(db, READER, kind=ChatKind.GROUP)
    for forged in (SetUp("ru"), EndSetUp()):
        assert (await desk.asks(forged)).alert
    chat = await known(desk)
    assert (chat.language, chat.set_up) == ("en", False)


@pytest.mark.asyncio(loop_scope="module")
@LANGUAGES
async def test_in_telegram(newsroom: Newsroom, language: str) -> None:
    [reader] = await newsroom.telegram.newcomers(1, language, started=False)
    await reader.says("/start")
    first = await reader.sees(ASKED[language])
    topic = next(label for label in labels(first) if label.startswith("🔔")).removeprefix("🔔 ")
    await reader.taps(f"🔔 {topic}")
    assert f"✅ {topic}" in labels(await reader.last())
    await reader.taps(DONE[language])
    ready = await reader.sees(topic)
    assert ready["message_id"] == first["message_id"]
    assert "/settings" in ready["text"]
    await reader.says("/start")
    await reader.sees(BACK[language])
