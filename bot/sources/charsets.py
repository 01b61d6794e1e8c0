"""Bytes → text, when what publishers declare is missing or wrong."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

_DECLARED = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
# Python's codecs hold more than character sets, and some ("punycode") take forever on a long text.
_CHARACTER_SET = re.compile(
    r"(utf|windows|cp\d|iso|koi8|latin|mac|big5|gb|hz|shift|euc|ks_|tis|(us-)?ascii)", re.IGNORECASE
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD = 2048
"""Bytes in which a declaration is looked for."""
_PAIRS = re.compile(rb"[\x80-\xff]{2}")


def decode(body: bytes, charset: str = "") -> str:
    """The text of a feed or page; `charset` is what the HTTP header said. Never raises."""
    for name in _candidates(body, charset):
        try:
            return body.decode(name)
        except (ValueError, LookupError):
            continue
    return body.decode(_guess(body), errors="replace")


def _candidates(body: bytes, charset: str) -> Iterator[str]:
    """Encodings worth a strict try, best first."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            yield name
    if body[:2] in (b"<\0", b"\0<"):
        yield "utf-16-le" if body[1] == 0 else "utf-16-be"
    declared = _DECLARED.search(body[:_HEAD])
    names = [name for name in (declared[1].decode("ascii") if declared else "", charset) if _CHARACTER_SET.match(name)]
    if not body.isascii():
        # Text in another encoding is hardly ever valid UTF-8 by chance, so this beats every declaration.
        yield "utf-8"
    elif not names or names[0].lower().startswith(("utf-16", "utf-32")):
        yield "ascii"
    yield from names
    yield "utf-8"


def _guess(body: bytes) -> str:
    """For text that nothing declared rightly: mostly UTF-8 with a few broken bytes, Cyrillic, or western."""
    broken = body.decode("utf-8", errors="replace").count("�")
    high = len(body) - len(body.translate(None, bytes(range(128, 256))))
    if broken * 10 <= high:
        return "utf-8"
    # In Cyrillic words the high bytes stand side by side; in western ones they stand alone.
    return "windows-1251" if len(_PAIRS.findall(body)) * 3 >= high else "windows-1252"
