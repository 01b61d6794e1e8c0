"""Whether two words of one stem are forms of one word: a stem alone also joins Луганськ with "луганський"."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile

from bot.enrich.english import plain_english
from bot.news.spelling import normal

_ADJECTIVE_UK = "ий|ого|ому|им|ім|і|их|ими|ої|ій|ою|е"
_ADJECTIVE_RU = "ий|ый|ого|ому|им|ым|ие|ые|их|ых|ими|ыми|ая|ой|ую|ою|ое"
_SUFFIXES = {
    "uk": (
        (f"[сцз]ьк(?:{_ADJECTIVE_UK})", "[сцз]ьк[ау]"),
        (f"..[оеє]в(?:{_ADJECTIVE_UK}|а|у|о|и|ю|я|ом|ам|ями|ям|ами|ах|ях|)(?<!ві)", ".*(?:[оеє]ві|[ії]в)"),
    ),
    "ru": (
        (f"[^аеёиоуыэюя]ск(?:{_ADJECTIVE_RU})|цк(?:{_ADJECTIVE_RU})", "[сц]ком"),
        (f"..[ое]в(?:{_ADJECTIVE_RU}|а|у|о|ы|и|е|ь|ью|ом|ам|ами|ах)", ".*[ое]в"),
    ),
}
"""Language → what only forms with a suffix of the stem end in, and what forms with and without it do."""
_KNOWN = {
    language: [(re.compile(f".*(?:{sure})"), re.compile(f".*(?:{unsure})")) for sure, unsure in suffixes]
    for language, suffixes in _SUFFIXES.items()
}
_INFLECTION = re.compile("[a-z]?(?:ed|ing)|[ei]?s|e?d|e|y|ies|ied|ying|")


@lru_cache(maxsize=1 << 14)
def agree(one: str, other: str, language: str) -> bool:
    """Of two words with the same stem; True in a language of which nothing is known here."""
    if any(map(str.isdigit, one + other)):
        return True
    if language == "en":
        return _inflected(plain_english(one), plain_english(other))
    left, right = normal(one), normal(other)
    pairs = ((_has(left, *ends), _has(right, *ends)) for ends in _KNOWN.get(language, ()))
    return left == right or all(None in pair or pair[0] == pair[1] for pair in pairs)


def _has(word: str, sure: re.Pattern[str], unsure: re.Pattern[str]) -> bool | None:
    """Whether the word has a suffix; None when its ending does not tell."""
    return None if unsure.fullmatch(word) else bool(sure.fullmatch(word))


def _inflected(one: str, other: str) -> bool:
    """Whether they differ by no more than English inflection ("penalty", "penalties")."""
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return all(_INFLECTION.fullmatch(word[shared:]) for word in (one, other))
