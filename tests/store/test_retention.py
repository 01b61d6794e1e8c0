"""What is too old goes, and what is still needed stays; by indexes, and a little at a time."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import PrimaryKeyConstraint, Table, UniqueConstraint, func, insert, select, text, update

from bot.desk.retaining import retain
from bot.news.alert import Alert
from bot.news.audience import Audience
from bot.news.delivery import AnnouncementKind, AnnouncementState, Sent, settle
from bot.news.retention import Retention
from bot.store import (
    Database,
    Transaction,
    announcements,
    articles,
    drafts,
    fanning,
    inbox,
    outbox,
    retention,
    search,
    settling,
    tables,
)
from bot.store.inbox import REMEMBERED, Incoming
from bot.store.tables import announcement, article, article_term, delivery, draft, headline, story, story_url, tally
from tests.store.samples import NATO, NOON, meet, take_in
from tests.store.samples import article as an_article

EVERYONE = Audience(None, ())
LATER = NOON + timedelta(days=40)
KEEP = Retention(deliveries=30, searches=30, articles=30)


async def clean(db: Database, now: datetime = LATER, keep: Retention = KEEP) -> None:
    await retain(db, keep, now, asyncio.Event(), pause=0)


async def count(db: Database, *wanted: Any) -> list[int]:
    async with db.read() as tx:
        return [(await tx.execute(select(func.count()).select_from(table))).scalar_one() for table in wanted]


async def announced(tx: Transaction, now: datetime = NOON, **fields: Any) -> int:
    told: dict[str, Any] = {"kind": AnnouncementKind.ALERT, "audience": EVERYONE, "alert": Alert({"en": "x"})} | fields
    return await announcements.announce(tx, now=now, **told)


async def deliver(db: Database, now: datetime = NOON) -> None:
    async with db.read() as tx:
        waiting = await fanning.unfanned(tx)
    for one in waiting:
        await fanning.fan_out(db, one)
    claimed = await outbox.claim(db, owner="a", most=99, now=now)
    await settling.settle(db, "a", [settle(one, Sent(1), now) for one in claimed], now)
    async with db.write() as tx:
        await announcements.tend(tx, now)


async def test_what_was_sent_long_ago_goes_with_its_deliveries(db: Database) -> None:
    async with db.write() as tx:
        for number in range(3):
            await meet(tx, 1 + number)
        old = await announced(tx)
    await deliver(db)
    async with db.write() as tx:
        await announced(tx, LATER)
    await deliver(db, LATER)
    await clean(db)
    assert await count(db, announcement, delivery) == [1, 3]
    async with db.read() as tx:
        assert await announcements.progress(tx, old) is None
        assert old not in (await tx.execute(select(tally.c.announcement_id))).scalars().all()


async def test_what_is_not_through_stays_however_old(db: Database) -> None:
    async with db.write() as tx:
        await meet(tx, 1)
        await announced(tx)
        await announced(tx)
    await clean(db)
    assert await count(db, announcement) == [2]


async def test_the_newest_number_is_never_free(db: Database) -> None:
    async with db.write() as tx:
        await meet(tx, 1)
        newest = await announced(tx)
    await deliver(db)
    await clean(db)
    assert await count(db, announcement, delivery) == [1, 0]
    async with db.write() as tx:
        assert await announced(tx) > newest


async def test_what_something_open_is_about_stays_whole(db: Database) -> None:
    async with db.write() as tx:
        await meet(tx, 1)
        alert = await announced(tx)
    await deliver(db)
    async with db.write() as tx:
        await announced(tx, LATER, kind=AnnouncementKind.CORRECTION, audience=None, of_id=alert)
    await clean(db)
    assert await count(db, announcement, delivery) == [2, 1]


async def test_an_open_draft_keeps_what_it_is_about(db: Database) -> None:
    async with db.write() as tx:
        await meet(tx, 1)
        alert = await announced(tx)
        await announced(tx)
    await deliver(db)
    async with db.write() as tx:
        open_one = await drafts.open_draft(tx, 1, NOON, kind=AnnouncementKind.CORRECTION, of_id=alert)
    await clean(db)
    assert await count(db, announcement, draft) == [2, 1]
    async with db.write() as tx:
        await drafts.cancel(tx, open_one.id)
        await drafts.open_draft(tx, 1, LATER)
    await clean(db)
    assert await count(db, announcement, draft) == [1, 1]


async def test_a_draft_that_still_runs_stays(db: Database) -> None:
    async with db.write() as tx:
        first = await drafts.open_draft(tx, 1, NOON)
        await drafts.confirm(tx, first)
        await drafts.sent_as(tx, first.id, await announced(tx), 5)
        await drafts.open_draft(tx, 2, NOON)
    await clean(db)
    assert await count(db, draft) == [2]
    async with db.write() as tx:
        await drafts.reported(tx, first.id)
    await clean(db)
    assert await count(db, draft) == [1]
    async with db.read() as tx:
        assert (await tx.execute(select(draft.c.id, draft.c.state))).one() == (first.id + 1, "open")
        assert await drafts.current(tx, 2)


async def test_of_the_newest_draft_only_its_number_stays(db: Database) -> None:
    async with db.write() as tx:
        only = await drafts.open_draft(tx, 1, NOON, alert=Alert({"en": "secret"}))
        await drafts.cancel(tx, only.id)
    await clean(db)
    async with db.read() as tx:
        row = (await tx.execute(select(draft))).one()
    assert (row.id, row.editor_id) == (only.id, 0)
    assert "secret" not in str(row)


async def test_searches_and_answered_updates_go(db: Database) -> None:
    async with db.write() as tx:
        await search.keep(tx, "old", NOON)
        kept = await search.keep(tx, "new", LATER)
    await inbox.put(db, [Incoming(number, 5, {"words": "x"}) for number in range(250)], NOON)
    async with db.write() as tx:
        await tx.execute(update(tables.inbox).where(tables.inbox.c.update_id < 240).values(done_at=NOON))
    await clean(db, NOON + REMEMBERED / 2)
    assert await count(db, tables.search, tables.inbox) == [2, 250]
    await clean(db)
    assert await count(db, tables.search, tables.inbox) == [1, 10]
    async with db.read() as tx:
        assert await search.words_of(tx, kept) == "new"


async def test_old_stories_go_with_all_that_is_theirs(db: Database) -> None:
    async with db.write() as tx:
        gone = [await take_in(tx, an_article(number, tags_=[NATO]), "bridge", "river") for number in range(25)]
        stays = await take_in(tx, an_article(99, published_at=LATER, tags_=[NATO]), "bridge", "new")
        await tx.execute(update(article).where(article.c.id == stays.article_id).values(taken_in_at=LATER))
        await articles.link(tx, stays.article_id, earlier=[gone[3].story_id], related=[gone[4].story_id])
    await clean(db, keep=Retention())
    assert await count(db, story) == [26]
    await clean(db)
    assert await count(db, story, article, story_url, tables.article_tag, tables.article_link) == [1, 1, 1, 1, 0]
    assert await count(db, headline, article_term) == [2, 2]
    async with db.read() as tx:
        [line] = (await articles.latest(tx, "en")).headlines
        assert line.story_id == stays.story_id
        assert await articles.edition(tx, gone[3].story_id, "en") is None
        assert (await tx.execute(select(tables.counter.c.value))).scalars().all() == [1]


async def test_a_story_stays_while_some_of_it_is_new_or_a_chat_has_it(db: Database) -> None:
    async with db.write() as tx:
        await meet(tx, 1)
        told = await take_in(tx, an_article(1))
        edited = await take_in(tx, an_article(2))
        await take_in(tx, an_article(3, language="uk", published_at=LATER), story_id=edited.story_id)
        again = await take_in(tx, an_article(4))
        await tx.execute(update(article).where(article.c.id == again.article_id).values(taken_in_at=LATER))
        await take_in(tx, an_article(5))
        newest = await take_in(tx, an_article(6))
        await announced(tx, LATER, kind=AnnouncementKind.BREAKING, alert=None, story_id=told.story_id)
    await clean(db)
    async with db.read() as tx:
        left = (await tx.execute(select(story.c.id).order_by(story.c.id))).scalars().all()
    assert left == [told.story_id, edited.story_id, again.story_id, newest.story_id]


@pytest.mark.parametrize("table", [announcement, article, story], ids=str)
async def test_what_refers_to_what_goes_is_found_by_an_index(table: Table) -> None:
    """Each row that goes asks after every foreign key to it: without an index that reads the whole table."""
    for column in retention.referring(table, {draft}):
        assert column in set(_leading(column.table)), column


def _leading(table: Table) -> Iterator[Any]:
    unique = (one for one in table.constraints if isinstance(one, UniqueConstraint | PrimaryKeyConstraint))
    for key in (*table.indexes, *unique):
        yield next(iter(key.columns))


@pytest.fixture
async def many(db: Database) -> Database:
    """Two old announcements and a new one to 6,000 chats, and 1,200 searches."""
    async with db.write() as tx:
        first = await meet(tx, 1)
        known = (await tx.execute(select(tables.chat).where(tables.chat.c.number == first.number))).mappings().one()
        rows = [dict(known) | {"number": number, "id": number} for number in range(2, 6_001)]
        await tx.execute(insert(tables.chat), rows)
        told = [await announced(tx) for _ in range(3)]
    for one in told:
        await fanning.fan_out(db, one)
    async with db.write() as tx:
        await tx.execute(update(delivery).values(state="sent", settled_at=NOON))
        await tx.execute(update(announcement).values(state=AnnouncementState.DONE, done_at=NOON, fanned=True))
        await tx.execute(update(announcement).where(announcement.c.id == told[2]).values(done_at=LATER))
        await tx.execute(insert(tables.search), [{"words": "x", "asked_at": NOON} for _ in range(1200)])
    async with db.writer.connect() as connection:
        await connection.execute(text("ANALYZE"))
    return db


async def test_many_rows_go_a_few_at_a_time(many: Database) -> None:
    limit = LATER - timedelta(days=30)
    told = [went async for went in retention.announcements(many, limit)]
    assert (sum(told), max(told) <= retention.AT_ONCE) == (2 * 6_000 + 2, True)
    assert [went async for went in retention.searches(many, limit)] == [500, 500, 200]
    assert await count(many, delivery, announcement, tables.search) == [6_000, 1, 0]


async def test_it_stops_when_it_is_told_to_and_goes_on_later(many: Database) -> None:
    stop = asyncio.Event()
    stop.set()
    await retain(many, KEEP, LATER, stop, pause=0)
    assert await count(many, delivery) == [18_000]
    stop.clear()
    running = asyncio.create_task(retain(many, KEEP, LATER, stop, pause=10))
    await asyncio.sleep(0)
    stop.set()
    await running
    assert 6_000 <= (await count(many, delivery))[0] <= 18_000
    await clean(many)
    assert await count(many, delivery) == [6_000]


async def test_nothing_reads_a_large_table_through(many: Database, kind: str) -> None:
    begin = (datetime.min.replace(tzinfo=NOON.tzinfo), 0)
    async with many.write() as tx:
        for number in range(400):
            await take_in(tx, an_article(number))
        await tx.execute(text("ANALYZE"))
        if kind == "postgresql":
            await tx.execute(text("SET LOCAL enable_sort = off"))
        plans = [
            await _plan(tx, retention.ended(LATER, begin), kind),
            await _plan(tx, retention.listed("en", LATER, begin), kind),
            await _plan(tx, retention.oldest(kind), kind),
            await _plan(tx, retention.old_searches(LATER), kind),
        ]
    assert "ix_announcement_done_at_id" in plans[0]
    assert "ix_headline_tag_id_language_published_at_article_id" in plans[1]
    assert (
        "(announcement_id=?)" if kind == "sqlite" else "uq_delivery_announcement_id_chat_number_thread_id"
    ) in plans[2]
    for plan in plans:
        assert "Seq Scan on delivery" not in plan, plan
        assert "Seq Scan on headline" not in plan, plan
        assert "SCAN delivery" not in plan, plan
        assert "temp b-tree" not in plan.lower(), plan


async def _plan(tx: Transaction, query: Any, kind: str) -> str:
    given = {"compile_kwargs": {"literal_binds": True}} if query.compile().params.keys().isdisjoint({"told"}) else {}
    sql = re.sub(r"\?|\$\d+", "1", str(query.compile(dialect=tx.dialect, **given)))
    rows = await tx.execute(text(f"{'EXPLAIN QUERY PLAN' if kind == 'sqlite' else 'EXPLAIN'} {sql}"))
    return "\n".join(str(row[-1]) for row in rows)
