"""The archive by words: which earlier articles share terms with a new one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, desc, func, literal, select, union_all, update

from bot.news.article import Section
from bot.store.bodies import sections_from_json
from bot.store.database import Transaction
from bot.store.tables import article, article_term, story

MOST_TERMS = 25
"""The archive is searched by no more terms of an article than these. Forty cost half as much again and find no better
(nDCG@5 0.896 for 0.896 of what Ukrainian editors link to, 0.894 for 0.895 of what Russian ones do)."""
MOST = 100
"""Candidates, and articles of each term that are looked at. Twice as many cost twice the time and find what editors
link to no better."""


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
    tx: Transaction, terms: Sequence[str], *, language: str, before: datetime, most: int = MOST
) -> list[Candidate]:
    """Articles that share terms with `terms` (by falling weight), best first, one for each story.

    Only the newest `most` articles of each term are looked at: a million articles cost what a thousand do.
    """
    if not terms:
        return []
    asked = {f"term{place}": term for place, term in enumerate(terms[:MOST_TERMS])}
    rows = await tx.execute(_best(len(asked), most), {**asked, "language": language, "before": before})
    stories: dict[int, Candidate] = {}
    for row in rows:
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


async def unindex_stories(tx: Transaction, story_ids: Collection[int]) -> list[tuple[int, str]]:
    """Nobody finds them any more. (id, language) of each of their articles."""
    columns = article.c.id, article.c.language, article.c.published_at, article.c.terms
    # In the order of `below`, and locked, so that no terms are written anew meanwhile.
    theirs = select(*columns).where(article.c.story_id.in_(story_ids)).order_by(article.c.id.desc()).with_for_update()
    rows = (await tx.execute(theirs)).all()
    for row in rows:
        await unindex(tx, row.id, row.language, row.published_at, row.terms)
    return [(row.id, row.language) for row in rows]


@dataclass(frozen=True, slots=True)
class Indexed:
    """What an article's terms are made of, and what they are now."""

    article_id: int
    language: str
    published_at: datetime
    title: str
    summary: str
    sections: tuple[Section, ...]
    terms: tuple[str, ...]


async def below(tx: Transaction, article_id: int | None, most: int) -> list[Indexed]:
    """The next articles down from this one, or from the newest, without those that were taken back. Nobody else changes
    them until this transaction ends."""
    query = select(article).join(story).where(story.c.retracted_at.is_(None))
    if article_id is not None:
        query = query.where(article.c.id < article_id)
    rows = await tx.execute(query.order_by(article.c.id.desc()).limit(most).with_for_update(of=article))
    return [
        Indexed(
            row.id,
            row.language,
            row.published_at,
            row.title,
            row.summary,
            sections_from_json(row.sections),
            tuple(row.terms),
        )
        for row in rows
    ]


async def reindex(tx: Transaction, one: Indexed, terms: Sequence[str]) -> None:
    await tx.execute(update(article).where(article.c.id == one.article_id).values(terms=list(terms)))
    await unindex(tx, one.article_id, one.language, one.published_at, one.terms)
    await index(tx, one.article_id, one.language, one.published_at, terms)


@cache
def _best(count: int, most: int) -> Select[Any]:
    """Shared terms count the more, the fewer articles a term has found; between equals, by their own weight.

    Kept for each number of terms: to build the statement and to look it up as compiled costs more than to execute it.
    """
    found = union_all(*(_newest(place, most) for place in range(count))).subquery()
    rarity = most + 1 - func.count().over(partition_by=found.c.place)
    shared = select(found.c.article_id, (rarity * MOST_TERMS - found.c.place).label("weight")).subquery()
    best = (
        select(shared.c.article_id, func.sum(shared.c.weight).label("weight"))
        .group_by(shared.c.article_id)
        .order_by(desc("weight"), shared.c.article_id.desc())
        .limit(most)
        .subquery()
    )
    columns = (article.c.story_id, article.c.id, article.c.title, article.c.published_at, article.c.terms)
    return (
        select(*columns)
        .join(best, best.c.article_id == article.c.id)
        .order_by(best.c.weight.desc(), article.c.id.desc())
    )


def _newest(place: int, most: int) -> Select[Any]:
    return select(
        select(article_term.c.article_id, literal(place).label("place"))
        .where(
            article_term.c.language == bindparam("language"),
            article_term.c.term == bindparam(f"term{place}"),
            article_term.c.published_at < bindparam("before"),
        )
        .order_by(article_term.c.published_at.desc())
        .limit(most)
        .subquery()
    )
