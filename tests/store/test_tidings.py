"""What ended with a topic of a forum, as who set it up is told."""

from sqlalchemy import update

from bot.news.chats import ChatKind, Level, Sound
from bot.news.outlets import Ended
from bot.store import Database, outlets, preferences, subscriptions, tags, tidings
from bot.store.tables import tiding
from tests.store.samples import GRID, NATO, NOON, meet

THREAD = 77


async def test_it_tells_how_each_tag_came_so_that_it_can_come_so_again(db: Database) -> None:
    async with db.write() as tx:
        forum = await meet(tx, -7, kind=ChatKind.GROUP)
        nato, grid = await tags.learn(tx, [NATO, GRID], "en")
        for tag_id in (nato, grid):
            await subscriptions.subscribe(tx, forum.number, tag_id, Level.ALL, NOON, thread_id=THREAD)
        await preferences.sound(tx, forum.number, nato, Sound.BREAKING)
        await outlets.lose_topic(tx, forum.number, THREAD, NOON)
        [told] = await tidings.untold(tx)
        assert told.ended == (
            Ended(nato, Level.ALL, False, Sound.BREAKING),
            Ended(grid, Level.ALL, False, Sound.ALL),
        )


async def test_one_that_an_older_version_noted_has_every_sound(db: Database) -> None:
    async with db.write() as tx:
        forum = await meet(tx, -7, kind=ChatKind.GROUP)
        [nato] = await tags.learn(tx, [NATO], "en")
        await subscriptions.subscribe(tx, forum.number, nato, Level.ALL, NOON, thread_id=THREAD)
        await outlets.lose_topic(tx, forum.number, THREAD, NOON)
        await tx.execute(update(tiding).values(ended=[[nato, "all", True]]))
        [told] = await tidings.untold(tx)
        assert told.ended == (Ended(nato, Level.ALL, True, Sound.ALL),)
