"""Title and time of any publisher's page: what it tells machines, else what readers see."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from lxml import html

from bot.sources.dates import date_in_path, names_zone, read_iso, read_written
from bot.sources.pages.head import Head
from bot.sources.text import fold, plain

SEEN_LONGEST = 80
"""Characters of a line that holds a date or a byline and little else."""
MOST_SEEN = 50
_TOLD_LONGEST = 100
_SUFFIX = re.compile(r"\s+[|–—·•:»-]\s|\s*[|｜ㅣ：]\s*")
_MARKED = re.compile(rf"(?<=\S)(?:{_SUFFIX.pattern})$")
_CUT = re.compile(r"\s*(?:\.\.\.|…)$")
_DATE_META = re.compile(
    r"(?:.*[^a-z])?(?:publi\w*[_:.-]?(?:time|date)|pub[_-]?date|date(?:[_:.-]?(?:published|issued|created))?)"
)
_AROUND = (
    "(//h1)[1]//text() | (//h1)[1]/following::text()[position() <= 30] | (//h1)[1]/preceding::text()[position() <= 10]"
)


def classed(*words: str) -> str:
    """XPath: one of the words, between hyphens and underscores, of the element's classes."""
    classes = 'concat(" ", translate(@class, "-_", "  "), " ")'
    return " or ".join(f'contains({classes}, " {word} ")' for word in words)


_DATED = f"//*[{classed('date', 'datetime', 'time', 'timestamp', 'published', 'pubdate', 'meta')}]"


def title_of(root: html.HtmlElement, head: Head) -> str:
    headings = list(filter(None, (fold(heading.text_content()) for heading in root.iter("h1"))))
    document = plain(root.findtext(".//title") or "")
    heading = next((heading for heading in headings if document.startswith(heading)), next(iter(headings), document))
    title = head.field("headline") or head.meta("og:title", "twitter:title") or heading
    # Many add their own name: "Headline | The Publisher"; some cut long ones.
    return next((heading for heading in headings if _is_whole(heading, title)), _without_site(title, head))


def published_of(root: html.HtmlElement, head: Head, url: str) -> datetime | None:
    """The first that names its zone, else the first; readers' own text only where machines are told nothing."""
    metas = [date for meta, dates in head.metas.items() if _DATE_META.fullmatch(meta) for date in dates]
    marked = [*root.xpath('//*[@itemprop="datePublished"]'), *root.iter("time")][:MOST_SEEN]
    told = (
        head.field("datePublished"),
        head.meta("article:published_time"),
        *metas,
        head.field("dateCreated"),
        *(part.get("content") or part.get("datetime", "") for part in marked),
    )
    dated = [(text, moment) for text in told if (moment := read_iso(text[:_TOLD_LONGEST]))]
    zoned = (moment for text, moment in dated if names_zone(text))
    return next(zoned, None) or next((moment for _, moment in dated), None) or _seen_date(root, url)


def _is_whole(heading: str, title: str) -> bool:
    cut = _CUT.sub("", title)
    return bool(_SUFFIX.match(title.removeprefix(heading))) or (cut != title and heading.startswith(cut))


def _without_site(title: str, head: Head) -> str:
    for site in head.publishers:
        rest = title.removesuffix(site)
        if rest != title and (mark := _MARKED.search(rest)):
            return title[: mark.start()]
    return title


def _seen_date(root: html.HtmlElement, url: str) -> datetime | None:
    """In the lines around the headline, then in those that are marked as dates; never far from the address's day."""
    marked = [*root.iter("time"), *root.xpath(_DATED)][:MOST_SEEN]
    day = date_in_path(url)
    lines = (fold(text) for text in (*root.xpath(_AROUND), *(part.text_content() for part in marked)))
    seen = (read_written(line, near=day, zone=UTC) for line in lines if len(line) <= SEEN_LONGEST)
    near = (moment for moment in seen if moment and (not day or abs(moment.date() - day) <= timedelta(days=1)))
    return next(near, None) or (datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None)
