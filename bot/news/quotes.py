"""How publishers announce a quote: "Quote from the minister: …". The label is the words and who said it, and where."""

from __future__ import annotations

import re

WORDS = r"прям[аі]? мов[аи]|цитат[аи]|дослівно|прямая речь|дословно|direct speech|verbatim|quotes?"
_LABEL = re.compile(
    rf"\s*((?:{WORDS})\b(?:(?:[^.:;!?]|(?<!\w{{4}})\.){{0,120}}?(?=\s*:\s*[\"«“„‘'–—-])"
    r"|[^.:;!?\"«“„,]{0,60}?(?=\s*:)))\s*:(?!\d)\s*",
    re.IGNORECASE,
)
"""Long, with commas and abbreviations, only before a quotation mark or a dash."""


def split_quote(text: str) -> tuple[str, str]:
    """("Quote from the minister", what was said); ("", text) where nothing is announced."""
    found = _LABEL.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)
