"""The last change that a chat made, whichever it was, taken back whole."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.news.chats import Detail, Level, Sound
from bot.news.digest import Digest
from bot.news.quiet import Hours
from bot.store import Database, Transaction, changes, chats, preferences, saved, subscriptions, tags
from bot.store.changes import Picture
from bot.store.tables import chat, subscription
from tests.store.samples import GRID, NATO, NOON, article, meet, take_in

Change = Callable[[Transaction, int], Awaitable[object]]
LATER = NOON + timedelta(hours=1)
CHANGES: dict[str, Change] = {
    "follow": lambda tx, number: subscriptions.subscribe(tx, number, 2, Level.ALL, LATER),
    "unfollow": lambda tx, number: subscriptions.unsubscribe(tx, number, 1),
    "level": lambda tx, number: subscriptions.subscribe(tx, number, 1, Level.BREAKING, LATER),
    "filter": lambda tx, number: subscriptions.leave_out(tx, number, 1, []),
    "through": lambda tx, number: preferences.let_through(tx, number, [1], False),
    "language": lambda tx, number: chats.choose_language(tx, number, "uk"),
    "edition": lambda tx, number: preferences.prefer(tx, number, "ru"),
    "zone": lambda tx, number: preferences.choose_zone(tx, number, "Asia/Tokyo", LATER),
    "quiet": lambda tx, number: preferences.rest(tx, number, Hours(1, 5), LATER),
    "mute": lambda tx, number: preferences.mute(tx, number, None, LATER),
    "alerts": lambda tx, number: chats.want_alerts(tx, number, False, LATER),
    "detail": lambda tx, number: preferences.show(tx, number, Detail.TITLE),
    "digest": lambda tx, number: preferences.gather(tx, number, Digest(7), LATER),
    "sound": lambda tx, number: preferences.sound(tx, number, 1, Sound.NONE),
    "save": lambda tx, number: saved.save(tx, number, 2, LATER),
    "unsave": lambda tx, number: saved.drop(tx, number, 1),
}


async def chosen(tx: Transaction) -> int:
    """A chat that has chosen everything there is."""
    number = (await meet(tx, 5)).number
    for one in (1, 2):
        await take_in(tx, article(one))
    await tags.learn(tx, [NATO, GRID], "en")
    await subscriptions.subscribe(tx, number, 1, Level.ALL, NOON)
    await subscriptions.leave_out(tx, number, 1, [2])
    await preferences.let_through(tx, number, [1], True)
    await preferences.mute(tx, number, NOON, NOON)
    await saved.save(tx, number, 1, NOON)
    return number


async def make(tx: Transaction, number: int, change: Change, at: int) -> Picture:
    """What there is then."""
    before = await changes.picture(tx, number)
    await change(tx, number)
    after = await changes.picture(tx, number)
    await changes.keep(tx, number, changes.differing(before, after), at)
    return after


@pytest.mark.parametrize("name", CHANGES)
async def test_any_change_and_the_way_back(db: Database, name: str) -> None:
    async with db.write() as tx:
        number = await chosen(tx)
        before = await changes.picture(tx, number)
        after = await make(tx, number, CHANGES[name], at=7)
        assert after != before
        assert await changes.take_back(tx, number, 7, LATER)
        assert await changes.picture(tx, number) == before
        assert await changes.take_back(tx, number, 7, LATER) is None  # that was not the last change any more
        assert await changes.take_back(tx, number, 0, LATER)
        assert await changes.picture(tx, number) == after


async def test_only_the_last_one(db: Database) -> None:
    async with db.write() as tx:
        number = await chosen(tx)
        assert await changes.take_back(tx, number, 0, LATER) is None
        first = await make(tx, number, CHANGES["zone"], at=7)
        await make(tx, number, CHANGES["language"], at=8)
        assert await changes.take_back(tx, number, 7, LATER) is None
        assert await changes.take_back(tx, number, 8, LATER)
        assert await changes.picture(tx, number) == first


async def test_everything_that_a_chat_chooses_is_in_the_picture(db: Database) -> None:
    async with db.write() as tx:
        picture = await changes.picture(tx, await chosen(tx))
    assert set(picture["settings"]) == set(chat.c.keys()) - changes.GIVEN
    assert set(picture["subscriptions"]["0 1"]) == set(subscription.c.keys()) - {"id", "chat_number"} | {"without"}
