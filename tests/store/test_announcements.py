import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.news.alert import Alert
from bot.news.article import ArticleTag
from bot.news.audience import Audience
from bot.news.chats import Level
from bot.news.delivery import AnnouncementKind, DeliveryState
from bot.store import Database, Transaction, announcements, audiences, chats, fanning, outbox, subscriptions, tags
from tests.store.samples import GRID, NATO, NOON, article, follower, meet, take_in

EVERYONE = Audience(None, ())
BOTH = (Level.BREAKING, Level.ALL)


async def alert(tx: Transaction, audience: Audience) -> int:
    return await announcements.announce(
        tx, kind=AnnouncementKind.ALERT, audience=audience, alert=Alert({"en": "<b>x</b>"}), now=NOON
    )


async def push(tx: Transaction, story_id: int, audience: Audience) -> int:
    return await announcements.announce(
        tx, kind=AnnouncementKind.BREAKING, audience=audience, story_id=story_id, now=NOON
    )


async def told(db: Database) -> list[tuple[int, int]]:
    """(chat id, announcement id) of all that is due, taken away."""
    return [(one.chat_id, one.announcement.id) for one in await outbox.claim(db, owner="t", most=999, now=NOON)]


async def test_everyone_who_is_there_now(db: Database) -> None:
    async with db.write() as tx:
        for chat_id in (1, 2, 3):
            await meet(tx, chat_id)
        await chats.leave(tx, 2, "blocked", NOON)
        assert await audiences.audience_size(tx, EVERYONE) == 2
        sent = await alert(tx, EVERYONE)
        assert await fanning.unfanned(tx) == [sent]
        await meet(tx, 4)
    assert await fanning.fan_out(db, sent) == 2
    assert await fanning.fan_out(db, sent) == 0
    assert await told(db) == [(1, sent), (3, sent)]
    async with db.read() as tx:
        assert await fanning.unfanned(tx) == []


async def test_followers_of_a_tag_by_level_once_each(db: Database) -> None:
    async with db.write() as tx:
        nato, grid = await tags.learn(tx, [NATO, GRID], "en")
        both = await follower(tx, 1, nato)
        await subscriptions.subscribe(tx, both.number, grid, Level.ALL, NOON)
        await follower(tx, 2, grid, Level.ALL)
        await follower(tx, 3, nato, Level.BREAKING)
        await meet(tx, 4)
        for audience, chat_ids in (
            (Audience((nato, grid), BOTH), {1, 2, 3}),
            (Audience((nato, grid), (Level.ALL,)), {1, 2}),
            (Audience((nato,), (Level.ALL,)), set()),
            (Audience((nato,), ()), set()),
            (Audience((), BOTH), set()),
            (Audience((99,), BOTH), set()),
        ):
            assert await audiences.audience_size(tx, audience) == len(chat_ids)
        sent = await alert(tx, Audience((nato, grid), BOTH))
        late = await follower(tx, 5, nato)
        await subscriptions.subscribe(tx, late.number, grid, Level.ALL, NOON)
        nobody = await alert(tx, Audience((), BOTH))
    assert await fanning.fan_out(db, sent) == 3
    assert await fanning.fan_out(db, nobody) == 0
    assert await told(db) == [(1, sent), (2, sent), (3, sent)]
    async with db.read() as tx:
        assert await announcements.finished(tx, nobody)
        assert await announcements.outcomes(tx, nobody) == {}


async def test_one_story_is_told_once_to_a_chat(db: Database) -> None:
    async with db.write() as tx:
        nato, grid = await tags.learn(tx, [NATO, GRID], "en")
        first, second = [(await take_in(tx, article(number))).story_id for number in (1, 2)]
        await follower(tx, 1, nato, Level.ALL)
        await follower(tx, 2, grid)
        headline = await push(tx, first, Audience((nato,), (Level.ALL,)))
    assert await fanning.fan_out(db, headline) == 1
    async with db.write() as tx:
        breaking = await push(tx, first, Audience((nato, grid), BOTH))
        other = await push(tx, second, Audience((nato,), BOTH))
    assert await fanning.fan_out(db, breaking) == 2
    assert await fanning.fan_out(db, other) == 1
    assert sorted(await told(db)) == [(1, breaking), (1, other), (2, breaking)]
    async with db.read() as tx:
        assert await announcements.outcomes(tx, headline) == {}
        assert await announcements.outcomes(tx, breaking) == {DeliveryState.DUE: 2}


async def test_a_story_is_remembered_as_what_it_was_announced(db: Database) -> None:
    async with db.write() as tx:
        story_id = (await take_in(tx, article(1))).story_id
        assert not await announcements.announced(tx, story_id, AnnouncementKind.BREAKING)
        await push(tx, story_id, EVERYONE)
        assert await announcements.announced(tx, story_id, AnnouncementKind.BREAKING)
        assert not await announcements.announced(tx, story_id, AnnouncementKind.HEADLINE)
        assert not await announcements.announced(tx, story_id + 1, AnnouncementKind.BREAKING)


async def test_each_topic_that_follows_is_told(db: Database) -> None:
    async with db.write() as tx:
        [nato] = await tags.learn(tx, [NATO], "en")
        group = await meet(tx, -5)
        for thread in (3, 4):
            await subscriptions.subscribe(tx, group.number, nato, Level.BREAKING, NOON, thread_id=thread)
        sent = await alert(tx, Audience((nato,), BOTH))
        assert await audiences.audience_size(tx, Audience((nato,), BOTH)) == 2
    assert await fanning.fan_out(db, sent) == 2
    claimed = await outbox.claim(db, owner="t", most=9, now=NOON)
    assert [one.thread_id for one in claimed] == [3, 4]


async def test_fanning_out_twice_at_once_makes_one_delivery_each(db: Database) -> None:
    async with db.write() as tx:
        for chat_id in range(1, 31):
            await meet(tx, chat_id)
        sent = await alert(tx, EVERYONE)
    made = await asyncio.gather(*(fanning.fan_out(db, sent, chunk=4) for _ in range(3)))
    assert sum(made) == 30
    assert Counter(chat_id for chat_id, _ in await told(db)) == Counter(range(1, 31))


@pytest.mark.parametrize("kind", ["sqlite"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    followed=st.lists(st.tuples(st.integers(1, 20), st.integers(0, 2), st.sampled_from(Level)), max_size=40),
    gone=st.sets(st.integers(1, 20), max_size=5),
    wanted=st.sets(st.integers(0, 2)),
    chunk=st.integers(1, 7),
)
async def test_chunks_of_any_size_reach_whom_the_audience_counts(
    db: Database, followed: list[tuple[int, int, Level]], gone: set[int], wanted: set[int], chunk: int
) -> None:
    async with db.write() as tx:
        for table in ("delivery", "tally", "announcement", "subscription", "chat"):
            await tx.exec_driver_sql(f"DELETE FROM {table}")
        ids = await tags.learn(tx, [NATO, GRID, ArticleTag("aid", "Aid")], "en")
        for chat_id, tag, level in followed:
            await follower(tx, chat_id, ids[tag], level)
        for chat_id in gone:
            await chats.leave(tx, chat_id, "blocked", NOON)
        audience = Audience(tuple(ids[tag] for tag in wanted), (Level.ALL,))
        size = await audiences.audience_size(tx, audience)
        sent = await alert(tx, audience)
    assert await fanning.fan_out(db, sent, chunk=chunk) == size
    levels = {(chat_id, tag): level for chat_id, tag, level in followed}
    expected = {chat_id for (chat_id, tag), level in levels.items() if level is Level.ALL and tag in wanted} - gone
    assert sorted(chat_id for chat_id, _ in await told(db)) == sorted(expected)


async def test_an_announcement_is_finished_when_its_last_delivery_ends(db: Database) -> None:
    async with db.write() as tx:
        await meet(tx, 1)
        sent = await alert(tx, EVERYONE)
        assert not await announcements.finished(tx, sent)
    await fanning.fan_out(db, sent)
    async with db.write() as tx:
        assert not await announcements.finished(tx, sent)
        await chats.leave(tx, 1, "blocked", NOON)
        assert await announcements.finished(tx, sent)
        assert await announcements.outcomes(tx, sent) == {DeliveryState.GONE: 1}
        assert not await announcements.finished(tx, sent + 1)


async def test_what_was_announced_comes_with_each_delivery(db: Database) -> None:
    until = NOON + timedelta(hours=6)
    async with db.write() as tx:
        told_of = (await take_in(tx, article(1))).story_id
        await meet(tx, 1)
        sent = await announcements.announce(
            tx,
            kind=AnnouncementKind.HEADLINE,
            audience=EVERYONE,
            story_id=told_of,
            author_id=7_000_000_000,
            now=NOON,
            expires_at=until,
        )
    await fanning.fan_out(db, sent)
    [claimed] = await outbox.claim(db, owner="t", most=9, now=NOON)
    assert claimed.announcement.kind is AnnouncementKind.HEADLINE
    assert (claimed.announcement.story_id, claimed.announcement.alert) == (told_of, None)
    assert (claimed.announcement.created_at, claimed.announcement.expires_at) == (NOON, until)


async def test_what_is_open_is_due_though_the_clock_was_set_back(db: Database) -> None:
    async with db.write() as tx:
        await meet(tx, 1)
        sent = await alert(tx, EVERYONE)
    an_hour_ago = NOON - timedelta(hours=1)
    assert await fanning.fan_out_next(db, sent, now=an_hour_ago) == 1
    assert len(await outbox.claim(db, owner="t", most=9, now=an_hour_ago)) == 1
