"""Sources of the file and of the chat, beside each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.news.article import Source
from bot.news.trouble import Trouble
from bot.news.urls import key
from bot.store import Database, looks, sources
from bot.store.sources import State
from tests.store.samples import NOON

HERALD = Source("herald-en", "The Herald", "en", "https://herald.example/rss", every=30, tags=("nato",))
POST = Source("post-uk", "Пошта", "uk", "https://post.example/rss")
BLOG = Source("blog", "A blog", "en", "https://blog.example/feed")
ADDED = replace(BLOG, chosen=False)


async def test_the_file_is_what_it_says(db: Database) -> None:
    async with db.write() as tx:
        await sources.take_list(tx, [HERALD, POST], NOON)
        assert await sources.on(tx) == {"herald-en": HERALD, "post-uk": POST}
        renamed = replace(HERALD, name="The New Herald", every=90)
        await sources.take_list(tx, [renamed], NOON)
        assert await sources.on(tx) == {"herald-en": renamed}
        await sources.take_list(tx, [renamed, POST], NOON)
        assert list(await sources.on(tx)) == ["herald-en", "post-uk"]


async def test_what_an_editor_adds_stays_beside_the_file(db: Database) -> None:
    async with db.write() as tx:
        await sources.take_list(tx, [HERALD], NOON)
        [number] = await sources.offer(tx, [BLOG], NOON)
        assert list(await sources.on(tx)) == ["herald-en"]
        assert await sources.add(tx, number) == [ADDED]
        assert await sources.add(tx, number) == []
        await sources.take_list(tx, [HERALD], NOON)
        assert await sources.on(tx) == {"herald-en": HERALD, "blog": ADDED}
        found = (await sources.by_feed(tx))[key(BLOG.feed)]
        assert (found.number, found.listed) == (number, False)
        assert await sources.turn(tx, number, to=State.REMOVED, was=[State.ON, State.PAUSED])
        assert list(await sources.on(tx)) == ["herald-en"]
        assert key(BLOG.feed) not in await sources.by_feed(tx)


async def test_what_was_offered_together_is_added_together_and_nothing_twice(db: Database) -> None:
    post = replace(POST, id="post", feed="https://post.example/rss/")
    async with db.write() as tx:
        await sources.take_list(tx, [POST], NOON)
        later = NOON + timedelta(minutes=1)
        alone = await sources.offer(tx, [BLOG], NOON)
        numbers = await sources.offer(tx, [BLOG, post, HERALD, replace(HERALD, name="Again")], later)
        assert len({*alone, *numbers}) == 5
        assert [one.name for one in await sources.add(tx, numbers[0], together=True)] == ["A blog", "The Herald"]
        assert await sources.add(tx, numbers[0], together=True) == []
        assert await sources.add(tx, alone[0]) == []
        assert await sources.add(tx, 999) == []
        assert [one.feed for one in (await sources.on(tx)).values()] == [POST.feed, BLOG.feed, HERALD.feed]


async def test_a_feed_is_known_at_its_old_and_its_new_address(db: Database) -> None:
    async with db.write() as tx:
        await sources.take_list(tx, [HERALD], NOON)
        await sources.moved(tx, HERALD.id, "https://www.new.example/rss/")
        known = await sources.by_feed(tx)
        assert {key("http://herald.example/rss/"), key("https://new.example/rss")} == set(known)
        [one] = await sources.known(tx)
        assert one.where_it_is.feed == "https://www.new.example/rss/"


async def test_a_paused_source_is_not_looked_at_also_after_a_restart(db: Database) -> None:
    async with db.write() as tx:
        await sources.take_list(tx, [HERALD, POST], NOON)
        first = (await sources.known(tx))[0]
        assert await sources.turn(tx, first.number, to=State.PAUSED, was=[State.ON])
        await sources.take_list(tx, [HERALD, POST], NOON)
        assert list(await sources.on(tx)) == ["post-uk"]
        assert [one.state for one in await sources.known(tx)] == [State.PAUSED, State.ON]
        assert not await sources.turn(tx, first.number, to=State.REMOVED, was=[State.PAUSED])


async def test_a_feed_that_moved_is_read_where_it_is_until_the_operator_says_otherwise(db: Database) -> None:
    async with db.write() as tx:
        await sources.take_list(tx, [HERALD], NOON)
        await sources.moved(tx, HERALD.id, "https://new.example/rss")
        assert (await sources.on(tx))[HERALD.id].feed == "https://new.example/rss"
        await sources.take_list(tx, [HERALD], NOON)
        assert (await sources.on(tx))[HERALD.id].feed == "https://new.example/rss"
        await sources.take_list(tx, [replace(HERALD, feed="https://other.example/rss")], NOON)
        assert (await sources.on(tx))[HERALD.id].feed == "https://other.example/rss"


async def test_ids_do_not_collide_and_offers_are_forgotten(db: Database) -> None:
    async with db.write() as tx:
        await sources.take_list(tx, [replace(BLOG, id="blog")], NOON)
        second, third = await sources.offer(tx, [BLOG, BLOG], NOON)
        ids = [found.source.id for number in (second, third) if (found := await sources.by_number(tx, number))]
        assert ids == ["blog-2", "blog-3"]
        await sources.offer(tx, [HERALD], NOON + timedelta(days=2))
        assert await sources.by_number(tx, second) is None


async def test_how_reading_goes_stands_beside_it(db: Database) -> None:
    async with db.write() as tx:
        await sources.take_list(tx, [HERALD, POST], NOON)
    [first, _] = await looks.claim(db, "me", [HERALD.id, POST.id], NOON, most=2, most_new=2)
    async with db.write() as tx:
        late = NOON + timedelta(minutes=1)
        await looks.failed(tx, first.source_id, "me", trouble=Trouble.BROKEN, failures=1, next_look=late, now=NOON)
        one, other = await sources.known(tx)
    assert (one.trouble, one.failures, one.broken_since, one.ok_at) == (Trouble.BROKEN, 1, NOON, None)
    assert (other.trouble, other.broken_since) == (None, None)
