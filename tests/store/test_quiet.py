"""Chats that rest: nothing is lost, nobody is told twice, and every delivery ends visibly."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text

from bot.news.alert import Alert
from bot.news.audience import Audience
from bot.news.chats import Level
from bot.news.delivery import (
    AnnouncementKind,
    AnnouncementState,
    Delivery,
    DeliveryState,
    Gone,
    Later,
    Outcome,
    Sent,
    settle,
)
from bot.news.quiet import Hours
from bot.store import (
    Database,
    Listing,
    announcements,
    chats,
    fanning,
    outbox,
    preferences,
    settling,
    stories,
    subscriptions,
    summaries,
    tags,
)
from bot.store.tables import announcement, delivery
from tests.store.samples import GRID, NATO, NOON, article, follower, take_in

NIGHT = Hours(22, 8)
EVENING = NOON + timedelta(hours=9)
"""Midnight in Kyiv."""
MORNING = NOON + timedelta(hours=17)
FRESH = timedelta(hours=6)


async def resting(db: Database, count: int = 1, level: Level = Level.ALL) -> int:
    """So many followers of NATO that rest at night; the tag."""
    async with db.write() as tx:
        [nato] = await tags.learn(tx, [NATO], "en")
        for chat_id in range(1, count + 1):
            chat = await follower(tx, chat_id, nato, level)
            await preferences.rest(tx, chat.number, NIGHT, NOON)
    return nato


async def push(
    db: Database, number: int, tag_id: int, now: datetime, kind: AnnouncementKind = AnnouncementKind.BREAKING
) -> tuple[int, int]:
    """(announcement, story)."""
    async with db.write() as tx:
        story_id = (await take_in(tx, article(number, tags_=[NATO]))).story_id
    return await again(db, story_id, tag_id, now, kind), story_id


async def again(db: Database, story_id: int, tag_id: int, now: datetime, kind: AnnouncementKind) -> int:
    levels = (Level.ALL,) if kind is AnnouncementKind.HEADLINE else (Level.BREAKING, Level.ALL)
    audience = Audience((tag_id,), levels)
    async with db.write() as tx:
        told = await announcements.announce(
            tx, kind=kind, audience=audience, story_id=story_id, now=now, expires_at=now + FRESH
        )
    await fanning.fan_out(db, told)
    return told


async def claim(db: Database, now: datetime) -> list[Delivery]:
    return await outbox.claim(db, owner="a", most=99, now=now)


async def end(db: Database, outcome: Outcome, claimed: Sequence[Delivery], now: datetime) -> None:
    await settling.settle(db, "a", [settle(one, outcome, now) for one in claimed], now)


async def outcomes(db: Database, announcement_id: int) -> dict[DeliveryState, int]:
    async with db.read() as tx:
        return await announcements.outcomes(tx, announcement_id)


async def titles(db: Database, summary_id: int, now: datetime = MORNING) -> list[str]:
    async with db.read() as tx:
        return [line.title for line in (await summaries.of(tx, summary_id, "en", now)).headlines]


async def shown(db: Database, summary_id: int, now: datetime) -> Listing:
    async with db.read() as tx:
        return await summaries.of(tx, summary_id, "en", now)


async def the_summary(db: Database, now: datetime = MORNING) -> Delivery:
    [one] = await claim(db, now)
    assert one.announcement.kind is AnnouncementKind.SUMMARY
    return one


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


async def test_what_is_too_old_is_told_but_not_as_breaking(db: Database) -> None:
    nato = await resting(db)
    for number, at in ((1, EVENING), (2, MORNING - timedelta(hours=1))):
        await push(db, number, nato, at)
        async with db.write() as tx:
            await tx.execute(text("UPDATE story SET breaking_at = created_at"))
        assert await claim(db, at) == []
    async with db.write() as tx:
        await announcements.tend(tx, MORNING)
    summary = await the_summary(db)
    assert [line.breaking for line in (await shown(db, summary.id, MORNING)).headlines] == [True, False]


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


async def test_a_summary_that_waits_into_the_next_night_takes_its_news_along(db: Database) -> None:
    nato = await resting(db)
    await push(db, 1, nato, EVENING)
    assert await claim(db, EVENING) == []
    await end(db, Later(14 * 3600), [await the_summary(db)], MORNING)
    next_night = EVENING + timedelta(days=1)
    await push(db, 2, nato, next_night)
    assert await claim(db, next_night) == []
    assert len(await titles(db, (await the_summary(db, MORNING + timedelta(days=1))).id)) == 2


async def test_every_night_has_its_own_summary_and_old_ones_are_closed(db: Database) -> None:
    nato = await resting(db)
    for day in range(3):
        await push(db, day, nato, EVENING + timedelta(days=day))
        assert await claim(db, EVENING + timedelta(days=day)) == []
        morning = MORNING + timedelta(days=day)
        summary = await the_summary(db, morning)
        assert len(await titles(db, summary.id, morning)) == 1
        await end(db, Sent(day + 1), [summary], morning)
        async with db.write() as tx:
            await announcements.tend(tx, morning)
    async with db.read() as tx:
        of_kind = select(announcement.c.state).where(announcement.c.kind == "summary").order_by(announcement.c.id)
        states = (await tx.execute(of_kind)).scalars().all()
    assert states == [AnnouncementState.DONE, AnnouncementState.DONE, AnnouncementState.OPEN]


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


async def alert(db: Database, kind: AnnouncementKind = AnnouncementKind.ALERT, **of: int) -> int:
    audience = Audience(None) if kind is AnnouncementKind.ALERT else None
    async with db.write() as tx:
        told = await announcements.announce(
            tx,
            kind=kind,
            audience=audience,
            alert=Alert({"en": "Storm"}),
            now=EVENING,
            **of,  # type: ignore[arg-type]
        )
    await fanning.fan_out(db, told)
    return told


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


async def test_a_correction_of_what_was_folded_answers_the_summary(db: Database) -> None:
    nato = await resting(db)
    _, story_id = await push(db, 1, nato, EVENING)
    early = await alert(db, AnnouncementKind.CORRECTION, story_id=story_id)
    assert await claim(db, EVENING) == []
    late = await alert(db, AnnouncementKind.CORRECTION, story_id=story_id)
    assert await claim(db, EVENING) == []
    await end(db, Sent(7), [await the_summary(db)], MORNING)
    told = [one for one in [*await claim(db, MORNING), *await claim(db, MORNING)] if one.target]
    assert {one.announcement.id for one in told} <= {early, late}
    assert all(one.target and one.target.message_ids == (7,) and one.target.summary for one in told)
    assert told


async def test_what_is_taken_back_at_night_is_not_told_and_later_struck(db: Database) -> None:
    nato = await resting(db)
    told = [await push(db, number, nato, EVENING) for number in (1, 2)]
    assert await claim(db, EVENING) == []
    async with db.write() as tx:
        await stories.retract(tx, told[0][1], EVENING)
    summary = await the_summary(db)
    assert await titles(db, summary.id) == ["Bridge 2 opens (en)"]
    await end(db, Sent(7), [summary], MORNING)
    later = MORNING + timedelta(minutes=5)
    async with db.write() as tx:
        await stories.retract(tx, told[1][1], later)
        striking = await announcements.announce(
            tx, kind=AnnouncementKind.RETRACTION, story_id=told[1][1], alert=Alert({"en": "Wrong"}), now=later
        )
    await fanning.fan_out(db, striking)
    [strike] = await claim(db, later)
    assert strike.target
    assert (strike.target.summary, strike.target.message_ids) == (summary.id, (7,))
    assert [line.retracted for line in (await shown(db, summary.id, later)).headlines] == [True]


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


async def test_each_chat_sees_its_own_summary_only(db: Database) -> None:
    nato = await resting(db, 2)
    await push(db, 1, nato, EVENING)
    assert await claim(db, EVENING) == []
    one, other = await claim(db, MORNING)
    async with db.read() as tx:
        assert await summaries.is_of(tx, one.id, one.chat_number)
        assert not await summaries.is_of(tx, one.id, other.chat_number)
        theirs = select(delivery.c.target_id).where(delivery.c.state == "folded")
        assert set((await tx.execute(theirs)).scalars()) == {one.id, other.id}
