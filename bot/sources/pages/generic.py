"""Pages of any publisher: what they tell machines, and the body by trafilatura or, without it, by plain rules."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from html import escape, unescape
from urllib.parse import unquote

from lxml import html

from bot.news import spelling
from bot.news.article import ArticleTag, Link, Paragraph, Photo
from bot.sources.charsets import decode
from bot.sources.dates import read_iso
from bot.sources.errors import PageError
from bot.sources.links import address
from bot.sources.names import people
from bot.sources.pages.furniture import agreed, closed, opened, with_standfirst, without_offers
from bot.sources.pages.head import Head, read_head
from bot.sources.pages.page import Page
from bot.sources.paragraphs import blocks, paragraphs, read_html
from bot.sources.promo import without_promo
from bot.sources.text import fold, plain
from bot.sources.titles import split_labels

_TAG_PATH = re.compile(r"/(?:tags?|topics?|tema|thema|temy|label)/([^/?#]+)/?(?:[?#]|$)", re.IGNORECASE)
_MOST_TAGS = 15
_TAG_LONGEST = 60
_LEAST_TEXT = 200
"""Characters of paragraphs without which a page that does not call itself an article is none."""
_BLOCKED = re.compile(
    r"just a moment|attention required|access denied|are you (a robot|human)|checking your browser|captcha|"
    r"security check|sorry, you have been blocked|доступ (заборонено|запрещ[её]н)|(page )?not found|forbidden",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"\s+[|–—·-]\s")
_MOST_ELEMENTS = 15_000
"""Of 336 real pages none had more than 5,000."""
_MOST_ATTRIBUTES = 1_000
_STANDFIRST_SHORTEST = 50
_MARKUP = re.compile(r"</?(?:p|br|div)\b", re.IGNORECASE)
_CONTAINERS = ('//*[@itemprop="articleBody"]', "//article", "//main")


def read(body: bytes, *, url: str, charset: str = "") -> Page:
    """Raises PageError for what is no article."""
    page = decode(body, charset)
    root = read_html(page)
    if root is None or root.find(".//body") is None:
        raise PageError("the page is empty or no HTML")
    head = read_head(root, url)
    title, labels = split_labels(_title(root, head))
    if _BLOCKED.match(title) or _BLOCKED.match(plain(root.findtext(".//title") or "")):
        raise PageError(f"the page refuses robots: {title[:100]}")
    authors = _authors(root, head)
    found, related = _article(_body(page, root, url), root, head, title, authors, url)
    if not head.article and sum(len(paragraph.text) for paragraph in found) < _LEAST_TEXT:
        raise PageError("the page has no article")
    return Page(
        title=title,
        published_at=_published(root, head),
        updated_at=read_iso(head.field("dateModified") or head.meta("article:modified_time", "og:updated_time")),
        authors=authors,
        description=head.meta("og:description", "description", "twitter:description") or head.field("description"),
        paragraphs=found,
        tags=_tags(root, head),
        editions=head.editions,
        related=related,
        photo=_photo(head, url),
        labels=labels,
    )


def _title(root: html.HtmlElement, head: Head) -> str:
    headings = list(filter(None, (fold(heading.text_content()) for heading in root.iter("h1"))))
    document = plain(root.findtext(".//title") or "")
    title = head.field("headline") or head.meta("og:title", "twitter:title") or next(iter(headings), document)
    # Many add their own name: "Headline | The Publisher".
    return next((heading for heading in headings if _SUFFIX.match(title.removeprefix(heading))), title)


def _published(root: html.HtmlElement, head: Head) -> datetime | None:
    written = head.field("datePublished") or head.meta(
        "article:published_time", "datepublished", "date", "pubdate", "publish-date", "dc.date", "og:published_time"
    )
    times = (time.get("datetime", "") for time in root.iter("time"))
    return next((moment for text in (written, *times) if (moment := read_iso(text))), None)


def _authors(root: html.HtmlElement, head: Head) -> tuple[str, ...]:
    publisher = head.meta("og:site_name")
    linked = (link.text_content() for link in root.xpath('//a[contains(concat(" ", @rel, " "), " author ")]'))
    named = [name for name in (head.meta("author"), head.meta("article:author")) if "://" not in name]
    return people(head.names("author"), publisher) or people(named, publisher) or people(linked, publisher)


def _tags(root: html.HtmlElement, head: Head) -> tuple[ArticleTag, ...]:
    """Slugs come from the addresses of tags; a tag without one is keyed by how its name sounds."""
    slugs: dict[str, str] = {}
    for link in root.iter("a"):
        found = _TAG_PATH.search(link.get("href", ""))
        if found and (name := fold(link.text_content()).lstrip("#")):
            slugs.setdefault(spelling.normal(name), unquote(found[1]).strip())
    tags = [(slugs.get(spelling.normal(name)) or _slug(name), name) for name in _tag_names(root, head)]
    distinct = {slug: ArticleTag(slug, name) for slug, name in reversed(tags) if slug and len(name) <= _TAG_LONGEST}
    return tuple(reversed(distinct.values()))[:_MOST_TAGS]


def _tag_names(root: html.HtmlElement, head: Head) -> list[str]:
    """Of the places where publishers keep them, the first that has any; some keep all in one text, with commas."""
    linked = tuple(fold(link.text_content()) for link in root.xpath('//a[contains(concat(" ", @rel, " "), " tag ")]'))
    places = (head.metas.get("article:tag"), head.names("keywords"), head.metas.get("news_keywords"), linked)
    names = next(filter(None, places), None) or head.metas.get("keywords", ())
    if len(names) == 1:
        names = tuple(re.split(r"[,;]", names[0]))
    return [name for name in (name.strip("# ") for name in names) if name]


def _slug(name: str) -> str:
    return spelling.latin(name).replace(" ", "-")


def _photo(head: Head, url: str) -> Photo | None:
    shown = address(head.meta("og:image", "og:image:url", "twitter:image"), url)
    return Photo(shown) if shown else None


def _body(page: str, root: html.HtmlElement, url: str) -> tuple[Paragraph, ...]:
    if _is_huge(root):
        return blocks(_container(root), url)
    try:
        from bot.sources.pages.extract import main_text
    except ImportError:  # the extra `extract` is not installed, or not whole
        return blocks(_container(root), url)
    return paragraphs(main_text(page, url), url)


def _is_huge(root: html.HtmlElement) -> bool:
    """Whether trafilatura, which copies and walks the tree again and again, would take seconds for it."""
    return any(place >= _MOST_ELEMENTS or len(part.attrib) > _MOST_ATTRIBUTES for place, part in enumerate(root.iter()))


def _article(
    found: tuple[Paragraph, ...], root: html.HtmlElement, head: Head, title: str, authors: tuple[str, ...], url: str
) -> tuple[tuple[Paragraph, ...], tuple[Link, ...]]:
    """Without what the page's frame added, and the links that it offered."""
    whole = with_standfirst(agreed(opened(found, title, authors), _told(head, url)), _standfirst(root, head))
    kept, promoted = without_promo(whole)
    news, offered = without_offers(kept)
    return closed(news), (*promoted, *offered)


def _told(head: Head, url: str) -> tuple[Paragraph, ...]:
    """The plain text of the article that some publishers give to machines; lines or markup part its paragraphs."""
    told = head.article.get("articleBody")
    if not isinstance(told, str):
        return ()
    text = unescape(unescape(told))
    return paragraphs(
        text if _MARKUP.search(text) else "".join(f"<p>{escape(line)}" for line in text.splitlines()), url
    )


def _standfirst(root: html.HtmlElement, head: Head) -> str:
    """The description, where readers see just that on the page, too."""
    for told in (head.field("description"), head.meta("og:description"), head.meta("description")):
        if len(told) >= _STANDFIRST_SHORTEST and any(fold(line) == told for line in _lines(root)):
            return told
    return ""


def _lines(root: html.HtmlElement) -> Iterator[str]:
    """Texts of the smaller elements that may hold a standfirst."""
    return ("".join(part.itertext()) for part in root.iter("p", "h2", "h3", "div", "span", "strong") if len(part) <= 2)


def _container(root: html.HtmlElement) -> html.HtmlElement:
    """What the publisher marks as the article, or else the element with the most text in its own paragraphs."""
    for path in _CONTAINERS:
        marked: list[html.HtmlElement] = root.xpath(path)
        if marked and _weight(marked[0]) >= _LEAST_TEXT:
            return marked[0]
    weights: Counter[html.HtmlElement] = Counter()
    for paragraph in root.iter("p"):
        if (parent := paragraph.getparent()) is not None:
            weights[parent] += len(fold(paragraph.text_content()))
    return max(weights, key=weights.__getitem__, default=root)


def _weight(element: html.HtmlElement) -> int:
    return sum(len(fold(paragraph.text_content())) for paragraph in element.iter("p"))
