"""What stands between the paragraphs without belonging to the news: appeals, ads, and links to other articles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from bot.news.article import Kind, Link, Paragraph
from bot.news.promo import is_promo

_READ_ALSO = re.compile(
    r"\W{0,20}(читайте також|читайте также|читати також|читайте ще|читайте еще|знати більше|узнать больше|"
    r"читайте (?:більше|детальніше|больше|подробнее)|знать больше|"
    r"вас також може зацікавити|вас также может заинтересовать|"
    r"дивіться також|смотрите также|також читайте|также читайте|до теми|по темі|по теме|read also|also read|read more|"
    r"see also|related (?:articles?|stories|topics)|more on this|you (?:may|might) also like|recommended for you|"
    r"lesen sie auch|lesen sie mehr|auch interessant|(?:mehr|weiteres) zum thema|ähnliche artikel|"
    r"das könnte (?:sie|dich) |(?:à )?lire (?:aussi|également)|sur le même sujet|le[ea]r? también|te puede interesar|"
    r"más información|noticias relacionadas|leggi anche|approfondisci|le[ir]a também|leia mais|saiba mais|"
    r"czytaj (?:też|także|również)|zobacz (?:też|także)|přečtěte si|čtěte také|lees ook|l[eæä]s (?:også|också|mer)|"
    r"lue myös|ilgili haber(?:ler)?|baca juga|đọc thêm|xem thêm|関連記事|相关阅读|延伸閱讀|관련 기사)"
    r"(?!(?-i:[a-zа-яёіїєґ]))",
    re.IGNORECASE,
)
# Set apart as a quote, a plea needs no name of the publisher to be known.
_PLEA = re.compile(
    r"[^\w\"«“„]*(support|subscribe|join|підтримайте|поддержите|підпи(шіться|суйтесь)|подпи(шитесь|сывайтесь))\b",
    re.IGNORECASE,
)
_APPEAL_LONGEST = 300
"""A longer paragraph that starts like an appeal is news about one."""
_PATRONS = ("patreon.com", "buymeacoffee.com", "base.monobank.ua")
_MOSTLY = 0.7
"""Share of a paragraph's text inside links from which on it is a link and nothing else."""


def without_promo(paragraphs: Iterable[Paragraph]) -> tuple[tuple[Paragraph, ...], tuple[Link, ...]]:
    """The news, and the articles that were offered in between."""
    kept: list[Paragraph] = []
    related: list[Link] = []
    offering = False
    for paragraph in paragraphs:
        if _is_read_also(paragraph) or (offering and _is_link(paragraph)):
            related.extend(paragraph.links)
            # A bare "Read also:" stands above its links.
            offering = offering or not paragraph.links
            continue
        offering = False
        if not _is_appeal(paragraph):
            kept.append(paragraph)
    return tuple(kept), tuple(related)


def _is_read_also(paragraph: Paragraph) -> bool:
    whole = paragraph.label or paragraph.text
    return bool(_READ_ALSO.match(whole)) and (
        bool(paragraph.label) or _is_link(paragraph) or whole.endswith(":") or paragraph.kind is Kind.HEADING
    )


def _is_link(paragraph: Paragraph) -> bool:
    linked = sum(len(link.title) for link in paragraph.links)
    offer = _READ_ALSO.match(paragraph.text)
    text = paragraph.text[offer.end() :] if offer else paragraph.text
    return linked > 0 and linked >= _MOSTLY * len(text.strip(" .:–—-"))


def _is_appeal(paragraph: Paragraph) -> bool:
    if len(paragraph.text) > _APPEAL_LONGEST:
        return False
    begged = any((urlsplit(link.url).hostname or "").removeprefix("www.") in _PATRONS for link in paragraph.links)
    pleaded = paragraph.kind is Kind.QUOTE and _PLEA.match(paragraph.text)
    return (
        begged
        or bool(pleaded)
        or is_promo(f"{paragraph.label}: {paragraph.text}" if paragraph.label else paragraph.text)
    )
