"""Phrases that readers follow, and topics that they leave out, from the article to the delivery."""

from __future__ import annotations

from sqlalchemy import select

from bot.news.audience import Audience
from bot.news.chats import Level
from bot.news.delivery import AnnouncementKind
from bot.store import Database, Transaction, announcements, articles, audiences, fanning, outbox, subscriptions, tags
from bot.store.tables import chat
from tests.store.samples import GRID, NATO, NOON, article, enriched, follower, meet, take_in

LEVELS = (Level.BREAKING, Level.ALL)


async def test_a_phrase_is_one_however_it_is_typed_and_is_no_topic(db: Database) -> None:
    async with db.write() as tx:
        await tags.learn(tx, [NATO], "en")
        phrase = await tags.phrase(tx, "Air  defence", "en")
        assert await tags.phrase(tx, "air defence", "uk") == phrase
        assert await tags.phrases(tx) == {}
        await follower(tx, 1, phrase)
        assert await tags.phrases(tx) == {"Air defence": phrase, "air defence": phrase}
        assert list(await tags.names(tx)) == ["NATO"]
        assert "air defence" not in await tags.spellings(tx)
        found = await tags.by_spelling(tx, "“AIR defence”", "en")
        assert found is not None
        assert (found.id, found.phrase) == (phrase, True)
        assert await tags.by_spelling(tx, "air defence", "en") is None


async def test_cards_and_topics_do_not_show_it(db: Database) -> None:
    async with db.write() as tx:
        phrase = await tags.phrase(tx, "bridge", "en")
        [nato] = await tags.learn(tx, [NATO], "en")
        stored = await articles.add(
            tx, article(1), enriched(), source_name="S", story_id=None, tag_ids=[phrase, nato], print_="", now=NOON
        )
        edition = await articles.edition(tx, stored.story_id, "en")
        assert edition is not None
        assert [tag.id for tag in edition.tags] == [nato]
        assert [tag.id for tag in await tags.popular(tx, "en")] == [nato]


async def test_what_is_left_out_does_not_come_unless_by_another_topic(db: Database) -> None:
    async with db.write() as tx:
        nato, grid = await tags.learn(tx, [NATO, GRID], "en")
        for chat_id, tag_id in ((1, nato), (2, nato), (3, grid)):
            await follower(tx, chat_id, tag_id)
        both = await follower(tx, 4, grid)
        await subscriptions.subscribe(tx, both.number, nato, Level.BREAKING, NOON)
        for chat_id in (1, 4):
            await subscriptions.leave_out(tx, (await meet(tx, chat_id)).number, nato, [grid, nato])
        [own] = await subscriptions.of_chat(tx, (await meet(tx, 1)).number, "en")
        assert [tag.id for tag in own.without] == [grid]
        assert await reached(tx, nato) == [1, 2, 4]
        assert await reached(tx, nato, grid) == [2, 3, 4]
        await subscriptions.leave_out(tx, (await meet(tx, 1)).number, nato, [])
        assert await reached(tx, nato, grid) == [1, 2, 3, 4]


async def test_who_stops_following_forgets_what_was_left_out(db: Database) -> None:
    async with db.write() as tx:
        nato, grid = await tags.learn(tx, [NATO, GRID], "en")
        one = await follower(tx, 1, nato)
        await subscriptions.leave_out(tx, one.number, nato, [grid])
        assert await subscriptions.unsubscribe(tx, one.number, nato)
        await subscriptions.subscribe(tx, one.number, nato, Level.ALL, NOON)
        [own] = await subscriptions.of_chat(tx, one.number, "en")
        assert own.without == ()


async def test_a_filtered_story_is_fanned_out_to_the_others(db: Database) -> None:
    async with db.write() as tx:
        nato, grid = await tags.learn(tx, [NATO, GRID], "en")
        for chat_id in range(1, 6):
            one = await follower(tx, chat_id, nato)
            if chat_id % 2:
                await subscriptions.leave_out(tx, one.number, nato, [grid])
        story_id = (await take_in(tx, article(1, tags_=[NATO, GRID]))).story_id
        audience = Audience((nato, grid), LEVELS, filtered=await audiences.left_out(tx, [nato, grid]))
        told = await announcements.announce(
            tx, kind=AnnouncementKind.BREAKING, audience=audience, story_id=story_id, now=NOON
        )
    assert await fanning.fan_out(db, told) == 2
    assert sorted(one.chat_id for one in await outbox.claim(db, owner="a", most=9, now=NOON)) == [2, 4]


async def reached(tx: Transaction, *tag_ids: int) -> list[int]:
    audience = Audience(tag_ids, LEVELS, filtered=await audiences.left_out(tx, tag_ids))
    members = audiences.members(audience).subquery()
    rows = await tx.execute(select(chat.c.id).join(members, members.c.chat_number == chat.c.number).distinct())
    return sorted(rows.scalars())
