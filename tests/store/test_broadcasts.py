"""What editors look back at, on both databases."""

from datetime import timedelta

from bot.news.alert import Alert
from bot.news.audience import Audience
from bot.news.chats import ChatKind
from bot.news.delivery import AnnouncementKind, AnnouncementState, DeliveryState, Gone, Sent, settle
from bot.store import Database, announcements, broadcasts, fanning, outbox, settling
from tests.store.samples import NOON, article, meet, take_in

EVERYONE = Audience(None, alerts=True)
SAID = Alert({"en": "x"})
SINCE = NOON - timedelta(hours=1)


async def alert(db: Database, *gone: int) -> int:
    """In five chats, of which some are gone."""
    async with db.write() as tx:
        for number in range(1, 6):
            await meet(tx, number, language="en" if number < 4 else "uk")
        sent = await announcements.announce(
            tx, kind=AnnouncementKind.ALERT, audience=EVERYONE, alert=SAID, author_id=7, now=NOON
        )
    await fanning.fan_out(db, sent)
    claimed = await outbox.claim(db, owner="a", most=99, now=NOON)
    outcome = {one.id: Gone("=blocked") if one.chat_id in gone else Sent(9) for one in claimed}
    await settling.settle(db, "a", [settle(one, outcome[one.id], NOON) for one in claimed], NOON)
    return sent


async def test_how_many_of_each_language(db: Database) -> None:
    of_id = await alert(db, 1)
    async with db.write() as tx:
        await meet(tx, -6, language="ru", kind=ChatKind.CHANNEL)
        assert await broadcasts.reached_by_audience(tx, EVERYONE) == {"en": 2, "uk": 2, "ru": 1}
        assert await broadcasts.reached_by_audience(tx, Audience(None, languages=("ru",))) == {"ru": 1}
        for kind in (AnnouncementKind.CORRECTION, AnnouncementKind.UPDATE, AnnouncementKind.RECALL):
            assert await broadcasts.reached_before(tx, kind, None, of_id, NOON) == {"en": 2, "uk": 2}
        for kind, hours in ((AnnouncementKind.UPDATE, 24), (AnnouncementKind.RECALL, 48)):
            late = NOON + timedelta(hours=hours)
            assert await broadcasts.reached_before(tx, kind, None, of_id, late) == {}


async def test_what_reached_somebody_lately_and_was_not_taken_back(db: Database) -> None:
    of_id = await alert(db)
    async with db.write() as tx:
        stored = await take_in(tx, article())
        for kind in (AnnouncementKind.HEADLINE, AnnouncementKind.BREAKING):
            await announcements.announce(tx, kind=kind, audience=EVERYONE, story_id=stored.story_id, now=NOON)
        (told,) = await broadcasts.recent(tx, SINCE)
        assert (told.id, told.sent, told.alert) == (of_id, 5, SAID)
        assert await broadcasts.recent(tx, NOON) == []
        await announcements.announce(tx, kind=AnnouncementKind.RECALL, of_id=of_id, now=NOON)
        assert await broadcasts.recent(tx, SINCE) == []


async def test_what_was_scheduled_long_ago_is_as_recent_as_its_opening(db: Database) -> None:
    later = NOON + timedelta(hours=35)
    async with db.write() as tx:
        await meet(tx, 1)
        ids = [
            await announcements.announce(
                tx, kind=AnnouncementKind.ALERT, audience=EVERYONE, alert=SAID, now=NOON, opens_at=opens_at
            )
            for opens_at in (later, NOON)
        ]
        await announcements.tend(tx, later)
    for id_ in ids:
        await fanning.fan_out(db, id_)
    claimed = await outbox.claim(db, owner="a", most=9, now=later)
    await settling.settle(db, "a", [settle(one, Sent(9), later) for one in claimed], later)
    async with db.read() as tx:
        assert [told.id for told in await broadcasts.recent(tx, later - timedelta(hours=48))] == ids
        assert [told.id for told in await broadcasts.recent(tx, NOON)] == ids[:1]


async def test_every_delivery_in_chunks(db: Database) -> None:
    of_id = await alert(db, 2)
    lines = [line async for chunk in broadcasts.lines(db, of_id, chunk=2) for line in chunk]
    assert [line.chat_id for line in lines] == [1, 2, 3, 4, 5]
    assert lines[0] == (1, "private", "en", DeliveryState.SENT, "", 1, NOON)
    assert lines[1] == (2, "private", "en", DeliveryState.GONE, "=blocked", 1, None)


async def test_a_scheduled_one_opens_at_once_and_once(db: Database) -> None:
    async with db.write() as tx:
        later = NOON + timedelta(hours=1)
        id_ = await announcements.announce(
            tx, kind=AnnouncementKind.ALERT, audience=EVERYONE, alert=SAID, now=NOON, opens_at=later
        )
        assert [told.state for told in await broadcasts.under_way(tx)] == [AnnouncementState.SCHEDULED]
        assert await broadcasts.open_now(tx, id_, NOON)
        assert not await broadcasts.open_now(tx, id_, NOON), "twice before anybody looked"
        await announcements.tend(tx, NOON)
        assert not await broadcasts.open_now(tx, id_, NOON)
        await broadcasts.rewrite(tx, id_, Alert({"en": "y"}))
        told = await broadcasts.get(tx, id_)
        assert told
        assert (told.state, told.alert) == (AnnouncementState.OPEN, Alert({"en": "y"}))
        await broadcasts.end_original(tx, None, id_, "retracted", deleted=False)
        told = await broadcasts.get(tx, id_)
        assert told
        assert told.state is AnnouncementState.ENDING
