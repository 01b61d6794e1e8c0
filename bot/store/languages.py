"""What to show where a language is missing."""

from __future__ import annotations

from collections.abc import Collection

_FALLBACK = ("en", "uk", "ru")


def nearest(language: str, available: Collection[str]) -> str:
    """`language` itself, else the first of en, uk and ru that there is, else any. `available` is not empty."""
    return next((one for one in (language, *_FALLBACK) if one in available), min(available))
