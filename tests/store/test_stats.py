"""Statistics: who follows what by day, and when what has ended reached its first and last chat."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.broadcast import EVERYONE
from bot.desk.stats import Counting
from bot.news.alert import Alert
from bot.news.chats import Level
from bot.news.delivery import AnnouncementKind, Sent, settle
from bot.store import Database, announcements, chats, fanning, outbox, settling, stats, subscriptions, tags
from bot.store.tables import EVERYTHING
from tests.store.samples import GRID, NATO, NOON, follower, meet


async def test_a_day_is_counted_anew_until_it_is_over_and_without_words_of_readers(db: Database) -> None:
    async with db.write() as tx:
        nato, grid = await tags.learn(tx, [NATO, GRID], "en")
        own = await tags.phrase(tx, "my village", "en")
        for chat_id in (1, 2, 3):
            await follower(tx, chat_id, nato)
        await subscriptions.subscribe(tx, (await meet(tx, 1)).number, grid, Level.ALL, NOON)
        await subscriptions.subscribe(tx, (await meet(tx, 1)).number, own, Level.ALL, NOON)
    counting = Counting(db, "Europe/Kyiv")
    await counting.turn(NOON)
    async with db.write() as tx:
        await chats.leave(tx, 3, "blocked", NOON)
    await counting.turn(NOON + timedelta(hours=1))
    await counting.turn(NOON + timedelta(hours=10))  # Past midnight in Kyiv.
    async with db.read() as tx:
        found = await stats.history(tx, NOON.date())
    expected = {EVERYTHING: 2, nato: 2, grid: 1}
    assert found == {NOON.date(): expected, NOON.date() + timedelta(days=1): expected}


async def test_how_fast_an_announcement_was_is_looked_up_when_it_has_ended(db: Database) -> None:
    async with db.write() as tx:
        for chat_id in (1, 2):
            await meet(tx, chat_id)
        one = await announcements.announce(
            tx, kind=AnnouncementKind.ALERT, audience=EVERYONE, alert=Alert({"en": "x"}), now=NOON
        )
    await fanning.fan_out(db, one)
    for seconds in (2, 9):
        at = NOON + timedelta(seconds=seconds)
        claimed = await outbox.claim(db, owner="a", most=1, now=at)
        await settling.settle(db, "a", [settle(each, Sent(5), at) for each in claimed], at)
        await stats.measure(db)
        async with db.read() as tx:
            [push] = await stats.pushes(tx, 9)
        assert push.last_at is None
    async with db.write() as tx:
        await announcements.tend(tx, NOON + timedelta(seconds=9))
    await stats.measure(db)
    async with db.read() as tx:
        [push] = await stats.pushes(tx, 9)
    assert (push.sent, push.done) == (2, True)
    assert (push.first_at, push.last_at) == (NOON + timedelta(seconds=2), NOON + timedelta(seconds=9))
