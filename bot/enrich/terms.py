"""What an article is found by, and what it asks the archive for: the stems of its words, heaviest first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from bot.enrich.stems import stem
from bot.enrich.stopwords import STOP_WORDS
from bot.news.article import Section, SectionKind
from bot.news.spelling import normal

MOST_TERMS = 40
MOST_QUERY_TERMS = 120
_TITLE = 4.0
_INDEXED = {SectionKind.LEAD: 2.0, SectionKind.DETAILS: 1.0, SectionKind.QUOTE: 1.0}
"""Source lines name publishers, and background tells other stories: neither says what this article is about."""
_ASKED = {**_INDEXED, SectionKind.BACKGROUND: 2.0}
"""What the background tells is what the archive is asked for."""
_LONGEST = 40
"""Letters: what is longer is no word."""
_WORD = re.compile(r"[^\W_]+(?:['’ʼ`-][^\W_]+)*")


def terms(title: str, parts: Sequence[Section], language: str) -> tuple[str, ...]:
    """The terms that an article is found by, by falling weight."""
    return _heaviest(title, parts, language, _INDEXED, MOST_TERMS)


def query_terms(title: str, parts: Sequence[Section], language: str) -> tuple[str, ...]:
    """The terms that find the earlier and related articles of this one, by falling weight."""
    return _heaviest(title, parts, language, _ASKED, MOST_QUERY_TERMS)


def stems_of(text: str, language: str) -> Iterator[str]:
    """The stem of every word that says something, in order."""
    for found in _WORD.finditer(text):
        word = normal(found[0])
        if word not in STOP_WORDS and (2 if word.isdigit() else 1) < len(word) <= _LONGEST:
            yield stem(word, language)


def _heaviest(
    title: str, parts: Sequence[Section], language: str, weights: Mapping[SectionKind, float], most: int
) -> tuple[str, ...]:
    """Of equal weight, the earlier in the text comes first."""
    total: defaultdict[str, float] = defaultdict(float)
    for term in stems_of(title, language):
        total[term] += _TITLE
    for part in parts:
        if part.kind in weights:
            for paragraph in part.paragraphs:
                for term in stems_of(paragraph.text, language):
                    total[term] += weights[part.kind]
    return tuple(sorted(total, key=total.__getitem__, reverse=True)[:most])
