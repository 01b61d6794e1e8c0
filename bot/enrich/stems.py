"""The form that a word's cases share: what words are searched and compared by.

Snowball knows many languages but not Ukrainian, which has the light stemmer below: it takes the endings of nouns and
adjectives off and undoes the changes of sound that keep a name's cases apart (Тернопіль – Тернополя, Прага – Празі).
A stem is a key and is never shown, so it need not be a word.
"""

from __future__ import annotations

import re
from functools import lru_cache

import snowballstemmer

from bot.news.spelling import normal

_SNOWBALL = dict(
    pair.split(":")
    for pair in (
        "ar:arabic ca:catalan da:danish de:german el:greek en:english es:spanish et:estonian eu:basque fi:finnish"
        " fr:french ga:irish hi:hindi hu:hungarian hy:armenian id:indonesian it:italian lt:lithuanian ne:nepali"
        " nl:dutch no:norwegian pt:portuguese ro:romanian ru:russian sr:serbian sv:swedish ta:tamil tr:turkish"
    ).split()
)
_VOWEL = re.compile("[аеєиіїоуюя]")
_ENDING = re.compile(
    "(?:ього|ьому|ьої|ьою|ого|його|ому|йому|ими|іми|їми|ами|ями|ої|ою|ею|єю|ий|ій|їй|им|ім|їм|их|іх|їх"
    "|ам|ям|ах|ях|ом|ем|єм|[оеє]ві|[ії]в|ей|[аяоеєуюіїийь])$"
)
_SECOND_ENDING = re.compile("(?:[иі]й|[иіїаяоеє]м|[аяиії]х|[іїоеє]в)$")
_LAST_SYLLABLE = re.compile("[ії](?=[^аеєиіїоуюя]+$)")


@lru_cache(maxsize=1 << 16)
def stem(word: str, language: str) -> str:
    """The key of one word; its `normal` form in a language that nothing here knows."""
    plain = normal(word)
    if language == "uk":
        return _ukrainian(plain)
    if language not in _SNOWBALL:
        return plain
    stemmer = snowballstemmer.stemmer(_SNOWBALL[language])
    once = str(stemmer.stemWord(plain))
    # Snowball takes "-ов" and "-ен" off Харьков and Байден but leaves them on Харькова and Байдена.
    return str(stemmer.stemWord(once)) if language == "ru" else once


def _ukrainian(word: str) -> str:
    once = _without(_ENDING, re.sub("(?<=..)ець$", "ц", word))
    # A word that ends like a case ("режим", "Лавров") meets its own cases only when they lose that end too.
    return _one_sound(_without(_SECOND_ENDING, once))


def _without(ending: re.Pattern[str], word: str) -> str:
    """The word without the longest ending that leaves a root: a vowel and enough letters."""
    for start in range(max(len(word) - 4, 0), len(word)):
        root, tail = word[:start], word[start:]
        if ending.match(tail) and len(root) >= _least_root(tail) and _VOWEL.search(root):
            return root
    return word


def _least_root(ending: str) -> int:
    """These endings are often a root's own ("голова", "музей")."""
    return 4 if ending.startswith(("ов", "ев", "єв", "ей")) else 3


def _one_sound(root: str) -> str:
    if len(root) >= 4:
        root = _LAST_SYLLABLE.sub(lambda vowel: {"і": "о", "ї": "є"}[vowel[0]], root)
    return root[:-1] + {"ц": "к", "з": "г"}.get(root[-1:], root[-1:])
