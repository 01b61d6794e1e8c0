"""Where sentences end, in any language with full stops, and well in Ukrainian, Russian and English.

In doubt two sentences stay one: a summary that is a little long is better than one that ends with "Mr."
"""

from __future__ import annotations

import re

_END = re.compile(r"""(?<![.!?…؟।])[.!?…؟।]++[\])"'»”’]*+(?=\s)|(?<![。！？])[。！？]++[」』”）]*+(?=.)""")
_LAST_WORD = re.compile(r"""([^\s("'«“„\[/]+?)\s?\.$""")
_NEXT = re.compile(r"""\s*[-–—]?\s*["'«“„‘`(\[]*\s*(.)""")
_INITIALS = re.compile(r"[^\W\d_](\.-?[^\W\d_])*")
_BEFORE_ORDINAL = re.compile(
    r"\b(?:[Aa]m|[Vv]om|zum|zur|im|bis|seit|ab|beim|ins|de[rnms]|das|ihre[rnms]?|seine[rnms]?)\s$"
)
"""In German a number with a full stop is "8th"."""
_DASH = re.compile(r"\s*[-–—]\s")
_QUOTED = re.compile(
    r"""(?<![^\s(])"(?=\S)(?:[^"]|(?<=[\s(])"[^"]{1,200}"){0,800}"|«[^»]{0,800}»|“[^”]{0,800}”|„[^“”]{0,800}[“”]"""
)
"""Within these nothing ends; a quote that is longer than that holds sentences of its own."""
_NEAR = 40
"""Characters on each side of a stop that tell what it is."""

_NEVER_LAST = frozenset(
    "ім м вул просп пл пров бул буд смт с сел о оз обл гр акад проф доц ред св див напр зокр заст нач ген полк підполк"
    " лейт серж кап інж адм депт п пп т стор рис табл ч р рр ст"
    " им ул пр пер пос дер см зам подполк д стр г гг"
    " mr mrs ms dr prof gen col lt maj capt sgt cpl adm sen rep gov pres rev hon st mt ft vs no nos art fig vol pp ed"
    " e.g i.e cf approx dept jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_LAST_BEFORE_A_NEW_SENTENCE = frozenset(
    "тис млн млрд трлн грн коп дол год хв сек ін т.д т.п т.ін н.е км кг тыс руб долл мин др inc ltd co corp jr sr etc"
    " a.m p.m bn".split()
)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of one paragraph, in order, with single spaces for its gaps; nothing is lost."""
    plain = " ".join(text.split())
    caseless = plain == plain.lower()
    inside = {place for quote in _QUOTED.finditer(plain) for place in range(quote.start() + 1, quote.end())}
    starts = [0]
    for end in (found.end() for found in _END.finditer(plain) if found.end() not in inside):
        before = plain[max(starts[-1], end - _NEAR) : end]
        if _is_last(before, plain[end : end + _NEAR], caseless=caseless):
            starts.append(end)
    pieces = (plain[start:stop].strip() for start, stop in zip(starts, [*starts[1:], len(plain)], strict=True))
    return tuple(piece for piece in pieces if piece)


def _is_last(before: str, rest: str, *, caseless: bool) -> bool:
    """Whether a sentence ends with this stop, seen from both sides."""
    following = _NEXT.match(rest)
    if following is None:
        return True
    first = following[1]
    if not (caseless or first.isupper() or first.isdigit() or not first.isalpha()):
        return False
    if before[-1] not in ".!?…" and _DASH.match(rest):
        return False  # "…," – said somebody: the quote is a part of what follows
    word = _LAST_WORD.search(before)
    return word is None or not _is_short_form(word[1], before[: word.start()], first)


def _is_short_form(word: str, before: str, following: str) -> bool:
    """Whether the full stop belongs to the word: an abbreviation, initials, the number of a list's item."""
    low = word.lower()
    if low in _LAST_BEFORE_A_NEW_SENTENCE:
        return following.isdigit()
    if low in _NEVER_LAST or _INITIALS.fullmatch(word):
        return True
    return word.isdigit() and (not before.strip() or (len(word) <= 2 and bool(_BEFORE_ORDINAL.search(before))))
