"""Entities that Telegram finds by itself in any text: commands, hashtags, mentions, links.

Bare domains are recognised by a short list of endings, where Telegram has them all.
"""

import re
from typing import Any

from bot.playground.entities.html import utf16_length

Entity = dict[str, Any]

_LETTER = r"\w\u00b7\u200c"
_REST = r"""[^\s<>"«»“”]"""
_ENDINGS = "com|org|net|info|biz|news|media|online|site|app|dev|io|me|tv|eu|ua|uk|us|de|fr|pl|укр"
_PATTERNS = (
    # kind, what the text must contain at all (cheap to look for), the pattern
    ("mention", "@", re.compile(r"(?<!\w)@[a-zA-Z0-9_]{2,32}(?!\w)")),
    ("email", "@", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,}")),
    ("bot_command", "/", re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>@])")),
    ("hashtag", "#", re.compile(rf"(?<![{_LETTER}])#[{_LETTER}]{{1,256}}(?:@[a-zA-Z0-9_]{{3,32}})?(?![{_LETTER}]*#)")),
    ("cashtag", "$", re.compile(r"(?<![\w$])\$(?:1INCH|[A-Z]{1,8})(?![\w$])")),
    ("url", "://", re.compile(rf"(?:https?|ftp|tg)://{_REST}+", re.IGNORECASE)),
    ("url", ".", re.compile(rf"(?<![\w.@/:-])(?=[\w-]+\.)(?:[\w-]+\.)+(?:{_ENDINGS})(?![\w-])(?:[:/?#]{_REST}*)?")),
)
_ENDING = re.compile(rf"\.(?:{_ENDINGS})(?![\w-])")


def found_entities(text: str) -> list[Entity]:
    """Sorted, not overlapping; offsets and lengths in UTF-16 units."""
    spans = [
        (start, end, kind)
        for kind, hint, pattern in _PATTERNS
        if hint in text and (hint != "." or _ENDING.search(text))
        for start, end in _spans(kind, pattern, text)
    ]
    entities: list[Entity] = []
    last = 0
    for start, end, kind in sorted(spans):
        if start >= last:
            entities.append(_entity(text, start, end, kind))
            last = end
    return entities


def _spans(kind: str, pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    spans = []
    for match in pattern.finditer(text):
        start, end = match.span()
        if kind == "url":
            end = start + len(_without_trailing_marks(match[0]))
        if kind != "hashtag" or any(c.isalpha() for c in match[0]):
            spans.append((start, end))
    return spans


def _without_trailing_marks(address: str) -> str:
    while address and (address[-1] in ".,:;!?'\"…" or (address[-1] == ")" and address.count(")") > address.count("("))):
        address = address[:-1]
    return address


def _entity(text: str, start: int, end: int, kind: str) -> Entity:
    if text.isascii():
        return {"offset": start, "length": end - start, "type": kind}
    return {"offset": utf16_length(text[:start]), "length": utf16_length(text[start:end]), "type": kind}
