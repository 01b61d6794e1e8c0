"""The language of a text whose publisher does not say it."""

from __future__ import annotations

import re

_SIGNS = {
    "uk": re.compile("[іїєґ]"),
    "ru": re.compile("[ыэёъ]"),
    "en": re.compile(r"\b(?:the|and|of|with|from|after|will|says|said)\b"),
    "": re.compile("[ўјљњћђџѓќ]"),
}
"""What is common in it and rare in the others; of none of them, in other languages with Cyrillic letters."""
_LEAST = 2
_CLEAR = 4
"""How many times as many as of another."""


def language_of(text: str) -> str:
    """One of those that the bot speaks; empty where that is not clear."""
    lower = text.lower()
    counted = sorted(((len(signs.findall(lower)), language) for language, signs in _SIGNS.items()), reverse=True)
    (most, language), (second, _) = counted[:2]
    return language if most >= _LEAST and most >= _CLEAR * second else ""
