"""The buttons under a push, /mute, and the one message of what came meanwhile, in each language."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.announce import announce_breaking, announce_headline
from bot.desk.drawing import Drawings
from bot.news.chats import Chat, Detail, Level
from bot.news.delivery import AnnouncementKind
from bot.news.story import BreakingReason
from bot.store import Database, chats, preferences, subscriptions, tags
from bot.views.choices import Less
from bot.views.intents import OpenList, OpenStory, Place
from bot.views.post import Say
from bot.views.reply import Reply
from tests.pages.desk import WORDS, Desk, buttons, deliver
from tests.store.samples import GRID, NATO, NOON, article, meet, take_in

READER = 5
HOUR = timedelta(hours=1)
PUSH = {
    "en": ["Read ↗", "🔖 Save", "📤 Share", "🔕 1 hour", "👎 Less of this", "🔴 Only breaking"],
    "uk": ["Читати ↗", "🔖 Зберегти", "📤 Поділитися", "🔕 На годину", "👎 Менше такого", "🔴 Лише термінові"],
    "ru": ["Читать ↗", "🔖 Сохранить", "📤 Поделиться", "🔕 На час", "👎 Меньше такого", "🔴 Только срочные"],
}
MUTED = {
    "en": "🔕 Muted until 16:00. What comes in the meantime waits, and reaches you in one message.",
    "uk": "🔕 Тиша до 16:00. Усе, що надійде за цей час, зачекає і прийде одним повідомленням.",
    "ru": "🔕 Тишина до 16:00. Всё, что появится за это время, подождёт и придёт одним сообщением.",
}
QUIET = {"en": "While it was quiet", "uk": "Поки було тихо", "ru": "Пока было тихо"}
LINES = (
    "🌙 <b>{heading}</b>\n\n1. <i>15:02</i> Bridge 2 opens ({language})\n\n"
    "2. <i>15:01</i> 🔴 Bridge 1 opens ({language})"
)
LESS = {
    "en": ["Only breaking news about <b>NATO</b> will come.", "You no longer follow <b>NATO</b>."],
    "uk": ["З теми <b>NATO</b> надходитимуть лише термінові новини.", "Ви більше не стежите за темою <b>NATO</b>."],
    "ru": ["По теме <b>NATO</b> будут приходить только срочные новости.", "Вы больше не следите за темой <b>NATO</b>."],
}
LANGUAGES = pytest.mark.parametrize("language", ["en", "uk", "ru"])


async def reader(db: Database, language: str = "en", *more: str) -> Desk:
    async with db.write() as tx:
        chat = await meet(tx, READER, language=language)
        topics = [NATO, *([GRID] if more else [])]
        for tag_id in await tags.learn(tx, topics, "en"):
            await subscriptions.subscribe(tx, chat.number, tag_id, Level.ALL, NOON)
    return Desk(db, READER, language=language)


async def publish(desk: Desk, number: int, *, breaking: bool = False, more: bool = False) -> int:
    async with desk.db.write() as tx:
        new = article(number, language=desk.language, tags_=[NATO, *([GRID] if more else [])])
        story_id = (await take_in(tx, new)).story_id
        if breaking:
            await announce_breaking(tx, story_id, BreakingReason.EDITOR, desk.now)
        else:
            await announce_headline(tx, story_id, desk.now)
    return story_id


async def arrives(desk: Desk) -> list[Reply]:
    """What is due, drawn; the last one stands in the chat."""
    drawings = Drawings(desk.db, WORDS, lambda: desk.now)
    posts = [await drawings.post(one) for one in await deliver(desk.db, desk.now)]
    said = [post.reply for post in posts if isinstance(post, Say)]
    desk.shown += said
    return said


async def known(desk: Desk) -> Chat:
    async with desk.db.read() as tx:
        chat = await chats.get(tx, READER)
    assert chat
    return chat


async def levels(desk: Desk) -> dict[str, Level]:
    async with desk.db.read() as tx:
        own = await subscriptions.of_chat(tx, (await known(desk)).number, "en")
    return {one.tag.name: one.level for one in own}


@LANGUAGES
async def test_muted_from_a_push_and_told_in_one_message_afterwards(db: Database, language: str) -> None:
    desk = await reader(db, language)
    await publish(desk, 0)
    [push] = await arrives(desk)
    assert [button.label for button in buttons(push)] == PUSH[language]
    await desk.taps("🔕")
    assert desk.text == MUTED[language]
    assert len(desk.shown) == 2  # the push stays
    await publish(desk, 1, breaking=True)
    await publish(desk, 2)
    assert await arrives(desk) == []
    desk.now += HOUR
    [summary] = await arrives(desk)
    told = LINES.format(heading=QUIET[language], language=language)
    assert str(summary.text) == told
    assert [button.label for button in buttons(summary)] == ["1", "2"]
    await desk.taps("2")
    assert "Bridge 1 opens" in desk.text
    await desk.taps("‹")
    assert desk.text == told


async def test_by_command_longer_and_off(db: Database) -> None:
    desk = await reader(db)
    await desk.says("/mute")
    assert (await known(desk)).rest.muted_until == NOON + HOUR
    await desk.says("/mute 30m")
    assert "Muted until 15:30" in desk.text
    await desk.taps("↩︎")
    assert "Muted until 16:00" in desk.text
    await desk.says("/mute 8h")
    assert (await known(desk)).rest.muted_until == NOON + 8 * HOUR
    await desk.says("/mute off")
    assert desk.text == "🔔 News comes at once again."
    assert (await known(desk)).rest.muted_until is None
    await desk.taps("↩︎")
    assert (await known(desk)).rest.muted_until == NOON + 8 * HOUR
    await desk.says("/mute for ever")
    assert "For how long?" in desk.text
    await desk.says("/mute 9999h")
    assert (await known(desk)).rest.muted_until == NOON + 7 * 24 * HOUR


async def test_undoing_a_mute_brings_what_waits(db: Database) -> None:
    desk = await reader(db)
    await desk.says("/mute 8h")
    await publish(desk, 1)
    assert await arrives(desk) == []
    await desk.taps("↩︎")
    assert "Muted" not in desk.text
    [summary] = await arrives(desk)
    assert "Bridge 1 opens" in summary.text


@LANGUAGES
async def test_less_of_this_step_by_step_and_back(db: Database, language: str) -> None:
    desk = await reader(db, language)
    await publish(desk, 1)
    await arrives(desk)
    await desk.taps("👎")
    assert desk.text == LESS[language][0]
    assert await levels(desk) == {"NATO": Level.BREAKING}
    await desk.asks(Less(1))
    assert desk.text == LESS[language][1]
    assert await levels(desk) == {}
    await desk.taps("↩︎")
    assert await levels(desk) == {"NATO": Level.BREAKING}
    assert (await desk.asks(Less(99))).alert


async def test_less_of_one_of_several_topics(db: Database) -> None:
    desk = await reader(db, "en", "more")
    await publish(desk, 1, more=True)
    await arrives(desk)
    await desk.taps("👎")
    assert desk.labels == ["NATO: breaking news only", "Power grid: breaking news only"]
    await desk.taps("Power grid")
    assert await levels(desk) == {"NATO": Level.ALL, "Power grid": Level.BREAKING}
    await desk.taps("↩︎")
    assert await levels(desk) == {"NATO": Level.ALL, "Power grid": Level.ALL}


async def test_what_is_left_out_comes_back_too(db: Database) -> None:
    desk = await reader(db)
    await desk.says("/subscribe nato -sport")
    await desk.asks(Less(0, 1))
    await desk.says("/unsubscribe nato")
    assert await levels(desk) == {}
    await desk.taps("↩︎")
    assert "• NATO: breaking news only, without “sport”" in desk.text


async def test_how_much_a_push_shows(db: Database) -> None:
    desk = await reader(db)
    for number, (detail, summary) in enumerate({Detail.TITLE: False, Detail.SUMMARY: True}.items()):
        async with db.write() as tx:
            await preferences.show(tx, (await known(desk)).number, detail)
        await publish(desk, number)
        [push] = await arrives(desk)
        assert ("The bridge is open." in push.text) is summary
        assert ("Summary" in [button.label for button in buttons(push)]) is not summary
    desk.shown.append(push)
    await desk.asks(OpenStory(1))
    assert "The bridge is open." in desk.text


async def test_the_edition_that_a_chat_prefers(db: Database) -> None:
    desk = await reader(db)
    async with db.write() as tx:
        await preferences.prefer(tx, (await known(desk)).number, "uk")
        new = article(1, language="en", tags_=[NATO])
        story_id = (await take_in(tx, new)).story_id
        await take_in(tx, article(1, language="uk", tags_=[NATO]), story_id=story_id)
        await announce_headline(tx, story_id, NOON)
    [push] = await arrives(desk)
    assert "Bridge 1 opens (uk)" in push.text
    assert "Read ↗" in [button.label for button in buttons(push)]


async def test_nobody_opens_the_summary_of_another_chat(db: Database) -> None:
    desk = await reader(db)
    await desk.says("/mute")
    await publish(desk, 1)
    await arrives(desk)
    desk.now += HOUR
    async with db.read() as tx:
        assert (await chats.get(tx, READER)) is not None
    [one] = await deliver(db, desk.now)
    assert one.announcement.kind is AnnouncementKind.SUMMARY
    stranger = Desk(db, 77, now=desk.now)
    await stranger.says("/help")
    await stranger.asks(OpenList(Place(summary=one.id)))
    assert "Bridge" not in stranger.text
    await desk.asks(OpenList(Place(summary=one.id)))
    assert "Bridge 1" in desk.text
