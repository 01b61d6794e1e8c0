"""Who wrote it: bylines as publishers type them → names of people."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.sources.text import plain

_EMAIL = re.compile(r"\S+@\S+")
_BY = re.compile(r"(by|by:|автор|автор:|автори|авторы)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[,;&|]\s*|\s+(?:and|та|і|й|и)\s+")
_LONGEST = 80
_MOST = 10


def people(bylines: Iterable[str], publisher: str = "") -> tuple[str, ...]:
    """Without e-mail addresses, repeats, and publisher, who is no author."""
    names = [_tidy(name) for byline in bylines for name in _BETWEEN.split(_BY.sub("", _alone(plain(byline)), count=1))]
    unwanted = {"", "none", "admin", publisher.casefold()}
    kept: dict[str, str] = {}
    for name in names:
        if name.casefold() not in unwanted and len(name) <= _LONGEST:
            kept.setdefault(name.casefold(), name)
    return tuple(kept.values())[:_MOST]


def _alone(byline: str) -> str:
    """RSS writes "address (Name)"."""
    without = _EMAIL.sub("", byline).strip()
    return without[1:-1] if without.startswith("(") and without.endswith(")") else without


def _tidy(name: str) -> str:
    """Some bylines are all in capitals."""
    stripped = name.strip(" .–—-")
    return (
        " ".join(word.capitalize() for word in stripped.split()) if stripped.isupper() and " " in stripped else stripped
    )
