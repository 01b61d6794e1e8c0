"""Bytes → the text of a feed, mended as far as parsers need it: what they would drop, stop at or take for an attack."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from itertools import islice

from bot.news.trouble import Trouble
from bot.sources.charsets import decode
from bot.sources.errors import FeedError
from bot.sources.text import joined

MOST_ENTRIES = 10_000
"""Of a feed that are read: each takes memory, however little it says."""
ENTRY = re.compile(r"<(\w{1,20}:)?(item|entry)[\s/>]", re.IGNORECASE)
_ENTRY_END = re.compile(r"</(\w{1,20}:)?(item|entry)\s*>|<(\w{1,20}:)?(item|entry)\b[^<>]*/>", re.IGNORECASE)
_HTML = re.compile(r"(?>\s*<!--.*?-->)*+\s*<(!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_ENTITIES = re.compile(r"<!DOCTYPE[^<>\[]{0,1000}\[|<!ENTITY", re.IGNORECASE)
_DECLARATION = re.compile(r"\A<\?xml[^>]{0,500}\?>")
_START = re.compile(r"<(\?xml|rss|feed|rdf:rdf)\b", re.IGNORECASE)
_JUNK = 8_192
"""Characters of a script's warnings that may stand before a feed."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LOOSE = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#0*+\d{1,7}|#[xX]0*+[\da-fA-F]{1,6});)(?:[A-Za-z]\w{1,31};)?|<(?![A-Za-z_/!?])"
)
"""What XML knows no meaning of: an "&" that begins no letter, or one by its name in HTML, and a "<" that begins no tag.
The quick parser drops it, stops there or takes what follows with it."""
_MARKUP = frozenset("<>&\"'\\\n\t")
_SURROGATES = re.compile(r"(?:&(?:amp;){0,3}#(?:0*5[5-7]\d{3}|[xX]0*[dD][89a-fA-F][\da-fA-F]{2});)+")
"""One emoji as two numbers, as scripts write it that count as JavaScript does; a cut one as one."""
_NUMBER = re.compile(r"#(?:[xX]([\da-fA-F]+)|(\d+));")
_STANDING = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z))", re.DOTALL)
"""CDATA, comments and instructions; one that is never closed goes on to the end."""
_ENTITY = re.compile("<!(?=ENTITY)", re.IGNORECASE)


def document(body: bytes, charset: str) -> str:
    """The feed without junk and the declaration of what it was encoded in. Raises FeedError for what is none."""
    text = _ILLEGAL.sub("", decode(body, charset)).strip().removeprefix("\ufeff")
    if not text:
        raise FeedError("the feed is empty", trouble=Trouble.EMPTY)
    if _HTML.match(text):
        raise FeedError("the feed's address answers with a web page", trouble=Trouble.PAGE)
    if not text.startswith(("<", "{")) and (start := _START.search(text, 0, _JUNK)):
        text = text[start.start() :]
    if text.startswith("{"):
        return _SURROGATES.sub(_emoji, text)
    return _markup(_DECLARATION.sub("", _SURROGATES.sub(_emoji, _whole(text)), count=1), _mended)


def _whole(text: str) -> str:
    """Without what is too much, and without an item that is cut off: half a title is no news, and the next look has
    all of it."""
    over = next(islice(ENTRY.finditer(text), MOST_ENTRIES, None), None)
    text = text[: over.start()] if over else text
    last = max((entry.start() for entry in ENTRY.finditer(text)), default=-1)
    return text if last < 0 or _ENTRY_END.search(text, last) else text[:last]


def _markup(text: str, change: Callable[[str], str]) -> str:
    """Changed except where everything stands for itself. Raises FeedError for entities outside of that.

    No declaration is left within it: whoever hides one from us has it broken.
    """
    pieces = [piece if number % 2 else change(piece) for number, piece in enumerate(_STANDING.split(text))]
    return _ENTITY.sub("<! ", "".join(pieces))


def _mended(markup: str) -> str:
    """Raises FeedError."""
    if _ENTITIES.search(markup):
        reason = "the feed declares entities of its own, which is how feeds are made to explode"
        raise FeedError(reason, trouble=Trouble.UNSAFE)
    return _LOOSE.sub(_written, markup)


def _written(loose: re.Match[str]) -> str:
    """As XML writes it."""
    if loose[0] == "<":
        return "&lt;"
    letter = unescape(loose[0]) if loose[0].endswith(";") else loose[0]
    return "&amp;" + loose[0][1:] if set(letter) & _MARKUP else letter


def _emoji(numbers: re.Match[str]) -> str:
    return joined("".join(chr(int(hexa, 16) if hexa else int(number)) for hexa, number in _NUMBER.findall(numbers[0])))
