"""Marks that publishers glue to titles: "updatedAssad and his family…", "… – video"."""

from __future__ import annotations

import re

from bot.news.breaking import marks_breaking

_WORDS = {
    "updated": "updated|оновлено|оновлюється|обновлено|обновляется|доповнено|дополнено",
    "photo": "photos?|фото|світлини",
    "video": "videos?|відео|видео",
}
_ANY = "|".join(_WORDS.values())
_GLUED = re.compile(rf"({_WORDS['updated']}|photo|фото|video|відео|видео)(?=[A-ZА-ЯЁІЇЄҐ\"«“„])")
_WORD = re.compile(r"\S")
_REACH = 40
"""Characters in which a mark at the end begins."""
_BEFORE = re.compile(rf"[(\[]?({_ANY})\s*[)\]:|.]+\s*(?=\S)", re.IGNORECASE)
_AFTER = re.compile(rf"(?:\s+[-–—|/]\s*|[.,;]\s+|\s*[(\[]\s*|\s+\+\s*)({_ANY})\s*[)\]]*\s*$", re.IGNORECASE)


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
        labels.append(label_of(found[1]))
        start, end = rest
    return title[start:end].strip(), tuple(dict.fromkeys(labels))


def _mark(title: str, start: int, end: int) -> re.Match[str] | None:
    """At either end. Looks no further than a mark is long: so many marks take no longer than as many letters."""
    return (
        _GLUED.match(title, start, end)
        or _BEFORE.match(title, start, end)
        or _AFTER.search(title, max(start, end - _REACH), end)
    )
