"""What stands in the one message after a night, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, text

from bot.news.alert import Alert
from bot.news.delivery import (
    AnnouncementKind,
    AnnouncementState,
    Later,
    Sent,
)
from bot.store import (
    Database,
    announcements,
    fanning,
    stories,
    summaries,
)
from bot.store.tables import announcement, delivery
from tests.store.nights import (
    EVENING,
    MORNING,
    alert,
    claim,
    end,
    push,
    resting,
    shown,
    the_summary,
    titles,
)


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
    assert states == [AnnouncementState.DONE, AnnouncementState.OPEN, AnnouncementState.OPEN]


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


async def test_each_chat_sees_its_own_summary_only(db: Database) -> None:
    nato = await resting(db, 2)
    await push(db, 1, nato, EVENING)
    assert await claim(db, EVENING) == []
    one, other = await claim(db, MORNING)
    async with db.read() as tx:
        assert await summaries.known(tx, one.id, one.chat_number)
        assert not await summaries.known(tx, one.id, other.chat_number)
        theirs = select(delivery.c.target_id).where(delivery.c.state == "folded")
        assert set((await tx.execute(theirs)).scalars()) == {one.id, other.id}
