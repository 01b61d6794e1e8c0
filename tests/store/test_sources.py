"""Sources of the file and of the chat, beside each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.news.article import Source
from bot.store import Database, looks, sources
from bot.store.sources import State
from tests.store.samples import NOON

HERALD = Source("herald-en", "The Herald", "en", "https://herald.example/rss", every=30, tags=("nato",))
POST = Source("post-uk", "Пошта", "uk", "https://post.example/rss")
BLOG = Source("blog", "A blog", "en", "https://blog.example/feed")


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
        number = await sources.offer(tx, BLOG, NOON)
        assert list(await sources.on(tx)) == ["herald-en"]
        assert await sources.turn(tx, number, to=State.ON, was=[State.OFFERED])
        assert not await sources.turn(tx, number, to=State.ON, was=[State.OFFERED])
        await sources.take_list(tx, [HERALD], NOON)
        assert await sources.on(tx) == {"herald-en": HERALD, "blog": BLOG}
        found = await sources.of_feed(tx, BLOG.feed)
        assert found is not None
        assert (found.number, found.listed) == (number, False)
        assert await sources.turn(tx, number, to=State.REMOVED, was=[State.ON, State.PAUSED])
        assert list(await sources.on(tx)) == ["herald-en"]
        assert await sources.of_feed(tx, BLOG.feed) is None


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
        second = await sources.offer(tx, BLOG, NOON)
        third = await sources.offer(tx, BLOG, NOON)
        ids = [found.source.id for number in (second, third) if (found := await sources.by_number(tx, number))]
        assert ids == ["blog-2", "blog-3"]
        await sources.offer(tx, HERALD, NOON + timedelta(days=2))
        assert await sources.by_number(tx, second) is None


async def test_how_reading_goes_stands_beside_it(db: Database) -> None:
    async with db.write() as tx:
        await sources.take_list(tx, [HERALD, POST], NOON)
    [first, _] = await looks.claim(db, "me", [HERALD.id, POST.id], NOON, most=2)
    async with db.write() as tx:
        late = NOON + timedelta(minutes=1)
        await looks.failed(tx, first.source_id, "me", error="answered 500", failures=1, next_look=late, now=NOON)
        one, other = await sources.known(tx)
    assert (one.error, one.failures, one.looked_at, one.ok_at) == ("answered 500", 1, NOON, None)
    assert (other.error, other.looked_at) == ("", None)
