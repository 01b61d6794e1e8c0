"""The feeds of a site, from whatever address an editor has at hand: a feed's, the site's, or that of any page of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

import lxml.html
from lxml import etree

from bot.news.trouble import Trouble
from bot.news.urls import key
from bot.sources.charsets import decode
from bot.sources.errors import FeedError, FetchError, ReadingError
from bot.sources.feeds import Feed, Item
from bot.sources.fetch import FEED_BYTES, Fetched, Fetcher
from bot.sources.killable import Parsers
from bot.sources.links import address as absolute
from bot.sources.reading import feed_of
from bot.sources.text import plain

USUAL = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/rss/", "/feed.json")
"""Where sites keep a feed that their pages do not name."""
MOST = 8
"""Feeds of one page that are looked at."""
TIMEOUT = 8.0
"""Seconds for each address: an editor is waiting."""
NEWEST = 3
"""Items that an editor is shown of each."""
_KINDS = re.compile(r"(application/((rss|atom|rdf|feed)\+(xml|json)|xml)|text/xml)\s*(;.*)?", re.IGNORECASE)
_FEEDLIKE = re.compile(r"[^?#]*/(rss|feed|atom)\w*(\.xml|\.php)?/?", re.IGNORECASE)
"""Where a footer's "RSS" leads to."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(?![a-z])")
_SCHEME = re.compile(r"[a-z][a-z\d+.-]*:(?!\d+(/|$))", re.IGNORECASE)
"""But not a host with its port."""
_ANSWERED = {Trouble.REFUSED, Trouble.MISSING, Trouble.BUSY, Trouble.BROKEN}
_AROUND = "<>\"'«»“”„‘’()[]{}.,;!? "
"""What stands around an address in a sentence."""
_SAYS_LITTLE = 200
"""Characters."""
_COMMENTS = re.compile(r"\bcomments?\b|комментари|коментар", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that can be read."""

    feed: str
    """Its address."""
    title: str
    language: str
    """As the feed or else the page says: "uk"; empty if neither does."""
    count: int
    """Articles in it."""
    entries: int
    """What it lists, repetitions and empty ones included."""
    newest: tuple[Item, ...] = ()
    """A few of them, the newest first."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a page says of its site's feeds."""

    feeds: tuple[str, ...] = ()
    language: str = ""
    scripted: bool = False
    """It says next to nothing: only a browser can draw it."""


async def discover(fetcher: Fetcher, parsers: Parsers, address: str) -> list[Found]:
    """The site's feeds in its own order. Raises ReadingError, whose trouble is the site's own where it has one."""
    refusal: ReadingError | None
    url, page, refusal = await _page(fetcher, web_addresses(address))
    named = Named()
    if page:
        try:
            return [_found(page.moved_to or url, await feed_of(parsers, page), "")]
        except FeedError as error:
            refusal = error if error.trouble is Trouble.UNSAFE else None
            named = await parsers.run(feeds_named, page.body, page.url, page.charset)
    found = await _readable(fetcher, parsers, named.feeds[:MOST], named.language, enough=MOST)
    if not found:
        usual = [urljoin(page.url if page else url, path) for path in USUAL]
        found = await _readable(fetcher, parsers, usual, named.language, enough=1)
    if not found:
        raise refusal or FeedError(
            f"{url} names no feed, and none is at the usual places",
            trouble=Trouble.SCRIPTED if named.scripted else Trouble.UNNAMED,
        )
    return found


def web_addresses(text: str) -> list[str]:
    """What an editor typed → what to try: of "example.org" first https. Raises FetchError."""
    typed = text.strip().strip(_AROUND)
    whole = [typed] if _SCHEME.match(typed) else [f"{scheme}://{typed.lstrip('/')}" for scheme in ("https", "http")]
    found = [url for url in (absolute(one, "") for one in whole) if url]
    if not found:
        raise FetchError(f"{text.strip()[:100]!r} is no web address", trouble=Trouble.ADDRESS)
    return found


def feeds_named(body: bytes, url: str, charset: str) -> Named:
    """The feeds that a page names in its head, then those that it links to; those of comments last."""
    try:
        root = lxml.html.document_fromstring(
            decode(body, charset).encode(), parser=lxml.html.HTMLParser(encoding="utf-8")
        )
    except (etree.LxmlError, ValueError):
        return Named()
    base = urljoin(url, next(iter(root.xpath("//base/@href")), ""))
    links = [link for link in root.xpath("//link[@href]") if _is_feed(link)]
    links += [link for link in root.xpath("//a[@href]") if _FEEDLIKE.fullmatch(link.get("href").strip())]
    links.sort(key=lambda link: bool(_COMMENTS.search(f"{link.get('title', '')} {link.get('href')}")))
    feeds = {key(feed): feed for link in reversed(links) if (feed := absolute(link.get("href"), base))}
    language = _LANGUAGE.match((root.get("lang") or "").strip().lower())
    return Named(tuple(reversed(feeds.values())), language[0] if language else "", _scripted(root))


def _scripted(root: lxml.html.HtmlElement) -> bool:
    said = "".join(root.xpath("//body//text()[not(ancestor::script or ancestor::noscript or ancestor::style)]"))
    return bool(root.xpath("//script")) and len(said.strip()) < _SAYS_LITTLE


def _is_feed(link: lxml.html.HtmlElement) -> bool:
    return "alternate" in (link.get("rel") or "").lower().split() and bool(
        _KINDS.fullmatch((link.get("type") or "").strip())
    )


async def _page(fetcher: Fetcher, urls: list[str]) -> tuple[str, Fetched | None, FetchError | None]:
    """The first address that a server answers at, its answer, or how it refused. Raises FetchError when none does."""
    problem: FetchError | None = None
    for url in urls:
        try:
            answer = await fetcher.get(url, most_bytes=FEED_BYTES, timeout=TIMEOUT)
            return url, answer if isinstance(answer, Fetched) else None, None
        except FetchError as error:
            if error.trouble in _ANSWERED:  # some refuse their pages to programs and give them their feeds
                return url, None, error
            problem = problem or error
    raise problem or FetchError("no address to ask", trouble=Trouble.ADDRESS)


async def _readable(
    fetcher: Fetcher, parsers: Parsers, urls: Sequence[str], language: str, *, enough: int
) -> list[Found]:
    """One after the other, and no further than to the first few: a site is not to be combed."""
    found: dict[str, Found] = {}
    for url in urls:
        try:
            answer = await fetcher.get(url, timeout=TIMEOUT)
            if isinstance(answer, Fetched):
                feed = await feed_of(parsers, answer)
                found.setdefault(key(answer.url), _found(answer.moved_to or url, feed, language))
        except ReadingError:
            continue
        if len(found) >= enough:
            break
    return list(found.values())


def _found(url: str, feed: Feed, language: str) -> Found:
    newest = sorted(
        feed.items, key=lambda item: item.published_at.timestamp() if item.published_at else 0, reverse=True
    )
    return Found(
        url, plain(feed.title), feed.language or language, len(feed.items), feed.entries, tuple(newest[:NEWEST])
    )
