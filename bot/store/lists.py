"""The lists of headlines: /latest, /<tag>, and lines for stories by number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, delete, func, literal, select, union_all

from bot.news.story import Headline
from bot.store.database import Transaction
from bot.store.languages import nearest
from bot.store.tables import EVERYTHING, article, article_tag, headline, story

_COLUMNS = (
    article.c.story_id,
    article.c.id,
    article.c.language,
    article.c.title,
    article.c.published_at,
    story.c.breaking_at.is_not(None).label("breaking"),
    article.c.url,
)


MOST_NEW = 99
LATE = timedelta(days=1)
"""What comes so long after it was published is no news."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list, newest first."""

    headlines: tuple[Headline, ...]
    upto: int
    """The archive's newest article when the first page was drawn; given back for the next page, so that it fits."""
    more: bool
    new: int = 0
    """So many, of all pages, are new and stand first; at most one more than MOST_NEW."""


async def latest(
    tx: Transaction, language: str, *, upto: int | None = None, offset: int = 0, limit: int = 8
) -> Listing:
    return await with_tag(tx, EVERYTHING, language, upto=upto, offset=offset, limit=limit)


async def with_tag(
    tx: Transaction,
    tag_id: int,
    language: str,
    *,
    upto: int | None = None,
    offset: int = 0,
    limit: int = 8,
    since: datetime | None = None,
) -> Listing:
    """The stories with a tag that have an article in this language, one line each.

    What was taken in after `since` stands first, as feeds bring some late; where that is more than anybody reads, all
    is in the order of time.
    """
    if upto is None:
        upto = (await tx.execute(select(func.max(article.c.id)))).scalar() or 0
    every = lines(tag_id, language, upto)
    new = await _count(tx, every.where(_new(since))) if since else 0
    parts = [(every.where(_new(since)), new), (every.where(~_new(since)), None)] if since else [(every, None)]
    rows = await _walk(tx, parts if new <= MOST_NEW else [(every, None)], offset, limit + 1)
    return Listing(tuple(_headline(row) for row in rows[:limit]), upto, len(rows) > limit, new)


async def _walk(
    tx: Transaction, parts: Sequence[tuple[Select[Any], int | None]], offset: int, limit: int
) -> list[Row[Any]]:
    """One part after the other, each a query and its length, which of the last need not be known."""
    rows: list[Row[Any]] = []
    for query, length in parts:
        if length is None or offset < length:
            rows += (await tx.execute(query.offset(offset).limit(limit - len(rows)))).all()
        offset = max(offset - (length or 0), 0)
    return rows


async def _count(tx: Transaction, query: Select[Any]) -> int:
    some = query.with_only_columns(literal(1).label("one")).limit(MOST_NEW + 1).subquery()
    count: int = (await tx.execute(select(func.count()).select_from(some))).scalar_one()
    return count


def _new(since: datetime) -> ColumnElement[bool]:
    """The first condition ends the walk down the index."""
    return and_(headline.c.published_at > since - LATE, article.c.taken_in_at > since)


def lines(tag_id: int, language: str, upto: int) -> Select[Any]:
    """The query of a list: a walk down one index, however long the archive."""
    return (
        select(*_COLUMNS)
        .select_from(headline)
        .join(article, article.c.id == headline.c.article_id)
        .join(story, story.c.id == headline.c.story_id)
        .where(headline.c.tag_id == tag_id, headline.c.language == language, headline.c.article_id <= upto)
        .order_by(headline.c.published_at.desc(), headline.c.article_id.desc())
    )


async def of_stories(
    tx: Transaction, story_ids: Collection[int], language: str, *, retracted: bool = False
) -> dict[int, Headline]:
    """A line for each story that has an article, in this language or the nearest; `retracted`: if it is, too."""
    query = select(*_COLUMNS).join(story).where(article.c.story_id.in_(story_ids)).order_by(article.c.id.desc())
    query = query if retracted else query.where(story.c.retracted_at.is_(None))
    editions: dict[int, dict[str, Headline]] = defaultdict(dict)
    for line in map(_headline, await tx.execute(query)):
        editions[line.story_id][line.language] = line
    return {story_id: known[nearest(language, known)] for story_id, known in editions.items()}


async def of_articles(tx: Transaction, article_ids: Collection[int]) -> list[Headline]:
    """A line for each, in no order."""
    query = select(*_COLUMNS).join(story).where(article.c.id.in_(article_ids))
    return [_headline(row) for row in await tx.execute(query)]


async def relist(tx: Transaction, story_id: int, language: str) -> None:
    """Writes a story's lines in the lists anew: under each tag stands the first article that carries it.

    A retracted story has none.
    """
    told = article.c.story_id == story_id, article.c.language == language, story.c.retracted_at.is_(None)
    tagged = select(article.c.id, article.c.published_at, article_tag.c.tag_id).join(article_tag).join(story)
    every = select(article.c.id, article.c.published_at, literal(EVERYTHING)).join(story)
    place = {"story_id": story_id, "language": language}
    first: dict[int, dict[str, Any]] = {}
    listed = union_all(tagged.where(*told), every.where(*told))
    for article_id, published_at, tag_id in sorted(await tx.execute(listed)):
        first.setdefault(tag_id, {"tag_id": tag_id, "article_id": article_id, "published_at": published_at, **place})
    await tx.execute(delete(headline).where(headline.c.story_id == story_id, headline.c.language == language))
    if first:
        await tx.execute(headline.insert(), list(first.values()))


def _headline(row: Row[Any]) -> Headline:
    return Headline(row.story_id, row.id, row.language, row.title, row.published_at, row.breaking, row.url)
