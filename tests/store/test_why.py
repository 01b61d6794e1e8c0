"""What is kept of a message, and of one that never came."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from bot.news.alert import Alert
from bot.news.audience import Audience
from bot.news.chats import Level
from bot.news.delivery import (
    AnnouncementKind,
    Delivery,
    DeliveryState,
    Gone,
    Later,
    Outcome,
    Refused,
    Sent,
    Unknown,
    settle,
)
from bot.news.story import BreakingReason
from bot.news.why import Missed, Received, Verdict
from bot.store import (
    Database,
    announcements,
    chats,
    fanning,
    holds,
    outbox,
    settling,
    stories,
    subscriptions,
    tags,
    why,
)
from tests.store.samples import NATO, NOON, article, follower, meet, take_in

LATER = NOON + timedelta(minutes=5)
BOTH = (Level.BREAKING, Level.ALL)


async def told(db: Database, *levels: Level, kind: AnnouncementKind = AnnouncementKind.BREAKING) -> int:
    """A story, announced to readers 1, 2, … who follow its tag at these levels."""
    async with db.write() as tx:
        story_id = (await take_in(tx, article(1, tags_=[NATO]))).story_id
        (nato,) = await tags.learn(tx, [NATO], "en")
        for chat_id, level in enumerate(levels, start=1):
            await follower(tx, chat_id, nato, level)
        breaking = kind is AnnouncementKind.BREAKING
        if breaking:
            await stories.make_breaking(tx, story_id, BreakingReason.TOP, NOON)
        audience = Audience((nato,), BOTH if breaking else (Level.ALL,))
        announcement_id = await announcements.announce(tx, kind=kind, audience=audience, story_id=story_id, now=NOON)
    await fanning.fan_out(db, announcement_id)
    return story_id


async def alert(db: Database, audience: Audience = Audience(None)) -> None:  # noqa: B008 - a frozen value
    async with db.write() as tx:
        sent = await announcements.announce(
            tx, kind=AnnouncementKind.ALERT, audience=audience, alert=Alert({"": "Hello"}), now=NOON
        )
    await fanning.fan_out(db, sent)


async def claim(db: Database, most: int = 99) -> list[Delivery]:
    return await outbox.claim(db, owner="t", most=most, now=LATER)


async def end(db: Database, claimed: list[Delivery], outcome: Outcome) -> None:
    await settling.settle(db, "t", [settle(one, outcome, LATER) for one in claimed], LATER)


async def received(db: Database, chat_id: int, message_id: int = 0) -> Received | None:
    async with db.read() as tx:
        reader = await chats.get(tx, chat_id)
        assert reader
        return await why.received(tx, reader, message_id=message_id)


async def verdict(db: Database, story_id: int, chat_id: int = 1) -> Verdict:
    async with db.read() as tx:
        found = await why.verdict(tx, story_id, chat_id, LATER)
        assert found
        return found


async def test_a_push_came_because_of_a_tag_at_a_level(db: Database) -> None:
    await told(db, Level.ALL)
    await end(db, await claim(db), Sent(77))
    came = await received(db, 1)
    assert came
    assert came == await received(db, 1, 77)
    assert [(follow.tag.name, follow.level) for follow in came.matched] == [("NATO", Level.ALL)]
    assert (came.subject.title, came.subject.breaking) == ("Bridge 1 opens (en)", BreakingReason.TOP)
    assert (came.sending.push.announced_at, came.sending.settled_at) == (NOON, LATER)
    assert (came.sending.attempts, came.sending.doubts, came.amended) == (1, 0, ())


async def test_nobody_else_has_that_message(db: Database) -> None:
    await told(db, Level.ALL, Level.ALL)
    one, two = await claim(db)
    await end(db, [one], Sent(77))
    await end(db, [two], Sent(78))
    assert await received(db, 1, 78) is None
    assert await received(db, 1, 9999) is None
    async with db.write() as tx:
        await meet(tx, 3)
    assert await received(db, 3) is None


async def test_what_was_unfollowed_since_is_still_named(db: Database) -> None:
    await told(db, Level.BREAKING)
    await end(db, await claim(db), Sent(77))
    async with db.write() as tx:
        reader = await chats.get(tx, 1)
        assert reader
        (nato,) = await tags.learn(tx, [NATO], "en")
        await subscriptions.unsubscribe(tx, reader.number, nato)
    came = await received(db, 1)
    assert came
    assert came.matched == ()
    assert [tag.name for tag in came.asked] == ["NATO"]


async def test_an_alert_and_the_parts_of_its_album(db: Database) -> None:
    async with db.write() as tx:
        await meet(tx, 1)
    await alert(db)
    await end(db, await claim(db), Sent(5, (6, 7)))
    came = await received(db, 1, 7)
    assert came
    assert came.subject.alert == Alert({"": "Hello"})
    assert (came.matched, came.asked) == ((), ())


async def test_what_held_it_and_what_was_done_since(db: Database) -> None:
    story_id = await told(db, Level.BREAKING)
    await end(db, await claim(db), Later(0))
    await end(db, await claim(db), Unknown("timed out"))
    claimed = await outbox.claim(db, owner="t", most=9, now=LATER + timedelta(minutes=2))
    await end(db, claimed, Sent(77))
    async with db.write() as tx:
        correction = await announcements.announce(
            tx, kind=AnnouncementKind.CORRECTION, story_id=story_id, alert=Alert({"": "No"}), now=NOON
        )
    await fanning.fan_out(db, correction)
    await end(db, await claim(db), Sent(78))
    came = await received(db, 1, 77)
    assert came
    assert (came.sending.attempts, came.sending.doubts) == (2, 1)
    assert came.amended == ((AnnouncementKind.CORRECTION, LATER),)
    assert await received(db, 1, 78) == came  # of the correction, what it corrects says why


async def test_a_story_on_its_way_has_a_place(db: Database) -> None:
    story_id = await told(db, Level.BREAKING, Level.BREAKING, Level.BREAKING)
    async with db.write() as tx:
        await holds.put(tx, {3: 60}, LATER)
    ((sending, where),) = (await verdict(db, story_id, 3)).sendings
    assert sending.state is DeliveryState.DUE
    assert where
    assert (where.ahead, where.held_until) == (2, LATER + timedelta(seconds=60))
    await claim(db, 1)
    ((sending, where),) = (await verdict(db, story_id, 1)).sendings
    assert (sending.state, where) == (DeliveryState.STARTED, None)


async def test_what_stopped_it_is_told(db: Database) -> None:
    story_id = await told(db, Level.BREAKING, Level.BREAKING, Level.BREAKING)
    one, two, three = await claim(db)
    await end(db, [one], Refused("Bad Request: message is too long"))
    await end(db, [two], Gone("blocked"))
    await end(db, [three], Sent(9))
    ((refused, _),) = (await verdict(db, story_id, 1)).sendings
    assert (refused.state, refused.reason) == (DeliveryState.REFUSED, "Bad Request: message is too long")
    gone = await verdict(db, story_id, 2)
    assert gone.gone == ("blocked", LATER)
    assert gone.sendings[0][0].state is DeliveryState.GONE
    async with db.write() as tx:
        await meet(tx, 4)
        (nato,) = await tags.learn(tx, [NATO], "en")
        await follower(tx, 5, nato)
        assert await why.verdict(tx, story_id, 6, LATER) is None
    assert (await verdict(db, story_id, 4)).missed is Missed.NOT_FOLLOWING
    assert (await verdict(db, story_id, 5)).missed is Missed.FOLLOWED_LATER


async def test_a_headline_passes_those_who_want_breaking_news(db: Database) -> None:
    story_id = await told(db, Level.BREAKING, Level.ALL, kind=AnnouncementKind.HEADLINE)
    assert (await verdict(db, story_id, 1)).missed is Missed.BREAKING_ONLY
    assert (await verdict(db, story_id, 2)).missed is None


async def test_the_account_of_a_story(db: Database) -> None:
    story_id = await told(db, Level.BREAKING, Level.BREAKING)
    await end(db, await claim(db, 1), Sent(1))
    async with db.write() as tx:
        await announcements.announce(tx, kind=AnnouncementKind.UPDATE, story_id=story_id, now=NOON)
        told_of = (await why.account(tx, story_id)).told
        subject = await why.subject(tx, story_id, "uk")
        assert await why.subject(tx, story_id + 1, "uk") is None
        await stories.retract(tx, story_id, LATER)
        taken_back = await why.subject(tx, story_id, "uk")
    assert [push.kind for push, _ in told_of] == [AnnouncementKind.BREAKING, AnnouncementKind.UPDATE]
    assert (told_of[0][1].owed, told_of[0][1].outcomes) == (2, {DeliveryState.SENT: 1})
    assert subject
    assert subject.retracted_at is None
    assert taken_back
    assert taken_back.retracted_at == LATER


async def test_a_message_of_long_ago_is_known(db: Database) -> None:
    async with db.write() as tx:
        reader = await meet(tx, 1)
    await alert(db)
    [one] = await outbox.claim(db, owner="a", most=9, now=NOON)
    await settling.settle(db, "a", [settle(one, Sent(37), NOON)], NOON)
    columns = "kind, lane, high_water, cursor, fanned, state, reported, doubt, created_at, opens_at"
    since = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
    async with db.write() as tx:
        await tx.execute(text(f"INSERT INTO announcement ({columns}) {since} SELECT {columns} FROM announcement, n"))
    async with db.read() as tx:
        assert await why.received(tx, reader, message_id=37)
        assert await why.received(tx, reader)
        assert not await why.received(tx, reader, message_id=38)
