"""Who wrote it: bylines as publishers type them → names of people."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.sources.text import plain

_EMAIL = re.compile(r"\S+@\S+")
_BY = re.compile(
    r"^\W*(?:(?:(?:posted|written|published|text|story|reporting) )?by|von|par|por|di|av|od|"
    r"autore?n?|auteurs?|автор[иы]?)\b(?![.-])\W*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*[,;&|•·]\s*|\s+(?:and|und|et|y|та|і|й|и)\s+")
_DASH = re.compile(r"\s+[—–_-]+\s+|\s*_\s*")
_NO_NAME = re.compile(
    r":|@|www\.|\b\d+\b|^\W*$|^(?:by|and|und|von|et|y|facebook|twitter|e-?mail|share|follow|contact)$", re.IGNORECASE
)
_LONGEST = 80
_MOST = 10


def people(bylines: Iterable[str], *publishers: str) -> tuple[str, ...]:
    """Without e-mail addresses, repeats, and publishers, who are no authors."""
    lines = (_BY.sub("", _alone(plain(byline)), count=1) for byline in bylines)
    names = [_tidy(name) for line in lines if "://" not in line for name in _BETWEEN.split(line)]
    unwanted = {"", "none", "admin", *(publisher.casefold() for publisher in publishers)}
    kept: dict[str, str] = {}
    for name in names:
        if name.casefold() not in unwanted and len(name) <= _LONGEST and not _NO_NAME.search(name):
            kept.setdefault(name.casefold(), name)
    return tuple(kept.values())[:_MOST]


def beside_date(text: str) -> str:
    """Who signed a line of name and date, apart from each other by a dash: "Ольга Перо — 1 грудня, 00:08"."""
    parts = _DASH.split(text)
    return ", ".join(
        part for part in parts if len(parts) > 1 and " " in part.strip() and not any(map(str.isdigit, part))
    )


def _alone(byline: str) -> str:
    """RSS writes "address (Name)"."""
    without = _EMAIL.sub("", byline).strip()
    return without[1:-1] if without.startswith("(") and without.endswith(")") else without


def _tidy(name: str) -> str:
    """Some bylines are all in capitals."""
    stripped = name.strip(" .–—-")
    capitals = stripped.isupper() and " " in stripped
    return re.sub(r"[^\W\d_][^\s-]*", lambda word: word[0].capitalize(), stripped) if capitals else stripped
