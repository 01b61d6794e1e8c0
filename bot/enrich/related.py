"""Which articles of the archive belong to this one: its background, and related reading.

A plain overlap of terms, each worth more the rarer it is and the nearer the front it stands. Weak matches are left
out: no link is better than a wrong one.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.enrich.rarity import Rarity, rarity
from bot.enrich.same import reworded
from bot.enrich.terms import MOST_QUERY_TERMS, MOST_TERMS

FLOOR = 0.15
"""Likeness (0–1) below which articles have nothing to do with each other; from editors' own links."""
_LEAST_COMMON = 3
"""Terms that two articles must share: one name in common is no relation."""
_FALL = 0.2
"""How fast a term's weight falls with its place."""
_FALLING = [1 / (1 + _FALL * math.log1p(place)) for place in range(MOST_QUERY_TERMS)]
_FAR_DAYS = 730.0


class Candidate(Protocol):
    """An article of the archive; a story may have several."""

    @property
    def story_id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def published_at(self) -> datetime: ...
    @property
    def terms(self) -> Sequence[str]:
        """By falling weight; those behind the first MOST_TERMS are for searching only."""


def rank(
    query_terms: Sequence[str],
    candidates: Collection[Candidate],
    *,
    title: str,
    published_at: datetime,
    story_id: int | None = None,
    most: int = 5,
) -> list[int]:
    """Story ids, the most alike first: never the story itself, nor one headline twice.

    `query_terms` are `terms.query_terms` of the article that `title`, `published_at` and `story_id` describe, all in
    one language. The candidates tell how rare a term is.
    """
    known_by = [candidate.terms[:MOST_TERMS] for candidate in candidates]
    worth = rarity(known_by)
    asked = _weights(query_terms)
    scored = [
        (_likeness(asked, terms, worth) * _freshness(candidate.published_at, published_at), candidate)
        for candidate, terms in zip(candidates, known_by, strict=True)
        if candidate.story_id != story_id
    ]
    scored = [pair for pair in scored if pair[0] >= FLOOR]
    scored.sort(key=lambda pair: (-pair[0], -pair[1].published_at.timestamp(), pair[1].story_id))
    return _distinct([candidate for _, candidate in scored], title, most)


def _weights(terms: Sequence[str]) -> dict[str, float]:
    """Terms come by falling weight, and their place is all that is left of it."""
    return dict(zip(terms, _FALLING, strict=False))


def _likeness(asked: Mapping[str, float], terms: Sequence[str], worth: Rarity) -> float:
    """From 0 to 1: the rare terms in common, as a share of the candidate's own."""
    if len(asked.keys() & terms) < _LEAST_COMMON:
        return 0.0
    found = {term: weight * worth(term) for term, weight in _weights(terms).items()}
    return sum(asked[term] * weight for term, weight in found.items() if term in asked) / sum(found.values())


def _freshness(published_at: datetime, near: datetime) -> float:
    """From 1 for the same day to 0.5 for years apart: among equals the nearer one tells more."""
    days = abs((near - published_at).total_seconds()) / 86400
    return 1 - 0.5 * days / (days + _FAR_DAYS)


def _distinct(candidates: Iterable[Candidate], title: str, most: int) -> list[int]:
    titles, chosen = [title], list[int]()
    for candidate in candidates:
        if len(chosen) == most:
            break
        if candidate.story_id not in chosen and not any(reworded(candidate.title, other) for other in titles):
            titles.append(candidate.title)
            chosen.append(candidate.story_id)
    return chosen
