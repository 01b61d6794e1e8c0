"""Search: the articles that have all of some terms, newest first, by a walk down the archive's index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, func, literal, select, union_all

from bot.store.database import Transaction
from bot.store.lists import Listing, of_articles
from bot.store.tables import article, article_term, search

COMMON = 20_000
"""Articles of a term that are counted, to find the rarest."""
TOLD = 2
"""Matches for each story that is wanted, at first; where stories are told oftener, four times as many are asked for."""
FARTHEST = 4_000
"""Stories that can be passed over: nobody turns five hundred pages, but a button may be forged."""
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

    A story stands where its newest match does, and is shown in `language` where that matches.
    """
    if upto is None:
        upto = (await tx.execute(select(func.max(article.c.id)))).scalar() or 0
    if offset > FARTHEST:
        return Listing((), upto, False)
    asked = [
        _matches(spoken, await _rarest_first(tx, spoken, theirs), upto) for spoken, theirs in terms.items() if theirs
    ]
    stories = await _stories(tx, asked, offset + limit + 1)
    shown = [_in_language(matches, language) for matches in stories[offset : offset + limit]]
    lines = {line.article_id: line for line in await of_articles(tx, shown)}
    return Listing(tuple(lines[article_id] for article_id in shown), upto, len(stories) > offset + limit)


async def _stories(tx: Transaction, asked: Sequence[Select[Any]], wanted: int) -> list[list[Row[Any]]]:
    """The matches of each story, newest first; `wanted` stories at least, or all."""
    most = TOLD * wanted
    while True:
        walks = [(await tx.execute(matches.limit(most))).all() for matches in asked]
        # Beyond the end of a walk that stopped, matches of the others may not be next.
        end = max((_place(walk[-1]) for walk in walks if len(walk) == most), default=None)
        stories: defaultdict[int, list[Row[Any]]] = defaultdict(list)
        for match in sorted(chain.from_iterable(walks), key=_place, reverse=True):
            if end is None or _place(match) >= end:
                stories[match.story_id].append(match)
        if end is None or len(stories) >= wanted:
            return list(stories.values())
        most *= 4


def _place(match: Row[Any]) -> tuple[datetime, int]:
    return match.published_at, match.article_id


def _in_language(matches: Sequence[Row[Any]], language: str) -> int:
    """The newest article, in this language if there is one."""
    shown: int = next((match.article_id for match in matches if match.language == language), matches[0].article_id)
    return shown


def _matches(language: str, terms: Sequence[str], upto: int) -> Select[Any]:
    """A walk down the articles of the first term, beside which the others are looked up."""
    rarest, *others = terms
    return (
        select(article_term.c.published_at, article_term.c.article_id, article_term.c.language, article.c.story_id)
        .join(article, article.c.id == article_term.c.article_id)
        .where(*_is(language, rarest), article_term.c.article_id <= upto, *(_has(term) for term in others))
        .order_by(article_term.c.published_at.desc(), article_term.c.article_id.desc())
    )


def _has(term: str) -> ColumnElement[bool]:
    beside = article_term.alias()
    return (
        select(literal(1))
        .where(
            beside.c.language == article_term.c.language,
            beside.c.term == term,
            beside.c.published_at == article_term.c.published_at,
            beside.c.article_id == article_term.c.article_id,
        )
        .correlate(article_term)
        .exists()
    )


async def _rarest_first(tx: Transaction, language: str, terms: Collection[str]) -> list[str]:
    """By the articles that have them, as far as they are counted."""
    if len(terms) < 2:
        return list(terms)
    having = {term: select(literal(1)).where(*_is(language, term)).limit(COMMON).subquery() for term in terms}
    counted = (select(literal(term), func.count()).select_from(those) for term, those in having.items())
    counts = await tx.execute(union_all(*counted))
    return [term for _, term in sorted((count, term) for term, count in counts)]


def _is(language: str, term: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return article_term.c.language == language, article_term.c.term == term
