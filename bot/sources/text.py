"""What publishers put into titles and other short fields → plain text on one line."""

from __future__ import annotations

import html
import re

_GAPS = re.compile(r"\s+")
# Soft hyphens, zero-width marks and what turns the direction of the rest of the line: they hide or forge words.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u2060\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_ENTITY = re.compile(r"&(#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]\w{1,31});")
_SCRIPT = re.compile(r"<(script|style|template)\b[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->|<!\[CDATA\[|\]\]>", re.DOTALL)

_HALVES = re.compile("[\ud800-\udfff]+")
"""Of letters that some count as two."""

LONGEST = 2_000
"""Characters of a short field that are looked at; what comes after is not meant for a line."""


def joined(text: str) -> str:
    """With the two halves of a letter as one, and without a half that is alone: no database and no network takes it."""
    return _HALVES.sub(lambda run: run[0].encode("utf-16", "surrogatepass").decode("utf-16", "ignore"), text)


def fold(text: str) -> str:
    """One line: gaps become single spaces, what cannot be seen goes."""
    return _GAPS.sub(" ", _INVISIBLE.sub("", text)).strip()


def plain(markup: str) -> str:
    """Text of a field that may be plain, HTML, or HTML that was escaped once too often."""
    text = markup[:LONGEST]
    for _ in range(2):
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), _without_tags(text))
    return fold(_without_tags(text))


def _without_tags(text: str) -> str:
    return _TAG.sub("", _SCRIPT.sub("", text)) if "<" in text or "]]>" in text else text
