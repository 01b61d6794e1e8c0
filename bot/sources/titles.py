"""Marks that publishers glue to titles: "updatedAssad and his family…", "… – video"."""

from __future__ import annotations

import re

from bot.news.breaking import marks_breaking

_WORDS = {
    "updated": "updated|upd|оновлено|оновлюється|обновлено|обновляется|доповнено|дополнено",
    "photo": "photos?|фото|світлини",
    "video": "videos?|відео|видео",
}
_ANY = "|".join(_WORDS.values())
_ONE = re.compile(_ANY, re.IGNORECASE)
_TIME = r"(?:\s(?:(?:о|at|в)\s)?\d{1,2}[:.]\d\d)?"
_MARKS = rf"(?:{_ANY})(?:\s?(?:[+/,&]|\b(?:та|і|й|и|and)\b)\s?(?:{_ANY})){{0,2}}"
_LOUD = "|".join(_WORDS.values()).upper()
_GLUED = re.compile(rf"(?P<marks>{_WORDS['updated']}|photo|фото|video|відео|видео)(?=[A-ZА-ЯЁІЇЄҐ\"«“„])")
_WORD = re.compile(r"\S")
_REACH = 40
"""Characters in which a mark at the end begins."""
_BEFORE = re.compile(rf"[(\[]?(?P<marks>{_MARKS}){_TIME}\s*[)\]:|.]+\s*(?=\S)", re.IGNORECASE)
_AFTER = re.compile(
    rf"(?:\s+[-–—|/]\s*|[.,;!?]\s+|\s*[(\[]\s*|\s+\+\s*)(?P<marks>{_MARKS}){_TIME}\.?\s*[)\]]*\s*$", re.IGNORECASE
)
_CRIED_BEFORE = re.compile(rf"(?P<marks>{_LOUD})\s+(?=[\"«“„]?[A-ZА-ЯЁІЇЄҐ\d])")
_CRIED_AFTER = re.compile(rf"\s+(?P<marks>{_LOUD})\s*$")
"""Capitals are sign enough in a title of small letters."""
_SMALL = re.compile(r"[a-zа-яёіїєґ]")


def label_of(text: str) -> str:
    """The mark that a word stands for in any language; empty if it is none."""
    word = text.strip(" \t\n()[]:.|+").lower()
    known = (label for label, words in _WORDS.items() if re.fullmatch(words, word))
    return next(known, "breaking" if marks_breaking(word) else "")


def split_labels(title: str) -> tuple[str, tuple[str, ...]]:
    """The title alone, and its marks ("updated", "photo", "video") in the order in which they were taken off."""
    labels: list[str] = []
    start, end = 0, len(title)
    while found := _mark(title, start, end):
        rest = (found.end(), end) if found.start() == start else (start, found.start())
        if not _WORD.search(title, *rest):
            break
        labels.extend(map(label_of, _ONE.findall(found["marks"])))
        start, end = rest
    return title[start:end].strip(), tuple(dict.fromkeys(labels))


def _mark(title: str, start: int, end: int) -> re.Match[str] | None:
    """At either end. Looks no further than a mark is long: so many marks take no longer than as many letters."""
    last = max(start, end - _REACH)
    found = _GLUED.match(title, start, end) or _BEFORE.match(title, start, end) or _AFTER.search(title, last, end)
    if found or not _SMALL.search(title, start, min(end, start + _REACH)):
        return found
    return _CRIED_BEFORE.match(title, start, end) or _CRIED_AFTER.search(title, last, end)
