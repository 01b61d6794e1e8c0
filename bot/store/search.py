"""Search: the articles that have all of some terms, newest first, by a walk down the archive's index."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, delete, func, literal, select

from bot.store.database import Transaction
from bot.store.lists import Listing, of_articles
from bot.store.tables import article, article_term, search

COMMON = 2_000
"""Articles of a term that are counted, to find the rarest."""
WALKED = 10_000
"""Articles of the rarest term that are looked at: the newest ones."""
MOST_TOLD = 3
"""Articles of one story and language that may stand in the way of the next story."""
KEPT = 10_000
"""Searches whose pages can still be turned."""


async def keep(tx: Transaction, words: str, now: datetime) -> int:
    """The number by which buttons name these words."""
    new = search.insert().values(words=words, asked_at=now).returning(search.c.id)
    number: int = (await tx.execute(new)).scalar_one()
    await tx.execute(delete(search).where(search.c.id <= number - KEPT))
    return number


async def words_of(tx: Transaction, number: int) -> str | None:
    """None for a search that is not kept any more."""
    return (await tx.execute(select(search.c.words).where(search.c.id == number))).scalar()


async def find(
    tx: Transaction,
    terms: Mapping[str, Collection[str]],
    *,
    language: str,
    upto: int | None = None,
    offset: int = 0,
    limit: int = 8,
) -> Listing:
    """The stories with an article that has all `terms` of its language, one line each, newest first.

    A story that is found in several languages is shown in `language` where it can be.
    """
    if upto is None:
        upto = (await tx.execute(select(func.max(article.c.id)))).scalar() or 0
    found: list[int] = []
    for spoken, theirs in terms.items():
        if theirs:
            # A story may be told by several of them.
            matches = await _matches(tx, spoken, theirs, upto, most=MOST_TOLD * (offset + limit + 1))
            found += (await tx.execute(matches)).scalars()
    lines = await of_articles(tx, found)
    stories = {line.story_id: line for line in sorted(lines, key=lambda line: line.language == language)}
    shown = sorted(stories.values(), key=lambda line: (line.published_at, line.article_id), reverse=True)
    return Listing(tuple(shown[offset : offset + limit]), upto, len(shown) > offset + limit)


async def _matches(tx: Transaction, language: str, terms: Collection[str], upto: int, *, most: int) -> Select[Any]:
    """Articles' ids: the rarest term leads, the others are looked up beside it."""
    counted = {term: await _count(tx, language, term) for term in terms}
    rarest, *others = sorted(counted, key=counted.__getitem__)
    walk = (
        select(article_term.c.published_at, article_term.c.article_id)
        .where(article_term.c.language == language, article_term.c.term == rarest, article_term.c.article_id <= upto)
        .order_by(article_term.c.published_at.desc(), article_term.c.article_id.desc())
        .limit(WALKED)
        .subquery()
    )
    return (
        select(walk.c.article_id)
        .where(*(_has(term, language, walk) for term in others))
        .order_by(walk.c.published_at.desc(), walk.c.article_id.desc())
        .limit(most)
    )


def _has(term: str, language: str, walk: Subquery) -> ColumnElement[bool]:
    beside = article_term.alias()
    return (
        select(literal(1))
        .where(
            beside.c.language == language,
            beside.c.term == term,
            beside.c.published_at == walk.c.published_at,
            beside.c.article_id == walk.c.article_id,
        )
        .exists()
    )


async def _count(tx: Transaction, language: str, term: str) -> int:
    """Up to COMMON."""
    some = select(literal(1)).where(article_term.c.language == language, article_term.c.term == term).limit(COMMON)
    count: int = (await tx.execute(select(func.count()).select_from(some.subquery()))).scalar_one()
    return count
