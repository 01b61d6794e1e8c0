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
    while found := _GLUED.match(title) or _BEFORE.match(title) or _AFTER.search(title):
        rest = (title[: found.start()] + title[found.end() :]).strip()
        if not rest:
            break
        labels.append(label_of(found[1]))
        title = rest
    return title, tuple(dict.fromkeys(labels))
