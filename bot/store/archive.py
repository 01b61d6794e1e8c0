"""The archive by words: which earlier articles share terms with a new one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, literal, select, union_all

from bot.store.database import Transaction
from bot.store.tables import article, article_term

MOST_TERMS = 40
"""The archive is searched by no more terms of an article than these."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An earlier article that shares terms with the one that is asked for."""

    story_id: int
    article_id: int
    title: str
    published_at: datetime
    terms: tuple[str, ...]
    """All of its own, by falling weight."""


async def candidates(
    tx: Transaction, terms: Sequence[str], *, language: str, before: datetime, most: int = 200
) -> list[Candidate]:
    """Articles that share terms with `terms` (by falling weight), best first, one for each story.

    Only the newest `most` articles of each term are looked at: a million articles cost what a thousand do.
    """
    if not terms:
        return []
    ids = (await tx.execute(_best(terms[:MOST_TERMS], language, before, most))).scalars().all()
    columns = (article.c.story_id, article.c.id, article.c.title, article.c.published_at, article.c.terms)
    rows = {row.id: row for row in await tx.execute(select(*columns).where(article.c.id.in_(ids)))}
    stories: dict[int, Candidate] = {}
    for row in (rows[article_id] for article_id in ids):
        found = Candidate(row.story_id, row.id, row.title, row.published_at, tuple(row.terms))
        stories.setdefault(row.story_id, found)
    return list(stories.values())


async def index(
    tx: Transaction, article_id: int, language: str, published_at: datetime, terms: Collection[str]
) -> None:
    place = {"language": language, "published_at": published_at, "article_id": article_id}
    if terms:
        await tx.execute(article_term.insert(), [{"term": term, **place} for term in sorted(set(terms))])


async def unindex(
    tx: Transaction, article_id: int, language: str, published_at: datetime, terms: Collection[str]
) -> None:
    await tx.execute(
        delete(article_term).where(
            article_term.c.language == language,
            article_term.c.term.in_(terms),
            article_term.c.published_at == published_at,
            article_term.c.article_id == article_id,
        )
    )


def _best(terms: Sequence[str], language: str, before: datetime, most: int) -> Select[Any]:
    """Shared terms count the more, the fewer articles a term has found; between equals, by their own weight."""
    found = union_all(*(_newest(place, term, language, before, most) for place, term in enumerate(terms))).subquery()
    rarity = most + 1 - func.count().over(partition_by=found.c.place)
    shared = select(found.c.article_id, (rarity * MOST_TERMS - found.c.place).label("weight")).subquery()
    return (
        select(shared.c.article_id)
        .group_by(shared.c.article_id)
        .order_by(func.sum(shared.c.weight).desc(), shared.c.article_id.desc())
        .limit(most)
    )


def _newest(place: int, term: str, language: str, before: datetime, most: int) -> Select[Any]:
    return select(
        select(article_term.c.article_id, literal(place).label("place"))
        .where(article_term.c.language == language, article_term.c.term == term, article_term.c.published_at < before)
        .order_by(article_term.c.published_at.desc())
        .limit(most)
        .subquery()
    )
