"""What an extractor takes along from a page's frame, and what it leaves behind of the article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from bot.news.article import Kind, Link, Paragraph
from bot.news.spelling import normal

_BYLINE = re.compile(r"(?:by|von|par|por|di|door|av|автор[иы]?)\b\W*", re.IGNORECASE)
_DATE = re.compile(
    r"\d{1,2}[./: ]\s?\w+[./: ]\s?(?:\d{4}|\d{2}\b)|\b\d{4}[-./年]\d{1,2}"
    r"|\b[A-Z]\w{2,8}\.? \d{1,2}, \d{4}|\d[:.]\d\d Uhr"
)
_TEXT_SHORTEST = 100
"""Characters of a paragraph of the text itself, above which the page's frame ends."""
_LINE_LONGEST, _WORD_LONGEST = 60, 25
_BYLINE_LONGEST, _BESIDE_NAMES = 100, 4
_CREDIT = re.compile(
    r".{0,60}(?:/|\bvia |©|\(c\)|credit:?)\s?(?:getty|afp|ap\b|reuters|epa|dpa|shutterstock|imago|istock).{0,60}[^.!?]",
    re.IGNORECASE,
)
_AGAIN = 3
""""External content is not available": no article repeats itself so often."""
_OFFERED = {Kind.TEXT: 0.9, Kind.ITEM: 0.65}
"""Share of a paragraph's text inside links from which on it offers another article; lists often put dates beside."""
_OFFER_SHORTEST = 20
_TOLD_LEAST = 600
"""Characters of the publisher's own plain text that are more than a teaser."""
_TOLD_COVERS = 0.6
"""Share of what was extracted that must be in it for it to be the whole article."""
_AGREES = 0.4
_MISSED = 0.6
"""Share of the publisher's text that an extractor must have found."""
_STANDFIRST_SHORTEST = 80
_SHINGLE = 12
"""Characters, apart from spaces: two or three words, and it needs no word borders."""


def opened(found: Sequence[Paragraph], titles: Iterable[str], authors: Iterable[str]) -> tuple[Paragraph, ...]:
    """Without what stands above the text: the headline, however often it is given otherwise, byline, date, a word of
    the menu, and torn ends of other texts."""
    headlines, names = list(filter(None, map(normal, titles))), list(filter(None, map(normal, authors)))
    kept: list[Paragraph] = []
    for place, part in enumerate(found):
        if not _is_frame(part, headlines, names):
            kept.append(part)
            if len(part.text) >= _TEXT_SHORTEST:
                return (*kept, *found[place + 1 :])
    return tuple(kept)


def without_scraps(found: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """Without lines of no words, credits of photos, and what the page says again and again."""
    several = tuple(found)
    said = Counter(part.text for part in several)
    kept = tuple(part for part in several if part.label or (not _is_scrap(part) and said[part.text] < _AGAIN))
    return kept if sum(len(part.text) for part in kept) >= _TOLD_LEAST else several


def with_standfirst(found: tuple[Paragraph, ...], standfirst: str) -> tuple[Paragraph, ...]:
    """With the lines between headline and text, which extractors take for a part of the frame, or for a heading."""
    if found and found[0].kind is Kind.HEADING and len(found[0].text) >= _STANDFIRST_SHORTEST:
        found = (replace(found[0], kind=Kind.TEXT), *found[1:])
    new = standfirst and normal(standfirst) not in normal(" ".join(part.text for part in found))
    return (Paragraph(standfirst), *found) if new and found else found


def with_speakers(found: Iterable[Paragraph], quotes: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """Quotes with the signature that they have on the page: extractors drop it, or glue it to the last word."""
    signed = {_squeezed(quote): quote for quote in quotes}
    return tuple(_signed(part, signed) if signed and part.kind is Kind.QUOTE else part for part in found)


def without_offers(found: Sequence[Paragraph]) -> tuple[tuple[Paragraph, ...], tuple[Link, ...]]:
    """The news, and the articles that were offered in between: lists of links, and lines that are one link.

    Links below a label or a line that announces them belong to the text.
    """
    kept: list[Paragraph] = []
    offers: list[Link] = []
    for offered, run in groupby(found, key=_is_offer):
        several = list(run)
        announced = bool(kept) and (bool(kept[-1].label) or kept[-1].text.endswith(":"))
        if offered and kept and not announced:
            offers.extend(link for paragraph in several for link in paragraph.links)
        else:
            kept.extend(several)
    return tuple(kept), tuple(offers)


def closed(found: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Without headings below which nothing is left."""
    end = len(found)
    while end and found[end - 1].kind is Kind.HEADING:
        end -= 1
    return tuple(found[:end])


def agreed(found: tuple[Paragraph, ...], told: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """What was extracted, corrected by the plain text that the publisher itself gives to machines."""
    theirs = _shingles(told)
    if sum(len(part.text) for part in told) < _TOLD_LEAST:
        return found
    ours = _shingles(found)
    if len(ours & theirs) < _TOLD_COVERS * len(ours):
        return found
    if len(told) > 1 and len(ours & theirs) < _MISSED * len(theirs):
        return told
    starts = next((place for place, part in enumerate(found) if _belongs(part, theirs)), 0)
    standfirst = (part for part in found[:starts] if len(part.text) >= _STANDFIRST_SHORTEST)
    return (*standfirst, *(part for part in found[starts:] if _belongs(part, theirs)))


def _signed(quote: Paragraph, signed: Mapping[str, Paragraph]) -> Paragraph:
    text = _squeezed(quote)
    return next((whole for said, whole in signed.items() if said.startswith(text)), quote)


def _is_frame(part: Paragraph, headlines: Collection[str], names: Collection[str]) -> bool:
    text = normal(part.text)
    if part.kind is Kind.HEADING and any(text in headline or headline in text for headline in headlines):
        return True
    if text in headlines or _is_byline(part.text, names):
        return True
    if part.kind is not Kind.TEXT or part.label or len(part.text) > _LINE_LONGEST:
        return False
    torn = part.text[:1].islower() or (len(part.text) <= _WORD_LONGEST and " " not in part.text)
    return torn or (bool(_DATE.search(part.text)) and part.text[-1] not in '.!?…"”»')


def _is_byline(text: str, names: Collection[str]) -> bool:
    """Authors, and little beside: who they are, how many more."""
    signed = normal(_BYLINE.sub("", text, count=1))
    rest = signed
    for name in names:
        rest = rest.replace(name, " ")
    few = len(rest.split()) <= _BESIDE_NAMES and text[-1:] not in ".!?…。"
    return rest != signed and few and len(text) <= _BYLINE_LONGEST


def _is_scrap(part: Paragraph) -> bool:
    return not any(map(str.isalnum, part.text)) or bool(_CREDIT.fullmatch(part.text))


def _is_offer(part: Paragraph) -> bool:
    linked = sum(len(link.title) for link in part.links)
    plain = part.kind is Kind.ITEM or (part.kind is Kind.TEXT and not part.label)
    return plain and len(part.text) >= _OFFER_SHORTEST and linked >= _OFFERED[part.kind] * len(part.text)


def _belongs(part: Paragraph, theirs: Collection[str]) -> bool:
    """Lists and headings are often left out of the plain text."""
    ours = _shingles([part])
    known = sum(shingle in theirs for shingle in ours)
    return part.kind in (Kind.HEADING, Kind.ITEM) or known >= _AGREES * len(ours)


def _squeezed(part: Paragraph) -> str:
    return normal(part.text).replace(" ", "")


def _shingles(parts: Iterable[Paragraph]) -> set[str]:
    return {shingle for part in parts for shingle in _pieces(normal(part.text).replace(" ", ""))}


def _pieces(text: str) -> Iterator[str]:
    return (text[start : start + _SHINGLE] for start in range(max(1, len(text) - _SHINGLE + 1)))
