"""How much a term tells: the rarer, the more. Only the ratios between terms mean anything."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from itertools import chain

Rarity = Callable[[str], float]

_SMALL = 50
"""Among fewer articles nothing can be told of rarity, so they are counted as part of an archive of this size."""


def rarity(articles: Collection[Iterable[str]]) -> Rarity:
    """BM25's idf, from the terms of each article."""
    having = Counter(chain.from_iterable(map(set, articles)))
    size = max(len(articles), _SMALL)
    idf = [math.log(1 + (size - count + 0.5) / (count + 0.5)) for count in range(size + 1)]
    return defaultdict(lambda: idf[0], {term: idf[count] for term, count in having.items()}).__getitem__


def by_length(term: str) -> float:
    """A guess where there is nothing to count in: long words are rare."""
    return min(len(term), 8) / 5
