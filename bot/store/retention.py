"""What is old goes, a little in each transaction, so that nobody waits long for the database.

Each walk yields how many rows went with a transaction; between two of them its caller may pause, and stop for good: the
next walk goes on with what is left. SQLite uses the room again; its file does not shrink.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Delete,
    Integer,
    Row,
    Select,
    Table,
    bindparam,
    delete,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)

from bot.store import archive, counters, editions, inbox
from bot.store.database import Database, Transaction
from bot.store.dialects import in_index_order
from bot.store.personal import BLANK_DRAFT, NOBODY
from bot.store.pieces import sizes
from bot.store.prepared import Prepared
from bot.store.tables import (
    EVERYTHING,
    OPEN_DRAFT,
    UNDECIDED,
    UNDONE,
    announcement,
    article,
    article_link,
    article_tag,
    candidate,
    candidate_copy,
    delivery,
    draft,
    headline,
    metadata,
    notice,
    reach,
    search,
    story,
    story_url,
    tally,
)

AT_ONCE = 5000
"""Deliveries of one transaction at most."""
SOME = 500
"""Searches and drafts of one transaction."""
STORIES = 5
"""Stories of one transaction: each has some hundred entries in the index."""


def oldest(_: str) -> Delete:
    """Of an announcement's deliveries, by its index."""
    theirs = select(delivery.c.id).where(delivery.c.announcement_id == bindparam("told"))
    some = theirs.order_by(delivery.c.announcement_id, delivery.c.chat_number).limit(bindparam("most", type_=Integer))
    return delete(delivery).where(delivery.c.id.in_(some))


_OLDEST = Prepared(oldest)


async def announcements(db: Database, before: datetime) -> AsyncIterator[int]:
    """Those that ended before, with their deliveries; the row itself stays while something refers to it."""
    after: tuple[datetime, int] = (datetime.min.replace(tzinfo=before.tzinfo), 0)
    while True:
        async with db.read() as tx:
            told = (await tx.execute(ended(before, after))).one_or_none()
        if told is None:
            return
        after = (told.done_at, told.id)
        while count := await db.write_at_once(partial(_drop_deliveries, told=told.id)):
            yield count
        async with db.write() as tx:
            count = await _drop_announcement(tx, told.id)
        yield count


def ended(before: datetime, after: tuple[datetime, int]) -> Select[Any]:
    """The next one, unless what is still open is about it."""
    about = announcement.alias("about")
    same = or_(about.c.of_id == announcement.c.id, about.c.story_id == announcement.c.story_id)
    undone = select(about.c.id).where(about.c.state != literal_column("'done'"), same).correlate(announcement).exists()
    place = tuple_(announcement.c.done_at, announcement.c.id)
    old = announcement.c.done_at < before, place > tuple_(*after)
    return (
        select(announcement.c.id, announcement.c.done_at)
        .where(*old, ~UNDONE, ~undone)
        .order_by(announcement.c.done_at, announcement.c.id)
        .limit(1)
    )


def _drop_deliveries(tx: Connection, told: int) -> int:
    in_index_order(tx)
    return sum(_OLDEST.count(tx, told=told, most=most) for most in sizes(AT_ONCE))


async def _drop_announcement(tx: Transaction, told: int) -> int:
    """Not the newest, whose number would be used again, and a button means it."""
    this = select(announcement.c.id).where(announcement.c.id == told, announcement.c.id < _newest(announcement))
    if (await tx.execute(this.where(_free(announcement, {delivery, tally, notice, reach})))).first() is None:
        return 0
    for table in (tally, notice, reach):
        await tx.execute(delete(table).where(table.c.announcement_id == told))
    return (await tx.execute(delete(announcement).where(announcement.c.id == told))).rowcount


async def drafts(db: Database, before: datetime) -> AsyncIterator[int]:
    """Those that were sent, and whose end was reported, or dropped. There are few: this looks at all of them."""
    over = ~OPEN_DRAFT, draft.c.created_at < before, or_(draft.c.reported, draft.c.announcement_id.is_(None))
    some = select(draft.c.id).where(*over, draft.c.id < _newest(draft)).order_by(draft.c.id).limit(SOME)
    async for count in _all(db, delete(draft).where(draft.c.id.in_(some))):
        yield count
    async with db.write() as tx:  # Of the newest the number stays, and nothing else.
        rest = update(draft).where(*over, draft.c.editor_id != NOBODY).values(BLANK_DRAFT)
        count = (await tx.execute(rest)).rowcount
    yield count


async def candidates(db: Database, before: datetime) -> AsyncIterator[int]:
    """There are few: a number a day at most."""
    old = select(candidate.c.id).where(candidate.c.created_at < before, ~UNDECIDED)
    async with db.write() as tx:
        await tx.execute(delete(candidate_copy).where(candidate_copy.c.candidate_id.in_(old)))
        count = (await tx.execute(delete(candidate).where(candidate.c.id.in_(old)))).rowcount
    yield count


async def searches(db: Database, before: datetime) -> AsyncIterator[int]:
    async for count in _all(db, old_searches(before)):
        yield count


def old_searches(before: datetime) -> Delete:
    first = select(search.c.id).order_by(search.c.id).limit(SOME)
    return delete(search).where(search.c.id.in_(first), search.c.asked_at < before)


async def answered(db: Database, now: datetime) -> AsyncIterator[int]:
    """Updates that Telegram will not send again."""
    while True:
        async with db.write() as tx:
            count = await inbox.forget(tx, now)
        if not count:
            return
        yield count


async def stories(db: Database, before: datetime) -> AsyncIterator[int]:
    """Those of which every article is older and was taken in before, and to which nothing else that is kept refers:
    neither an announcement, so that a card that stands in a chat opens, nor a draft."""
    async with db.read() as tx:
        languages = await editions.languages(tx)
    for language in languages:
        after: tuple[datetime, int] = (datetime.min.replace(tzinfo=before.tzinfo), 0)
        while rows := await _listed(db, listed(language, before, after)):
            after = (rows[-1].published_at, rows[-1].article_id)
            async with db.write() as tx:
                count = await _drop_stories(tx, [row.story_id for row in rows], before)
            yield count


def listed(language: str, before: datetime, after: tuple[datetime, int]) -> Select[Any]:
    """The next stories of the list of everything, oldest first."""
    place = tuple_(headline.c.published_at, headline.c.article_id)
    return (
        select(headline.c.story_id, headline.c.published_at, headline.c.article_id)
        .where(headline.c.tag_id == EVERYTHING, headline.c.language == language)
        .where(headline.c.published_at < before, place > tuple_(*after))
        .order_by(headline.c.published_at, headline.c.article_id)
        .limit(STORIES)
    )


async def _listed(db: Database, query: Select[Any]) -> Sequence[Row[Any]]:
    async with db.read() as tx:
        return list(await tx.execute(query))


async def _drop_stories(tx: Transaction, story_ids: Sequence[int], before: datetime) -> int:
    newer = or_(article.c.published_at >= before, article.c.taken_in_at >= before, article.c.id == _newest(article))
    kept = select(article.c.id).where(article.c.story_id == story.c.id, newer).correlate(story).exists()
    own = {article, story_url, article_link, headline}
    old = story.c.id.in_(story_ids), ~kept, story.c.id < _newest(story), _free(story, own)
    ids = (await tx.execute(select(story.c.id).where(*old).with_for_update(skip_locked=True))).scalars().all()
    if ids:
        await _drop(tx, ids)
    return len(ids)


async def _drop(tx: Transaction, story_ids: Collection[int]) -> None:
    gone = await archive.unindex_stories(tx, story_ids)
    article_ids = [article_id for article_id, _ in gone]
    for _, language in gone:
        await counters.add(tx, f"{counters.ARTICLES_IN}{language}", -1)
    for column, ids in (
        (headline.c.story_id, story_ids),
        (article_tag.c.article_id, article_ids),
        (article_link.c.article_id, article_ids),
        (article_link.c.to_story_id, story_ids),
        (story_url.c.story_id, story_ids),
        (article.c.id, article_ids),
        (story.c.id, story_ids),
    ):
        await tx.execute(delete(column.table).where(column.in_(ids)))


def referring(table: Table, beside: Collection[Table] = ()) -> list[Column[Any]]:
    """The columns of other tables that name a row of this one."""
    return [
        key.parent
        for other in metadata.sorted_tables
        if other not in beside
        for key in other.foreign_keys
        if key.column.table is table
    ]


def _free(table: Table, beside: Collection[Table]) -> ColumnElement[bool]:
    """Nothing refers to the row but what goes with it; what is added to the schema later is asked, too."""
    found = []
    for column in referring(table, beside):
        other = column.table.alias()
        found.append(select(other.c[column.key]).where(other.c[column.key] == table.c.id).correlate(table).exists())
    return ~or_(*found)


def _newest(table: Table) -> Any:
    return select(func.max(table.c.id)).scalar_subquery()


async def _all(db: Database, some: Delete) -> AsyncIterator[int]:
    while True:
        async with db.write() as tx:
            count = (await tx.execute(some)).rowcount
        if not count:
            return
        yield count
