"""Whoever follows more than one message takes turns its pages, and stays where something was changed."""

from __future__ import annotations

import pytest

from bot.news.article import ArticleTag
from bot.news.chats import ChatKind, Level
from bot.settings import read
from bot.store import Database, chats, open_database, outlets, subscriptions, tags
from bot.views.choices import Of
from bot.views.intents import OpenSubscriptions, TurnSubscriptions
from tests.newsroom import Newsroom
from tests.pages.desk import Desk
from tests.people import labels
from tests.store.samples import NOON, meet

LANGUAGES = {
    "uk": ("Ви стежите за", "‹ Раніше", "Далі ›", "↩︎ Скасувати"),
    "ru": ("Вы следите за", "‹ Раньше", "Дальше ›", "↩︎ Отменить"),
    "en": ("You follow", "‹ Earlier", "Later ›", "↩︎ Undo"),
}
TOPICS = [ArticleTag(f"town_{number}", f"Town {number:02}") for number in range(60)]
ADMIN, FORUM = 5, -7


async def following(db: Database, chat_id: int, thread_id: int = 0) -> None:
    async with db.write() as tx:
        chat = await chats.get(tx, chat_id)
        assert chat
        for tag_id in await tags.learn(tx, TOPICS, "en"):
            await subscriptions.subscribe(tx, chat.number, tag_id, Level.ALL, NOON, thread_id=thread_id)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("language", LANGUAGES)
async def test_pages_turn_and_what_is_changed_stays_on_its_page(newsroom: Newsroom, language: str) -> None:
    heading, earlier, later, undo = LANGUAGES[language]
    reader = await newsroom.telegram.person(language)
    await reader.sees("", after=await reader.says("/help"))
    async with open_database(read(newsroom.environ).database_url.reveal()) as db:
        await following(db, reader.id)
    first = await reader.sees(heading, after=await reader.says("/subscriptions"))
    assert "Town 00:" in first["text"]
    assert "Town 59:" not in first["text"]
    assert earlier not in labels(first)
    await reader.taps(later)
    second = await reader.last()
    assert "Town 00:" not in second["text"]
    assert "Town 59:" in second["text"]
    assert later not in labels(second)
    await reader.taps("✖ Town 59")
    assert "Town 58:" in (await reader.last())["text"]
    assert "Town 59:" not in (await reader.last())["text"]
    await reader.taps(undo)
    assert (await reader.last())["text"] == second["text"]
    await reader.taps(earlier)
    assert (await reader.last())["text"] == first["text"]


async def test_every_topic_of_a_forum_stands_on_one_page(db: Database) -> None:
    async with db.write() as tx:
        forum = await meet(tx, FORUM, kind=ChatKind.GROUP)
        await meet(tx, ADMIN)
        await outlets.name_topic(tx, forum.number, 77, "Aviation")
    await following(db, FORUM, 77)
    desk = Desk(db, ADMIN, administered=FORUM)
    await desk.asks(Of(forum.number, 0, OpenSubscriptions()))
    seen = desk.text
    while "Later ›" in desk.labels:
        await desk.taps("Later ›")
        seen += desk.text
    assert [seen.count(f"{topic.name}:") for topic in TOPICS] == [1] * len(TOPICS)
    last = desk.text
    await desk.asks(Of(forum.number, 0, TurnSubscriptions(99)))
    assert desk.text == last
