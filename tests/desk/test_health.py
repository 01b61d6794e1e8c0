"""Health turns red by each way in which work stops, and stays green in a quiet newsroom; without waiting."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from bot.desk.broadcast import EVERYONE
from bot.desk.health import Health
from bot.news.alert import Alert
from bot.news.article import Source
from bot.news.delivery import AnnouncementKind, Lane, Sent, Unknown, settle
from bot.news.trouble import PATIENCE, Trouble
from bot.store import (
    Database,
    announcements,
    fanning,
    holds,
    inbox,
    looks,
    outbox,
    processes,
    settling,
    sources,
    vitals,
)
from bot.store.inbox import Incoming
from bot.store.tables import process
from tests.store.samples import NOON, meet

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
QUICK = Source("quick", "Quick", "en", "https://quick.example/rss", every=60)
SLOW = Source("slow", "Slow", "en", "https://slow.example/rss", every=3600)


def health(db: Database, role: str = "deliver", *, polls: bool = False) -> Health:
    return Health(db, "me", [role], polls, NOON)


async def listed(db: Database, *which: Source) -> None:
    async with db.write() as tx:
        await sources.take_list(tx, which, NOON)
    await looks.claim(db, "me", [one.id for one in which], NOON, most=0, most_new=10)


async def read(db: Database, source: Source, minute: int) -> None:
    now = NOON + minute * MINUTE
    async with db.write() as tx:
        await looks.looked(tx, source.id, "me", next_look=now + source.every * SECOND, now=now)


async def broken(db: Database, source: Source, minute: int, failures: int) -> None:
    now = NOON + minute * MINUTE
    async with db.write() as tx:
        wait = now + source.every * SECOND
        await looks.failed(tx, source.id, "me", trouble=Trouble.AWAY, next_look=wait, failures=failures, now=now)


async def test_feeds_that_advance_are_well(db: Database) -> None:
    await listed(db, QUICK, SLOW)
    await read(db, QUICK, 0)
    await read(db, SLOW, 0)
    ours = health(db, "ingest")
    assert await ours.problems(NOON + 3 * MINUTE) == []
    assert await health(db, "serve").problems(NOON + HOUR) == []


async def test_feeds_that_stop_advancing_are_told(db: Database) -> None:
    await listed(db, QUICK, SLOW)
    await read(db, QUICK, 0)
    await read(db, SLOW, 0)
    [problem] = await health(db, "ingest").problems(NOON + 10 * MINUTE)
    assert problem == "feeds: no source was looked at for 10 min"


async def test_a_process_that_has_just_started_gets_its_time(db: Database) -> None:
    await listed(db, QUICK)
    await read(db, QUICK, 0)
    late = NOON + 24 * HOUR
    assert await Health(db, "me", ["ingest"], True, late).problems(late + MINUTE) == []


async def test_one_look_that_hangs_is_told(db: Database) -> None:
    other = replace(QUICK, id="other", feed="https://other.example/rss")
    await listed(db, QUICK, other)
    await read(db, QUICK, 0)
    await read(db, other, 14)
    assert await health(db, "ingest").problems(NOON + 12 * MINUTE) == []
    await read(db, other, 20)
    await looks.claim(db, "me", ["other"], NOON + 21 * MINUTE, most=1, most_new=0)
    await read(db, other, 21)
    [problem] = await health(db, "ingest").problems(NOON + 21 * MINUTE)
    assert "quick has not been looked at" in problem


async def test_when_nothing_can_be_read_it_is_told(db: Database) -> None:
    await listed(db, QUICK, SLOW)
    await broken(db, QUICK, 0, PATIENCE)
    await broken(db, SLOW, 0, 1)
    ours = health(db, "ingest")
    assert await ours.problems(NOON + MINUTE) == []
    await looks.claim(db, "me", ["slow"], NOON + 61 * MINUTE, most=0, most_new=10)
    await broken(db, SLOW, 61, PATIENCE)
    [problem] = await ours.problems(NOON + 62 * MINUTE)
    assert "none of the sources (2) could be read" in problem


async def alert(db: Database, readers: int) -> int:
    async with db.write() as tx:
        for number in range(readers):
            await meet(tx, 101 + number)
        told = await announcements.announce(
            tx, kind=AnnouncementKind.ALERT, audience=EVERYONE, alert=Alert({"en": "Hi"}), now=NOON
        )
    while await fanning.fan_out_next(db, told, now=NOON):
        pass
    return told


async def deliver(db: Database) -> None:
    [one] = await outbox.claim(db, owner="me", most=1, now=NOON)
    await settling.settle(db, "me", [settle(one, Sent(5), NOON)], NOON)


async def test_a_queue_that_does_not_drain_is_told(db: Database) -> None:
    ours = health(db)
    assert await ours.problems(NOON) == []
    await alert(db, 3)
    assert await ours.problems(NOON + MINUTE) == []
    assert await ours.problems(NOON + 2 * MINUTE) == []
    [problem] = await ours.problems(NOON + 4 * MINUTE)
    assert problem == "delivery: 1 announcements wait, and nothing was delivered for 180 s"


async def test_a_long_queue_that_drains_is_well(db: Database) -> None:
    await alert(db, 3)
    ours = health(db)
    for minute in (0, 90, 180):
        assert await ours.problems(NOON + minute * MINUTE) == []
        await deliver(db)
    async with db.write() as tx:
        await announcements.tend(tx, NOON + 181 * MINUTE)
    assert await ours.problems(NOON + 9 * HOUR) == []


async def test_a_telegram_that_answers_with_errors_alone_is_told(db: Database) -> None:
    await alert(db, 40)
    ours = health(db)
    for minute in range(4):
        now = NOON + minute * MINUTE
        problems = await ours.problems(now)
        tried = await outbox.claim(db, owner="me", most=32, now=now)
        await settling.settle(db, "me", [settle(one, Unknown("HTTP 500"), now) for one in tried], now)
    assert problems


async def test_one_chat_that_has_nothing_but_errors_is_no_alarm(db: Database) -> None:
    await alert(db, 1)
    ours = health(db)
    [one] = await outbox.claim(db, owner="me", most=1, now=NOON)
    await settling.settle(db, "me", [settle(one._replace(doubts=6), Unknown("HTTP 500"), NOON)], NOON)
    for minute in range(10):
        assert await ours.problems(NOON + minute * SECOND) == []


async def test_what_was_begun_and_never_ends_is_told(db: Database) -> None:
    await alert(db, 1)
    await outbox.claim(db, owner="me", most=1, now=NOON)
    ours = health(db)
    await ours.problems(NOON)
    assert await ours.problems(NOON + 3 * MINUTE)


async def test_what_nobody_writes_or_opens_is_told(db: Database) -> None:
    async with db.write() as tx:
        await meet(tx, 101)
        await announcements.announce(
            tx,
            kind=AnnouncementKind.ALERT,
            audience=EVERYONE,
            alert=Alert({"en": "Hi"}),
            now=NOON,
            opens_at=NOON + HOUR,
        )
    ours = health(db)
    assert await ours.problems(NOON) == []
    assert await ours.problems(NOON + 59 * MINUTE) == []
    await ours.problems(NOON + 61 * MINUTE)
    assert await ours.problems(NOON + 64 * MINUTE)


async def test_what_telegram_or_an_editor_lets_wait_is_well(db: Database) -> None:
    told = await alert(db, 2)
    ours = health(db)
    await ours.problems(NOON)
    async with db.write() as tx:
        await holds.put(tx, {vitals.TOKEN: 3600.0}, await holds.clock(tx, NOON))
    now = NOON + 10 * MINUTE
    async with db.read() as tx:
        assert (await vitals.queue(tx, await holds.clock(tx, now))).held
    async with db.write() as tx:
        await announcements.pause(tx, told)
    assert await ours.problems(now) == []
    assert await ours.problems(now + HOUR) == []


async def test_the_age_of_a_queue_is_told_by_lane(db: Database) -> None:
    await alert(db, 2)
    async with db.read() as tx:
        queue = await vitals.queue(tx, NOON + MINUTE)
    assert queue.since == {Lane.BREAKING: NOON}
    assert queue.waiting == 1
    async with db.write() as tx:
        await tx.execute(text("UPDATE announcement SET lane = 99, kind = 'newer'"))
    assert await health(db).problems(NOON) == [], "what a newer version announced is no fault of ours"


@pytest.mark.parametrize(("minutes", "well"), [(1, True), (3, False)])
async def test_polling_that_dies_silently_is_told(db: Database, minutes: int, well: bool) -> None:
    await inbox.polled(db, NOON + HOUR)
    problems = await health(db, "serve", polls=True).problems(NOON + HOUR + minutes * MINUTE)
    assert problems == ([] if well else ["polling: Telegram has answered no poll for 180 s"])
    assert await health(db, "serve").problems(NOON + 9 * HOUR) == []


@pytest.mark.parametrize(("seconds", "well"), [(5, True), (40, False)])
async def test_a_database_that_takes_no_writes_is_told(db: Database, seconds: int, well: bool) -> None:
    await processes.enter(db, "me", ["deliver"])
    assert await health(db).problems(NOON) == []
    async with db.write() as tx:
        seen = (await tx.execute(select(process.c.seen_at))).scalar_one()
        await tx.execute(update(process).values(seen_at=seen - seconds * SECOND))
    told = await health(db).problems(NOON)
    assert told == [] if well else told[0].startswith(f"database: it has taken no writes for {seconds}")


async def test_updates_that_nobody_answers_are_told(db: Database) -> None:
    await inbox.put(db, [Incoming(1, 7, {}), Incoming(2, 7, {})], NOON)
    ours = health(db, "serve")
    assert await ours.problems(NOON + 30 * SECOND) == []
    assert await ours.problems(NOON + 2 * MINUTE) == ["inbox: 2 updates wait for an answer, the first for 120 s"]
    await inbox.claim(db, "me", most=5)
    assert await ours.problems(NOON + 5 * MINUTE) == []
    assert await ours.problems(NOON + 7 * MINUTE)
    async with db.write() as tx:
        await inbox.done(tx, 1, "me", NOON + 7 * MINUTE)
    assert await ours.problems(NOON + 7 * MINUTE) == [], "who sends much waits for their own turn"
    await inbox.claim(db, "me", most=5)
    async with db.write() as tx:
        await inbox.done(tx, 2, "me", NOON + 8 * MINUTE)
    assert await ours.problems(NOON + HOUR) == []


async def test_a_chat_that_telegram_lets_wait_may_wait(db: Database) -> None:
    await inbox.put(db, [Incoming(1, 7, {})], NOON)
    async with db.write() as tx:
        await holds.put(tx, {7: 3600.0}, NOON)
    assert await health(db, "serve").problems(NOON + 10 * MINUTE) == []
