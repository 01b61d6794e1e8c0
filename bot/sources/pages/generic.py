"""Pages of any publisher: what they tell machines, and the body by trafilatura or, without it, by plain rules."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import escape, unescape
from itertools import islice

from lxml import html

from bot.news.article import Link, Paragraph, Photo
from bot.sources.charsets import decode
from bot.sources.dates import read_iso
from bot.sources.errors import PageError
from bot.sources.links import address
from bot.sources.pages.byline import authors_of
from bot.sources.pages.furniture import (
    agreed,
    closed,
    opened,
    with_speakers,
    with_standfirst,
    without_offers,
    without_scraps,
)
from bot.sources.pages.head import Head, read_head
from bot.sources.pages.headline import published_of, title_of
from bot.sources.pages.page import Page
from bot.sources.pages.scripts import drawn
from bot.sources.pages.topics import tags_of
from bot.sources.paragraphs import blocks, paragraphs, read_html
from bot.sources.promo import without_promo
from bot.sources.text import fold, plain
from bot.sources.titles import split_labels

_LEAST_TEXT = 200
"""Characters of paragraphs without which a page that does not call itself an article is none."""
_BLOCKED = re.compile(
    r"just a moment|attention required|access denied|are you (a robot|human)|checking your browser|captcha|"
    r"security check|sorry, you have been blocked|доступ (заборонено|запрещ[её]н)|(page )?not found|forbidden",
    re.IGNORECASE,
)
_MOST_ELEMENTS = 15_000
"""Of 336 real pages none had more than 5,000."""
_MOST_ATTRIBUTES = 1_000
_MOST_SIGNATURES = 50
_STANDFIRST_SHORTEST = 50
_PLACE_LONGEST = 30
_MARKUP = re.compile(r"</?(?:p|br|div)\b", re.IGNORECASE)
_CONTAINERS = ('//*[@itemprop="articleBody"]', "//article", "//main")


def read(body: bytes, *, url: str, charset: str = "") -> Page:
    """Raises PageError for what is no article."""
    page = decode(body, charset)
    root = read_html(page)
    if root is None or root.find(".//body") is None:
        raise PageError("the page is empty or no HTML")
    head = read_head(root, url)
    title, labels = split_labels(title_of(root, head))
    if _BLOCKED.match(title) or _BLOCKED.match(plain(root.findtext(".//title") or "")):
        raise PageError(f"the page refuses robots: {title[:100]}")
    authors = authors_of(root, head, url)
    found, related = _article(_body(page, root, url), root, head, authors, url)
    if not head.calls_itself_article and _length(found) < _LEAST_TEXT:
        raise PageError("the page has no article")
    description = head.meta("og:description", "description", "twitter:description") or head.field("description")
    return Page(
        title=title,
        published_at=published_of(root, head, url),
        updated_at=read_iso(head.field("dateModified") or head.meta("article:modified_time", "og:updated_time")),
        authors=authors,
        description=description,
        paragraphs=found,
        tags=tags_of(root, head, f"{title} {description} " + " ".join(part.text for part in found)),
        editions=head.editions,
        related=related,
        photo=_photo(head, url),
        labels=labels,
    )


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
    found = with_speakers(paragraphs(main_text(page, url), url), _signed_quotes(root, url))
    return found if _length(found) >= _LEAST_TEXT else drawn(root, url) or found


def _signed_quotes(root: html.HtmlElement, url: str) -> Iterator[Paragraph]:
    signatures = islice(root.iter("cite", "footer"), _MOST_SIGNATURES)
    quotes = dict.fromkeys(next(signature.iterancestors("blockquote"), None) for signature in signatures)
    return (paragraph for quote in quotes if quote is not None for paragraph in blocks(quote, url))


def _is_huge(root: html.HtmlElement) -> bool:
    """Whether trafilatura, which copies and walks the tree again and again, would take seconds for it."""
    return any(place >= _MOST_ELEMENTS or len(part.attrib) > _MOST_ATTRIBUTES for place, part in enumerate(root.iter()))


def _article(
    found: tuple[Paragraph, ...], root: html.HtmlElement, head: Head, authors: tuple[str, ...], url: str
) -> tuple[tuple[Paragraph, ...], tuple[Link, ...]]:
    """Without what the page's frame added, and the links that it offered."""
    titles = (
        head.field("headline"),
        head.meta("og:title"),
        *(fold(heading.text_content()) for heading in root.iter("h1")),
    )
    text = agreed(opened(without_scraps(found), titles, authors), _told(head, url))
    kept, promoted = without_promo(with_standfirst(text, _standfirst(root, head)))
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
    """The description, where readers see just that on the page, too, at most with a place before it."""
    for told in (head.field("description"), head.meta("og:description"), head.meta("description")):
        if len(told) >= _STANDFIRST_SHORTEST:
            lines = (
                line for text in _lines(root) if len(text) < 2 * len(told) + 200 and (line := fold(text)).endswith(told)
            )
            if seen := next((line for line in lines if len(line) <= len(told) + _PLACE_LONGEST), ""):
                return seen
    return ""


def _lines(root: html.HtmlElement) -> Iterator[str]:
    """Texts of the smaller elements that may hold a standfirst. Some describe an article by what stands under its
    photo: that is none."""
    parts = (part for part in root.iter("p", "h2", "h3", "div", "span", "strong") if len(part) <= 2)
    return ("".join(part.itertext()) for part in parts if next(part.iterancestors("figcaption"), None) is None)


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


def _length(found: tuple[Paragraph, ...]) -> int:
    return sum(len(paragraph.text) for paragraph in found)


def _weight(element: html.HtmlElement) -> int:
    return sum(len(fold(paragraph.text_content())) for paragraph in element.iter("p"))
