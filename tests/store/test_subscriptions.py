from bot.news.chats import Level, Subscription
from bot.news.story import Tag
from bot.store import Database, subscriptions, tags
from tests.store.samples import GRID, NATO, NOON, meet


async def test_following_and_no_longer(db: Database) -> None:
    async with db.write() as tx:
        number = (await meet(tx, 5)).number
        nato, grid = await tags.learn(tx, [NATO, GRID], "en")
        assert await subscriptions.subscribe(tx, number, nato, Level.BREAKING, NOON)
        assert not await subscriptions.subscribe(tx, number, nato, Level.BREAKING, NOON)
        assert await subscriptions.subscribe(tx, number, grid, Level.BREAKING, NOON)
        assert await subscriptions.subscribe(tx, number, nato, Level.ALL, NOON)
        assert await subscriptions.of_chat(tx, number, "en") == [
            Subscription(Tag(nato, "nato", "nato", "NATO"), Level.ALL),
            Subscription(Tag(grid, "power_grid", "power_grid", "Power grid"), Level.BREAKING),
        ]
        assert await subscriptions.has(tx, number, [nato, grid, 99]) == {nato, grid}
        assert await subscriptions.has(tx, number, []) == set()
        assert await subscriptions.unsubscribe(tx, number, nato)
        assert not await subscriptions.unsubscribe(tx, number, nato)
        assert await subscriptions.has(tx, number, [nato, grid]) == {grid}


async def test_each_topic_of_a_forum_follows_for_itself(db: Database) -> None:
    async with db.write() as tx:
        number = (await meet(tx, -5)).number
        [nato] = await tags.learn(tx, [NATO], "en")
        assert await subscriptions.subscribe(tx, number, nato, Level.ALL, NOON, thread_id=3)
        assert await subscriptions.subscribe(tx, number, nato, Level.ALL, NOON, thread_id=4)
        assert not await subscriptions.unsubscribe(tx, number, nato)
        assert await subscriptions.unsubscribe(tx, number, nato, thread_id=3)
        assert [one.thread_id for one in await subscriptions.of_chat(tx, number, "en")] == [4]
