"""Chats that rest: nothing is lost, nobody is told twice, and every delivery ends visibly."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.news.alert import Alert
from bot.news.audience import Audience
from bot.news.chats import Level
from bot.news.delivery import (
    AnnouncementKind,
    DeliveryState,
    Gone,
    Sent,
)
from bot.store import (
    Database,
    announcements,
    chats,
    fanning,
    outbox,
    preferences,
    settling,
    subscriptions,
    tags,
)
from tests.store.nights import (
    EVENING,
    MORNING,
    again,
    alert,
    claim,
    end,
    outcomes,
    push,
    resting,
    the_summary,
    titles,
)
from tests.store.samples import GRID, NATO, NOON, article, follower, take_in


async def test_what_comes_at_night_is_one_message_in_the_morning(db: Database) -> None:
    nato = await resting(db)
    pushes = [(await push(db, number, nato, EVENING))[0] for number in (1, 2, 3)]
    assert await claim(db, EVENING) == []
    assert [await outcomes(db, one) for one in pushes] == [{DeliveryState.FOLDED: 1}] * 3
    assert await claim(db, MORNING - timedelta(seconds=1)) == []
    summary = await the_summary(db)
    assert await titles(db, summary.id) == [f"Bridge {number} opens (en)" for number in (3, 2, 1)]
    await end(db, Sent(7), [summary], MORNING)
    assert await claim(db, MORNING) == []
    assert await outcomes(db, summary.announcement.id) == {DeliveryState.SENT: 1}


async def test_who_is_awake_waits_for_nobody(db: Database) -> None:
    nato = await resting(db, 40)
    async with db.write() as tx:
        await follower(tx, 99, nato)
    told, _ = await push(db, 1, nato, EVENING)
    assert [one.chat_id for one in await claim(db, EVENING)] == [99]
    assert (await outcomes(db, told))[DeliveryState.FOLDED] == 40
    assert len(await claim(db, MORNING)) == 40


async def test_in_the_day_nothing_is_held(db: Database) -> None:
    nato = await resting(db)
    await push(db, 1, nato, NOON)
    [one] = await claim(db, NOON)
    assert one.announcement.kind is AnnouncementKind.BREAKING


async def test_a_crash_in_between_loses_nothing_and_tells_nobody_twice(db: Database) -> None:
    nato = await resting(db, 3)
    await push(db, 1, nato, EVENING)
    assert await claim(db, EVENING) == []
    await settling.recover(db, owner="b", now=EVENING)  # makes due at once what waits
    await push(db, 2, nato, EVENING)
    assert await outbox.claim(db, owner="b", most=99, now=EVENING) == []
    assert len(await outbox.claim(db, owner="b", most=99, now=MORNING)) == 3
    await settling.recover(db, owner="c", now=MORNING)  # nobody knows whether they arrived
    claimed = await outbox.claim(db, owner="c", most=99, now=MORNING)
    assert [one.doubts for one in claimed] == [1, 1, 1]
    assert [len(await titles(db, one.id)) for one in claimed] == [2, 2, 2]


async def test_a_chosen_topic_comes_through_with_its_breaking_news_only(db: Database) -> None:
    nato = await resting(db, 2)
    async with db.write() as tx:
        chat = await chats.get(tx, 1)
        assert chat
        await preferences.let_through(tx, chat.number, [nato], True)
        [one] = await subscriptions.of_chat(tx, chat.number, "en")
        assert one.through
    await push(db, 1, nato, EVENING, AnnouncementKind.HEADLINE)
    assert await claim(db, EVENING) == []
    await push(db, 2, nato, EVENING)
    assert [one.chat_id for one in await claim(db, EVENING)] == [1]


async def test_a_filter_holds_for_what_comes_through_too(db: Database) -> None:
    nato = await resting(db)
    async with db.write() as tx:
        chat = await chats.get(tx, 1)
        [grid] = await tags.learn(tx, [GRID], "en")
        assert chat
        await preferences.let_through(tx, chat.number, [nato], True)
        await subscriptions.leave_out(tx, chat.number, nato, [grid])
        await subscriptions.subscribe(tx, chat.number, grid, Level.ALL, NOON)
        story_id = (await take_in(tx, article(1, tags_=[NATO, GRID]))).story_id
        audience = Audience((nato, grid), (Level.BREAKING, Level.ALL), filtered=True)
        told = await announcements.announce(
            tx, kind=AnnouncementKind.BREAKING, audience=audience, story_id=story_id, now=EVENING
        )
    await fanning.fan_out(db, told)
    assert await claim(db, EVENING) == []
    assert await outcomes(db, told) == {DeliveryState.FOLDED: 1}


async def test_a_headline_that_was_folded_and_breaks_comes_through_once(db: Database) -> None:
    nato = await resting(db, 2)
    async with db.write() as tx:
        chat = await chats.get(tx, 1)
        assert chat
        await preferences.let_through(tx, chat.number, [nato], True)
    headline, story_id = await push(db, 1, nato, EVENING, AnnouncementKind.HEADLINE)
    assert await claim(db, EVENING) == []
    breaking = await again(db, story_id, nato, EVENING, AnnouncementKind.BREAKING)
    claimed = await claim(db, EVENING)
    assert [one.chat_id for one in claimed] == [1]
    await end(db, Sent(1), claimed, EVENING)
    assert await outcomes(db, headline) == {}
    assert await outcomes(db, breaking) == {DeliveryState.SENT: 1, DeliveryState.FOLDED: 1}
    found = {one.chat_id: await titles(db, one.id) for one in await claim(db, MORNING)}
    assert found == {1: [], 2: ["Bridge 1 opens (en)"]}


async def test_what_breaks_after_its_summary_was_sent_is_told_no_more(db: Database) -> None:
    nato = await resting(db)
    _, story_id = await push(db, 1, nato, EVENING, AnnouncementKind.HEADLINE)
    assert await claim(db, EVENING) == []
    await end(db, Sent(1), [await the_summary(db)], MORNING)
    await again(db, story_id, nato, MORNING, AnnouncementKind.BREAKING)
    assert await claim(db, MORNING) == []


async def test_editors_alerts_come_through_unless_the_chat_said_no(db: Database) -> None:
    await resting(db, 2)
    async with db.write() as tx:
        chat = await chats.get(tx, 2)
        assert chat
        await preferences.let_alerts_through(tx, chat.number, False, NOON)
    told = await alert(db)
    claimed = await claim(db, EVENING)
    assert [one.chat_id for one in claimed] == [1]
    assert await outcomes(db, told) == {DeliveryState.DUE: 2}
    late = await claim(db, MORNING)
    assert [(one.chat_id, one.announcement.alert) for one in late] == [(2, Alert({"en": "Storm"}))]


@pytest.mark.parametrize("change", ["unmute", "no quiet hours", "another zone"])
async def test_who_asks_for_something_else_gets_what_waits_at_once(db: Database, change: str) -> None:
    nato = await resting(db)
    await push(db, 1, nato, EVENING)
    async with db.write() as tx:
        chat = await chats.get(tx, 1)
        assert chat
        if change == "unmute":
            await preferences.rest(tx, chat.number, None, EVENING)
            await preferences.mute(tx, chat.number, EVENING + timedelta(hours=8), EVENING)
    assert await claim(db, EVENING) == []
    later = EVENING + timedelta(minutes=5)
    async with db.write() as tx:
        match change:
            case "unmute":
                await preferences.mute(tx, chat.number, None, later)
            case "no quiet hours":
                await preferences.rest(tx, chat.number, None, later)
            case _:
                await preferences.choose_zone(tx, chat.number, "Asia/Tokyo", later + timedelta(hours=2))
    if change == "another zone":
        assert await claim(db, later) == []  # five in the morning there
        later += timedelta(hours=2)
    assert await titles(db, (await the_summary(db, later)).id) == ["Bridge 1 opens (en)"]


async def test_who_is_gone_by_then_is_gone_with_the_summary(db: Database) -> None:
    nato = await resting(db)
    told, _ = await push(db, 1, nato, EVENING)
    assert await claim(db, EVENING) == []
    await end(db, Gone("blocked"), [await the_summary(db)], MORNING)
    assert await outcomes(db, told) == {DeliveryState.FOLDED: 1}
    assert await claim(db, MORNING + timedelta(days=1)) == []
