"""What an article is found by, and what it asks the archive for: the stems of its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain

from bot.enrich.keywords import numbered_in, parts_of, words_of
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
_INDEXED: Mapping[SectionKind | None, float] = {
    None: 4.0,
    SectionKind.LEAD: 2.0,
    SectionKind.DETAILS: 1.0,
    SectionKind.QUOTE: 1.0,
}
"""The title is of no kind. Source lines name publishers, and background tells other stories: neither says what this
article is about."""
_ASKED: Mapping[SectionKind | None, float] = {**_INDEXED, SectionKind.BACKGROUND: 2.0}
"""What the background tells is what the archive is asked for."""
_EVERYWHERE = "день", "тиждень", "людина", "дитина", "человек", "ребенок"
_LONGEST = 40
"""Letters: what is longer is no word."""


def index_terms(title: str, parts: Sequence[Section], language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The terms that `rank` knows an article by, by falling weight; and what a search finds it by: all that a reader
    can see of it, in order.

    Apart, since `rank` weighs an article's terms by their share: with so many it finds half as well.
    """
    spoken = list(_spoken(title, parts))
    seen = dict.fromkeys(chain.from_iterable(words for _, words in spoken))
    labels = chain.from_iterable(words_of(part.label) for part in parts)
    numbered = chain.from_iterable(map(numbered_in, (title, *_texts(parts))))
    found_by = dict.fromkeys(_term(word, language) for word in (*seen, *labels, *numbered))
    found_by.pop("", None)
    return _heaviest(spoken, language, _INDEXED, MOST_TERMS), tuple(found_by)[:MOST_SEARCH_TERMS]


def query_terms(title: str, parts: Sequence[Section], language: str) -> tuple[str, ...]:
    """The terms that find the earlier and related articles of this one, by falling weight."""
    return _heaviest(_spoken(title, parts), language, _ASKED, MOST_QUERY_TERMS)


def stems_of(text: str, language: str) -> Iterator[str]:
    """The stem of every word that says something, in order: what a search for this text asks for."""
    return filter(None, (_term(word, language) for word in words_of(text)))


def saying(text: str, language: str) -> list[str]:
    """The words that say something, once each and as they are written."""
    return list({term: word for word in words_of(text)[::-1] if (term := _term(word, language))}.values())[::-1]


@lru_cache(maxsize=1 << 14)
def _term(written: str, language: str) -> str:
    """The stem of a word, "" when it says nothing."""
    word = normal(written)
    return stem(written, language) if word not in STOP_WORDS and len(word) <= _LONGEST else ""


@lru_cache(maxsize=1 << 14)
def _weighty(written: str, language: str) -> str:
    """The same, but "" for what stands in too many articles to tell how alike they are: letters and small numbers,
    days and people."""
    word = normal(written)
    term = _term(written, language) if len(word) > (2 if word.isdigit() else 1) else ""
    return "" if term in _everywhere(language) else term


@cache
def _everywhere(language: str) -> frozenset[str]:
    return frozenset(stem(word, language) for word in _EVERYWHERE)


def _spoken(title: str, parts: Sequence[Section]) -> Iterator[tuple[SectionKind | None, list[str]]]:
    """The words of the title, of no kind, and of each part."""
    yield None, parts_of(title)
    for part in parts:
        for paragraph in part.paragraphs:
            yield part.kind, parts_of(paragraph.text)


def _texts(parts: Sequence[Section]) -> Iterator[str]:
    return (paragraph.text for part in parts for paragraph in part.paragraphs)


def _heaviest(
    spoken: Iterable[tuple[SectionKind | None, list[str]]],
    language: str,
    weights: Mapping[SectionKind | None, float],
    most: int,
) -> tuple[str, ...]:
    """Of equal weight, the earlier in the text comes first."""
    total: defaultdict[str, float] = defaultdict(float)
    for kind, words in spoken:
        if weight := weights.get(kind):
            for word in words:
                total[_weighty(word, language)] += weight
    total.pop("", None)
    return tuple(sorted(total, key=total.__getitem__, reverse=True)[:most])
