"""Finds phrases in texts, whatever case form either is written in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from bot.enrich.forms import agree
from bot.enrich.stems import stem
from bot.news.spelling import cyrillic

_WORD = r"[^\W_]+(?:(?<=о)-[^\W_]+)*(?:['’ʼ`][^\W_]+)*"
"""Words part at a hyphen, but not behind a linking vowel: "Івано-Франківськ" does not mention Іван."""
_NUMBERED = r"(?=[\w‑–-]{,40}\d)(?=[\w‑–-]{,40}[^\W\d_])[^\W_]+(?:[‑–-][^\W_]+)+(?:['’ʼ`][^\W_]+)*|\d+(?:/\d+)+"
"""What has a number is one word: "F-16", "24/7"."""
_PARTS = re.compile(_WORD)
_WHOLE = re.compile(f"{_NUMBERED}|{_WORD}")
_COMPOUND = re.compile(_NUMBERED)
_DIGIT = re.compile(r"\d")
_ABBREVIATION = 3
"""Letters: what is this short and typed in capitals ("ЄС") must stand in capitals."""

Words = Sequence[str]


def words_of(text: str) -> list[str]:
    return (_WHOLE if _DIGIT.search(text) else _PARTS).findall(text)


def parts_of(text: str) -> list[str]:
    """The words of a text, each part of "F-16" a word of its own."""
    return _PARTS.findall(text)


def numbered_in(text: str) -> list[str]:
    """The words that have a number and parts."""
    return _COMPOUND.findall(text) if _DIGIT.search(text) else []


def phrase_key(text: str, language: str) -> tuple[str, ...]:
    """The stems of its words, the same for all case forms of a phrase; () when it has no word."""
    return tuple(stem(word, language) for word in words_of(text))


class Phrases:
    """Many phrases, made ready once for the texts of one language: that takes longer than to find them.

    One word that is typed with a capital is a name, and only found with one: "Рада" is not "рада". With `any_script`
    "nato" is found as НАТО, too.
    """

    def __init__(self, phrases: Iterable[str], language: str, *, any_script: bool = True) -> None:
        self._language = language
        self._any_script = any_script
        self._known = set[str]()
        self._by_key: defaultdict[tuple[str, ...], list[tuple[str, Words]]] = defaultdict(list)
        self._lengths: defaultdict[str, set[int]] = defaultdict(set)
        self.add(phrases)

    def add(self, phrases: Iterable[str]) -> None:
        """Further ones; those that are known take no time."""
        for phrase in dict.fromkeys(phrases):
            for written in self._ways(phrase) if phrase not in self._known else ():
                key = phrase_key(written, self._language)
                self._by_key[key].append((phrase, words_of(written)))
                self._lengths[key[0]].add(len(key))
            self._known.add(phrase)

    def _ways(self, phrase: str) -> Iterator[str]:
        """To write it."""
        if words_of(phrase):
            yield phrase
        if self._any_script and len(phrase) > _ABBREVIATION and (name := cyrillic(phrase, self._language)):
            yield name

    def found_in(self, texts: Iterable[str]) -> list[str]:
        """Those that stand in a text, once each, in order of mention; none runs over from text to text."""
        return list(dict.fromkeys(phrase for text in texts for phrase, _ in self.mentions(text)))

    def mentions(self, text: str) -> Iterator[tuple[str, Words]]:
        """Each phrase that stands here, with the words that the text has for it."""
        whole, parts = words_of(text), parts_of(text)
        yield from self._among(whole)
        if len(parts) > len(whole):  # "COVID" stands in "COVID-19", too.
            yield from self._among(parts)

    def _among(self, words: Words) -> Iterator[tuple[str, Words]]:
        stems = tuple(stem(word, self._language) for word in words)
        for start, first in enumerate(stems):
            for length in self._lengths.get(first, ()):
                written = words[start : start + length]
                for phrase, typed in self._by_key.get(stems[start : start + length], ()):
                    if self._is_meant(typed, written):
                        yield phrase, written

    def _is_meant(self, typed: Words, written: Words) -> bool:
        pairs = zip(typed, written, strict=True)
        return _as_name(typed, written) and all(agree(one, other, self._language) for one, other in pairs)


def _as_name(typed: Words, written: Words) -> bool:
    if len(typed) > 1 or not typed[0][0].isupper():
        return True
    short = len(typed[0]) <= _ABBREVIATION and typed[0].isupper()
    return written[0].isupper() if short else written[0][0].isupper()
