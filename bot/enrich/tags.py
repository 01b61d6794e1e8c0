"""Which known tags an article mentions: used when its page gave none, so rather none than a wrong one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.enrich.keywords import Phrases, Words
from bot.enrich.stopwords import STOP_WORDS
from bot.news.article import Section, SectionKind
from bot.news.spelling import normal

_PLAIN_ENOUGH = 5
"""Letters: a shorter name is too often another word, so the text must write it with a capital, as a name."""
_ABBREVIATION = 3
"""Letters: a name this short must stand in capitals: "ЄС", "USA"."""


def mentioned(title: str, parts: Sequence[Section], names: Phrases) -> list[str]:
    """The names of tags that stand in the title or lead, in any case form, in order of mention.

    A name that is written with a capital is found only where the text has one too, so the publisher's own writing is
    more precise than a normal form.
    """
    found = (mention for text in _texts(title, parts) for mention in names.mentions(text))
    return list(dict.fromkeys(name for name, words in found if _is_name(name, words)))


def _texts(title: str, parts: Sequence[Section]) -> Iterator[str]:
    yield title
    for part in parts:
        if part.kind is SectionKind.LEAD:
            yield from (paragraph.text for paragraph in part.paragraphs)


def _is_name(name: str, words: Words) -> bool:
    """Whether the text writes these words as the name would be written."""
    first = words[0]
    if name[:1].isupper() and not first[0].isupper():
        return False
    if len(words) > 1:
        return True
    plain = normal(name)
    if plain in STOP_WORDS or plain.isdigit():
        return False
    if len(plain) <= _ABBREVIATION:
        return first.isupper()
    return len(plain) >= _PLAIN_ENOUGH or first[0].isupper()
