"""How words are compared: what a person types against the names that tags have."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from difflib import get_close_matches

COMMAND_MAX = 32
"""Telegram's limit for a command's name."""

JOINS = " + "

_APOSTROPHES = re.compile("['`´ʼ’‘′]")
_GAPS = re.compile(r"[\W_]+")
_HASHED = re.compile(r"(?=.*\d)[0-9a-f]{12,14}")

_CYRILLIC = "а б в г ґ д е є ж з и і ї й к л м н о п р с т у ф х ц ч ш щ ю я ё ы э ь ъ".split()
_LATIN = dict(
    zip(
        _CYRILLIC,
        [*"a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch iu ia e y e".split(), "", ""],
        strict=True,
    )
)


def normal(text: str) -> str:
    """The form in which spellings are stored and looked up: "#Aid for_Ukraine " → "aid for ukraine"."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _GAPS.sub(" ", _APOSTROPHES.sub("", folded)).strip()


def latin(text: str) -> str:
    """Ukrainian and Russian letters in Latin ones (the Ukrainian passport table); others stay."""
    return "".join(_LATIN.get(letter, letter) for letter in normal(text))


_READ = (
    "shch щ zh ж kh х ts ц ch ч sh ш ph ф th т yu ю iu ю ya я ia я ye є ie є"
    " a а b б c к d д e е f ф g г h г i і j й k к l л m м n н o о p п q к r р s с t т u у v в w в x кс y и z з"
).split()
_ADJECTIVE = re.compile(r"(?<=[^aeiouy])(?:y|yi|yy|iy|yj)\b")
_LATER_I = re.compile("(?<=[аеиоу])і")
_RUSSIAN = str.maketrans("єії", "еий")


def cyrillic(text: str, language: str) -> str:
    """A name in Latin letters as Ukrainians or Russians write it; "" in other languages and where it has other letters.

    Roughly: "Zelensky" → "Зеленський", but "Trump" → "Трумп".
    """
    if language not in ("uk", "ru") or not text.isascii() or not any(map(str.isalpha, text)):
        return ""
    plain = _ADJECTIVE.sub("ий", text.lower())
    for written, meant in zip(_READ[::2], _READ[1::2], strict=True):
        plain = plain.replace(written, meant)
    plain = _LATER_I.sub("ї", plain)
    return (plain.replace("ский", "ський") if language == "uk" else plain.translate(_RUSSIAN)).title()


_ALIKE = (
    ("shch", "sch"),
    ("kh", "h"),
    ("g", "h"),
    ("tz", "ts"),
    ("w", "v"),
    ("x", "ks"),
    ("ck", "k"),
    ("y", "i"),
    ("j", "i"),
    ("ii", "i"),
    ("ie", "e"),
)
"""What transliterations write differently: Honcharuk and Goncharuk, Zelensky and Zelenskyi."""
_DOUBLED = re.compile(r"(\w)\1+")


def sounded(text: str) -> str:
    """How a word sounds, roughly, in Latin letters: the same for all transliterations of one name.

    A key for looking up only: "Зеленський", "Зеленский", "Zelensky" and "Zelenskyy" → "zelenski".
    """
    plain = unicodedata.normalize("NFKD", latin(text)).encode("ascii", "ignore").decode()
    for written, meant in _ALIKE:
        plain = plain.replace(written, meant)
    return _DOUBLED.sub(r"\1", plain).strip()


def command(slug: str, name: str) -> str:
    """What is typed after the slash for a tag: from its slug, or from its name where the slug is a hash.

    Always 1–32 characters of [a-z0-9_]; "tag" when nothing readable is left.
    """
    readable = name if _HASHED.fullmatch(slug) else slug.removeprefix("tag_")
    plain = unicodedata.normalize("NFKD", latin(readable)).encode("ascii", "ignore").decode()
    return plain.strip().replace(" ", "_")[:COMMAND_MAX].strip("_") or "tag"


def together(words: str) -> list[str]:
    """The phrases of which each must stand in an article, but anywhere: "bridge + Kyiv"."""
    return words.split(JOINS)


def close(text: str, known: Collection[str], most: int = 3) -> list[str]:
    """The known spellings that `text` may have meant, best first; both sides in `normal` form."""
    return get_close_matches(text, known, n=most, cutoff=0.7)
