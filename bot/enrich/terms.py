"""What an article is found by, and what it asks the archive for: the stems of its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from bot.enrich.keywords import parts_of, words_of
from bot.enrich.stems import stem
from bot.enrich.stopwords import STOP_WORDS
from bot.news.article import Section, SectionKind
from bot.news.spelling import normal

TERMS_VERSION = 2
"""Raise it whenever the same text gets other terms: then `desk/reindexing.py` brings the archive up to them."""
MOST_TERMS = 40
MOST_QUERY_TERMS = 120
MOST_SEARCH_TERMS = 1_000
"""More than nearly every article has: a bound for books."""
_TITLE = 4.0
_INDEXED = {SectionKind.LEAD: 2.0, SectionKind.DETAILS: 1.0, SectionKind.QUOTE: 1.0}
"""Source lines name publishers, and background tells other stories: neither says what this article is about."""
_ASKED = {**_INDEXED, SectionKind.BACKGROUND: 2.0}
"""What the background tells is what the archive is asked for."""
_LONGEST = 40
"""Letters: what is longer is no word."""


def index_terms(title: str, parts: Sequence[Section], language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The terms that `rank` knows an article by, by falling weight; and what a search finds it by: all that a reader
    can see of it, in order.

    Apart, since `rank` weighs an article's terms by their share: with so many it finds half as well.
    """
    seen = [title, *(text for part in parts for text in (part.label, *_texts(part)))]
    words = (word for text in seen for word in (*words_of(text), *parts_of(text)))
    found_by = dict.fromkeys(filter(None, (_term(word, language) for word in words)))
    return _heaviest(title, parts, language, _INDEXED, MOST_TERMS), tuple(found_by)[:MOST_SEARCH_TERMS]


def query_terms(title: str, parts: Sequence[Section], language: str) -> tuple[str, ...]:
    """The terms that find the earlier and related articles of this one, by falling weight."""
    return _heaviest(title, parts, language, _ASKED, MOST_QUERY_TERMS)


def stems_of(text: str, language: str) -> Iterator[str]:
    """The stem of every word that says something, in order: what a search for this text asks for."""
    return filter(None, (_term(word, language) for word in words_of(text)))


def saying(text: str, language: str) -> list[str]:
    """The words that say something, once each and as they are written."""
    return list({term: word for word in words_of(text)[::-1] if (term := _term(word, language))}.values())[::-1]


@lru_cache(maxsize=1 << 16)
def _term(written: str, language: str) -> str:
    """The stem of a word, "" when it says nothing."""
    word = normal(written)
    return stem(written, language) if word not in STOP_WORDS and len(word) <= _LONGEST else ""


@lru_cache(maxsize=1 << 16)
def _weighty(written: str, language: str) -> str:
    """The same, but "" for what stands in too many articles to tell how alike they are: letters and small numbers."""
    word = normal(written)
    return _term(written, language) if len(word) > (2 if word.isdigit() else 1) else ""


def _heaviest(
    title: str, parts: Sequence[Section], language: str, weights: Mapping[SectionKind, float], most: int
) -> tuple[str, ...]:
    """Of equal weight, the earlier in the text comes first."""
    total: defaultdict[str, float] = defaultdict(float)
    weighed = [(title, _TITLE)]
    weighed += [(text, weights[part.kind]) for part in parts if part.kind in weights for text in _texts(part)]
    for text, weight in weighed:
        for word in parts_of(text):
            total[_weighty(word, language)] += weight
    total.pop("", None)
    return tuple(sorted(total, key=total.__getitem__, reverse=True)[:most])


def _texts(part: Section) -> Iterator[str]:
    return (paragraph.text for paragraph in part.paragraphs)
