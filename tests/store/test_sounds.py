"""What a topic's messages sound like is told when they are claimed."""

from __future__ import annotations

from bot.news.audience import Audience
from bot.news.chats import Level, Sound
from bot.news.delivery import AnnouncementKind
from bot.store import Database, announcements, chats, fanning, preferences, subscriptions, tags
from tests.store.nights import claim, push
from tests.store.samples import GRID, NATO, NOON, article, follower, take_in

BREAKING, HEADLINE = AnnouncementKind.BREAKING, AnnouncementKind.HEADLINE


async def test_silent_for_those_who_asked_for_it(db: Database) -> None:
    async with db.write() as tx:
        [nato] = await tags.learn(tx, [NATO], "en")
        for chat_id, sound in enumerate(Sound, 1):
            chat = await follower(tx, chat_id, nato, Level.ALL)
            await preferences.sound(tx, chat.number, nato, sound)
    await push(db, 1, nato, NOON, HEADLINE)
    assert {one.chat_id: one.silent for one in await claim(db, NOON)} == {1: False, 2: True, 3: True}
    await push(db, 2, nato, NOON, BREAKING)
    assert {one.chat_id: one.silent for one in await claim(db, NOON)} == {1: False, 2: False, 3: True}


async def test_one_topic_with_sound_is_enough(db: Database) -> None:
    async with db.write() as tx:
        nato, grid = await tags.learn(tx, [NATO, GRID], "en")
        chat = await follower(tx, 1, nato, Level.ALL)
        await preferences.sound(tx, chat.number, nato, Sound.NONE)
        await subscriptions.subscribe(tx, chat.number, grid, Level.ALL, NOON)
        story_id = (await take_in(tx, article(1, tags_=[NATO, GRID]))).story_id
        own = await subscriptions.of_chat(tx, chat.number, "en")
        assert [one.sound for one in own] == [Sound.NONE, Sound.ALL]
        told = await announcements.announce(
            tx, kind=HEADLINE, audience=Audience((nato, grid), (Level.ALL,)), story_id=story_id, now=NOON
        )
    await fanning.fan_out(db, told)
    assert [one.silent for one in await claim(db, NOON)] == [False]
    async with db.read() as tx:
        assert await chats.get(tx, 1)
