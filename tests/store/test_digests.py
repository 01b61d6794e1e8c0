"""Who is owed a digest and when, what is in it, and that nothing is told twice or lost."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, text, update

from bot.news.audience import Audience
from bot.news.chats import Level
from bot.news.delivery import AnnouncementKind, Delivery, DeliveryState, Later, Sent, Unknown
from bot.news.digest import Digest
from bot.news.quiet import Hours
from bot.store import (
    Database,
    announcements,
    chats,
    composing,
    digests,
    fanning,
    preferences,
    settling,
    stories,
    subscriptions,
    summaries,
    tags,
)
from bot.store.tables import announcement, chat, delivery
from tests.store.nights import EVENING, again, claim, end, outcomes, push
from tests.store.samples import GRID, NATO, NOON, article, follower, take_in

MORNING = NOON + timedelta(hours=17)
"""8:00 in Kyiv."""
DAY = timedelta(days=1)
DAILY = Digest(8)
HEADLINE = AnnouncementKind.HEADLINE


async def reader(db: Database, chat_id: int = 1, level: Level = Level.DIGEST) -> int:
    async with db.write() as tx:
        [nato] = await tags.learn(tx, [NATO], "en")
        one = await follower(tx, chat_id, nato, level)
        await preferences.gather(tx, one.number, DAILY, NOON)
    return nato


async def owed(db: Database, now: datetime) -> list[Delivery]:
    while await digests.owe_next(db, now):
        pass
    return [one for one in await claim(db, now) if one.announcement.kind is AnnouncementKind.DIGEST]


async def told(db: Database, one: Delivery, now: datetime = MORNING) -> list[str]:
    """What is drawn."""
    place = one.chat_number, one.thread_id
    async with db.write() as tx:
        await composing.compose(tx, one.id, place, now)
        return [line.headline.title for line in await composing.lines(tx, one.id, place, "en", now)]


async def test_headlines_come_in_the_digest_only_and_breaking_news_at_once(db: Database) -> None:
    nato = await reader(db)
    await push(db, 1, nato, NOON, HEADLINE)
    assert await claim(db, NOON) == []
    _, breaking = await again_breaking(db, nato, 2)
    [at_once] = await claim(db, NOON)
    assert at_once.announcement.story_id == breaking
    await end(db, Sent(5), [at_once], NOON)
    assert await owed(db, MORNING - timedelta(seconds=1)) == []
    [digest] = await owed(db, MORNING)
    assert await told(db, digest) == ["Bridge 1 opens (en)"]  # nothing that was pushed


async def again_breaking(db: Database, tag_id: int, number: int) -> tuple[int, int]:
    async with db.write() as tx:
        story_id = (await take_in(tx, article(number, tags_=[NATO]))).story_id
    async with db.write() as tx:
        announced = await announcements.announce(
            tx,
            kind=AnnouncementKind.BREAKING,
            audience=Audience((tag_id,), tuple(Level)),
            story_id=story_id,
            now=NOON,
            expires_at=NOON + timedelta(hours=6),
        )
    await fanning.fan_out(db, announced)
    return announced, story_id


async def test_each_story_is_told_once_in_one_digest(db: Database) -> None:
    nato = await reader(db)
    push_id, _ = await push(db, 1, nato, NOON, HEADLINE)
    [digest] = await owed(db, MORNING)
    assert await told(db, digest) == await told(db, digest) == ["Bridge 1 opens (en)"]
    await end(db, Sent(7), [digest], MORNING)
    assert await outcomes(db, push_id) == {DeliveryState.FOLDED: 1}
    assert await owed(db, MORNING) == []
    await push(db, 2, nato, MORNING + timedelta(hours=1), HEADLINE)
    [next_one] = await owed(db, MORNING + DAY)
    assert await told(db, next_one, MORNING + DAY) == ["Bridge 2 opens (en)"]


async def test_nobody_is_owed_two_and_a_crash_at_the_hour_loses_none(db: Database) -> None:
    nato = await reader(db)
    await push(db, 1, nato, NOON, HEADLINE)
    [digest] = await owed(db, MORNING)
    assert await told(db, digest)
    await settling.recover(db, owner="b", now=MORNING)  # it is not known whether it arrived
    async with db.write() as tx:
        await tx.execute(text("UPDATE leader SET owner = 'a'"))
    again_, *more = await owed(db, MORNING + timedelta(minutes=1))
    assert (again_.id, again_.doubts, more) == (digest.id, 1, [])
    assert await told(db, again_) == ["Bridge 1 opens (en)"]


async def test_it_comes_late_and_after_half_a_day_with_the_next_one(db: Database) -> None:
    nato = await reader(db)
    await push(db, 1, nato, NOON, HEADLINE)
    late = MORNING + timedelta(hours=11)
    [digest] = await owed(db, late)
    assert await told(db, digest, late) == ["Bridge 1 opens (en)"]
    await end(db, Later(3600), [digest], late)
    await push(db, 2, nato, late, HEADLINE)
    assert await owed(db, late + timedelta(hours=2)) == []
    [same] = await owed(db, MORNING + DAY)
    assert same.id == digest.id
    assert await told(db, same, MORNING + DAY) == ["Bridge 2 opens (en)", "Bridge 1 opens (en)"]
    await end(db, Sent(7), [same], MORNING + DAY)
    assert await owed(db, MORNING + DAY) == []


async def test_who_was_down_for_days_tells_all_of_them_in_one(db: Database) -> None:
    nato = await reader(db)
    for day in range(3):
        await push(db, day, nato, NOON + day * DAY, HEADLINE)
    [digest] = await owed(db, MORNING + 2 * DAY)
    assert len(await told(db, digest, MORNING + 2 * DAY)) == 3


async def test_quiet_hours_and_the_digest_make_one_message(db: Database) -> None:
    nato = await reader(db)
    async with db.write() as tx:
        known = await chats.get(tx, 1)
        assert known
        await preferences.rest(tx, known.number, Hours(22, 8), NOON)
    await push(db, 1, nato, NOON, HEADLINE)
    await push(db, 2, nato, EVENING)
    await again_at(db, nato, 3, EVENING)
    assert await claim(db, EVENING) == []
    claimed = await owed(db, MORNING)
    assert len(claimed) == 1
    assert set(await told(db, claimed[0])) == {f"Bridge {number} opens (en)" for number in (1, 3)} | (
        {"Bridge 2 opens (en)"}
    )
    assert [one.announcement.kind for one in await claim(db, MORNING)] == []


async def again_at(db: Database, tag_id: int, number: int, now: datetime) -> None:
    async with db.write() as tx:
        story_id = (await take_in(tx, article(number, tags_=[NATO]))).story_id
        await tx.execute(text("UPDATE subscription SET level = 'all'"))
    await again(db, story_id, tag_id, now, AnnouncementKind.BREAKING)
    async with db.write() as tx:
        await tx.execute(text("UPDATE subscription SET level = 'digest'"))


async def test_nothing_new_makes_no_digest_and_topics_not_in_it_neither(db: Database) -> None:
    nato = await reader(db, level=Level.BREAKING)
    await push(db, 1, nato, NOON, HEADLINE)
    assert await owed(db, MORNING) == []
    async with db.read() as tx:
        at = (await tx.execute(select(chat.c.digest_at))).scalar_one()
    assert at == MORNING + DAY


async def test_the_most_important_first_under_one_topic_each(db: Database) -> None:
    await reader(db)
    async with db.write() as tx:
        known = await chats.get(tx, 1)
        [grid] = await tags.learn(tx, [GRID], "en")
        assert known
        await subscriptions.subscribe(tx, known.number, grid, Level.DIGEST, NOON)
        for number, topics in enumerate([[NATO], [NATO], [NATO, GRID], [GRID]], 1):
            story_id = (await take_in(tx, article(number, tags_=topics))).story_id
            if number == 2:
                await take_in(tx, article(20, tags_=topics), story_id=story_id)
                await tx.execute(text("UPDATE article SET source_name = 'Other' WHERE id = 3"))
            if number == 1:
                await tx.execute(text("UPDATE story SET breaking_at = created_at WHERE id = 1"))
            await announcements.announce(tx, kind=HEADLINE, story_id=story_id, now=NOON, expires_at=NOON + DAY)
    [digest] = await owed(db, MORNING)
    place = digest.chat_number, 0
    async with db.write() as tx:
        await composing.compose(tx, digest.id, place, MORNING)
        lines = await composing.lines(tx, digest.id, place, "en", MORNING)
    assert [(line.tag and line.tag.name, line.headline.story_id) for line in lines] == [
        ("NATO", 1),
        ("Power grid", 4),
        ("NATO", 2),
        ("NATO", 3),
    ]
    async with db.read() as tx:
        assert await summaries.known(tx, digest.id, digest.chat_number)
        assert await summaries.size(tx, digest.id) == 4


async def test_what_a_subscription_leaves_out_is_in_no_digest(db: Database) -> None:
    nato = await reader(db)
    async with db.write() as tx:
        known = await chats.get(tx, 1)
        [grid] = await tags.learn(tx, [GRID], "en")
        assert known
        await subscriptions.leave_out(tx, known.number, nato, [grid])
        story_id = (await take_in(tx, article(1, tags_=[NATO, GRID]))).story_id
        await announcements.announce(tx, kind=HEADLINE, story_id=story_id, now=NOON)
    [digest] = await owed(db, MORNING)
    assert await told(db, digest) == []


async def test_what_is_taken_back_is_not_told_and_what_came_too_late_is(db: Database) -> None:
    nato = await reader(db)
    _, story_id = await push(db, 1, nato, NOON, HEADLINE)
    expired, _ = await again_breaking(db, nato, 2)
    async with db.write() as tx:
        await stories.retract(tx, story_id, NOON)
        await announcements.tend(tx, NOON + timedelta(hours=7))
    await settling.end_next(db, expired, NOON + timedelta(hours=7))
    assert await outcomes(db, expired) == {DeliveryState.EXPIRED: 1}
    [digest] = await owed(db, MORNING)
    assert await told(db, digest) == ["Bridge 2 opens (en)"]
    assert await outcomes(db, expired) == {DeliveryState.FOLDED: 1}


async def test_another_zone_another_hour_or_none(db: Database) -> None:
    await reader(db)
    async with db.write() as tx:
        await preferences.choose_zone(tx, 1, "Asia/Tokyo", NOON)
        at = select(chat.c.digest_at)
        assert (await tx.execute(at)).scalar_one() == NOON + timedelta(hours=11)
        await preferences.gather(tx, 1, Digest(22, weekdays=True), NOON)
        assert (await tx.execute(at)).scalar_one() == NOON + timedelta(hours=1)
        await preferences.gather(tx, 1, None, NOON)
        assert (await tx.execute(at)).scalar_one() is None
    assert await owed(db, MORNING + DAY) == []


async def test_many_chats_share_an_announcement_piece_by_piece(db: Database) -> None:
    nato = await reader(db)
    async with db.write() as tx:
        for chat_id in range(2, 1300):
            one = await follower(tx, chat_id, nato, Level.DIGEST)
            await tx.execute(update(chat).where(chat.c.number == one.number).values(digest_hour=8, digest_at=MORNING))
    async with db.write() as tx:
        assert not (await tx.execute(select(delivery.c.id))).first()
    while await digests.owe_next(db, MORNING):
        pass
    async with db.read() as tx:
        rows = (await tx.execute(select(delivery.c.announcement_id, delivery.c.chat_number))).all()
        kinds = (await tx.execute(select(announcement.c.kind))).scalars().all()
    assert len({row.chat_number for row in rows}) == len(rows) == 1299
    assert kinds == ["digest"]


async def test_in_doubt_it_is_tried_again(db: Database) -> None:
    nato = await reader(db)
    await push(db, 1, nato, NOON, HEADLINE)
    [digest] = await owed(db, MORNING)
    await end(db, Unknown("cut off"), [digest], MORNING)
    [again_] = await owed(db, MORNING + timedelta(minutes=5))
    assert again_.id == digest.id


async def test_the_digest_of_who_follows_everything_has_whatever_there_was(db: Database) -> None:
    nato = await reader(db, 2)
    async with db.write() as tx:
        every = await tags.everything(tx, {"en": "Everything"})
        assert every
        one = await follower(tx, 1, every, Level.DIGEST)
        await preferences.gather(tx, one.number, DAILY, NOON)
    await push(db, 1, nato, NOON, HEADLINE)
    mine = next(due for due in await owed(db, MORNING) if due.chat_number == one.number)
    async with db.write() as tx:
        place = mine.chat_number, mine.thread_id
        await composing.compose(tx, mine.id, place, MORNING)
        [line] = await composing.lines(tx, mine.id, place, "en", MORNING)
    assert line.tag
    assert line.tag.everything
