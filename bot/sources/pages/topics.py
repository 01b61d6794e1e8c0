"""Tags of any publisher's page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from urllib.parse import unquote

from lxml import html

from bot.news import spelling
from bot.news.article import ArticleTag
from bot.sources.pages.head import Head
from bot.sources.text import fold

_TAG_METAS = ("article:tag", "keywords", "parsely-tags", "sailthru.tags")
_TAG_CLASS = re.compile(
    r"(?:^|[\s_-])(?:tags?|topics?|keywords?|taglist)(?![^\s_-])|[a-z](?:Tags?|Topics|Keywords)(?![a-z])"
)
_TAG_PATH = re.compile(
    r"/(?:tags?|topics?|tema|temas|thema|themen|thèmes?|temy|label|keyword|sujets?|hashtag)/([^/?#]+)/?(?:[?#]|$)",
    re.IGNORECASE,
)
_MACHINES = re.compile(r"[0-9a-f-]{24,}|\w[\w ]{0,30}: \S.*|(?:[\w-]+\.)+[a-z]{2,}|\w*_\w*")
"""Tags that are none: numbers, "Page Type: Article", addresses of sites, "editors_pick"."""
_CODE = re.compile(r"[A-Z0-9:-]+")
_MOST_CODES = 5
"""Names in capitals alone, without a space, that a place may hold where nearly all are so: agencies' codes."""
_MOST_TAGS = 20
_TAG_LONGEST = 60


def tags_of(root: html.HtmlElement, head: Head, text: str) -> tuple[ArticleTag, ...]:
    """What the article is about; its `text` tells which of the publisher's words are.

    Slugs come from the addresses of tags; a tag without one is keyed by how its name sounds.
    """
    slugs: dict[str, str] = {}
    for link in root.iter("a"):
        found = _TAG_PATH.search(link.get("href", ""))
        if found and (name := _tag_name(link.text_content())):
            slugs.setdefault(spelling.normal(name), unquote(found[1]).strip())
    tags = [
        (slugs.get(spelling.normal(name)) or _slug(name), name)
        for name in _tag_names(root, head, spelling.normal(text))
    ]
    distinct = {slug: ArticleTag(slug, name) for slug, name in reversed(tags) if slug}
    return tuple(reversed(distinct.values()))[:_MOST_TAGS]


def _tag_names(root: html.HtmlElement, head: Head, text: str) -> tuple[str, ...]:
    """Of the places where publishers keep them, the first that has several of which the text speaks, else the first.

    Some say the same on each of their pages, and some mean machines.
    """
    told = (
        head.metas.get("news_keywords", ()),
        head.names("keywords"),
        *(head.metas.get(meta, ()) for meta in _TAG_METAS),
    )
    linked = [part.text_content() for part in root.xpath('//a[contains(concat(" ", @rel, " "), " tag ")]')]
    shown = [link.text_content() for link in root.iter("a") if _is_tag(link)]
    places = [*map(_parted, told), linked, shown if len(shown) <= _MOST_TAGS else []]
    kept = [names for names in map(_tags_in, places) if names]
    spoken = [names for names in kept if _speaks(text, names)] or kept
    return next((names for names in spoken if len(names) > 1), spoken[0] if spoken else ())


def _is_tag(link: html.HtmlElement) -> bool:
    near = [link, *islice(link.iterancestors(), 3)]
    return any(_TAG_CLASS.search(part.get("class", "")) for part in near) and not any(
        part.tag in ("nav", "header", "footer") for part in link.iterancestors()
    )


def _speaks(text: str, names: Iterable[str]) -> bool:
    """Of any of the names, in whatever case form."""
    stems = (spelling.normal(name)[: max(4, len(name) - 2)] for name in names)
    return any(stem in text for stem in stems if stem)


def _tags_in(names: Sequence[str]) -> tuple[str, ...]:
    """None where most are for machines."""
    kept = tuple(filter(None, map(_tag_name, names)))
    codes = sum(bool(_CODE.fullmatch(name)) for name in kept)
    return () if 2 * len(kept) < len(names) or (codes > _MOST_CODES and 3 * codes > 2 * len(kept)) else kept


def _parted(names: Sequence[str]) -> Sequence[str]:
    """Some keep all in one text, with commas."""
    return re.split(r"[,;、|]", names[0]) if len(names) == 1 else names


def _tag_name(text: str) -> str:
    """Empty for what was meant for machines."""
    name = fold(text).strip("# ,")
    return "" if len(name) > _TAG_LONGEST or _MACHINES.fullmatch(name) else name


def _slug(name: str) -> str:
    return spelling.latin(name).replace(" ", "-")
