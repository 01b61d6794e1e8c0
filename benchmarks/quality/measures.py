"""The field's measures: ROUGE for summaries, nDCG for rankings.

In English words meet by their stems, as is usual there; in other languages only whole words do.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence

from bot.enrich.stems import stem

_WORD = re.compile(r"\w+")


def rouge(summary: str, references: Sequence[str], language: str) -> tuple[float, float, float]:
    """ROUGE-1, ROUGE-2 and ROUGE-L as F1 in percent, each the best over the references."""
    ours = _words(summary, language)
    scores = [
        (_overlap(ours, theirs, 1), _overlap(ours, theirs, 2), _longest(ours, theirs))
        for theirs in (_words(reference, language) for reference in references)
    ]
    one, two, longest = (100 * max(column) for column in zip(*scores, strict=True))
    return one, two, longest


def ndcg(ranked: Sequence[int], gold: Collection[int], most: int = 5) -> float:
    """nDCG of the first `most`, every gold item worth the same."""
    gain = sum(1 / math.log2(place + 2) for place, item in enumerate(ranked[:most]) if item in gold)
    return gain / sum(1 / math.log2(place + 2) for place in range(min(len(gold), most)))


def _words(text: str, language: str) -> list[str]:
    words = _WORD.findall(text.casefold())
    return [stem(word, language) for word in words] if language == "en" else words


def _f1(hits: int, ours: int, theirs: int) -> float:
    return 2 * hits / (ours + theirs) if hits else 0.0


def _overlap(ours: Sequence[str], theirs: Sequence[str], size: int) -> float:
    left, right = (Counter(zip(*(words[start:] for start in range(size)), strict=False)) for words in (ours, theirs))
    return _f1((left & right).total(), left.total(), right.total())


def _longest(ours: Sequence[str], theirs: Sequence[str]) -> float:
    """By the longest common subsequence."""
    row = [0] * (len(theirs) + 1)
    for word in ours:
        before = 0
        for place, other in enumerate(theirs, start=1):
            before, row[place] = row[place], before + 1 if word == other else max(row[place], row[place - 1])
    return _f1(row[-1], len(ours), len(theirs))
