"""The road of one source: its feed, then for each new item its page, then one Article.

Decides what to ask for and how the two fit together; how bytes come is `fetch`, what they say `feeds` and `pages`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from bot.news.article import Article, Paragraph, Photo, Source
from bot.news.urls import is_of_article, key, same_site
from bot.sources.errors import FeedError, HostRests, PageError, ParseFailed, ReadingError
from bot.sources.feeds import Feed, Item, read_fast, read_feed, read_patiently
from bot.sources.fetch import Fetched, Fetcher, NotModified
from bot.sources.killable import Parsers
from bot.sources.links import distinct
from bot.sources.pages import Page, read_page
from bot.sources.paragraphs import paragraphs
from bot.sources.promo import without_promo

INLINE_BYTES = 256_000
"""Up to here the fast parsers run in the bot's own process, in a thread. Measured: 1–20 ms for usual feeds and pages,
at worst 1 s, of which libxml2 leaves the interpreter to others; a process would cost 40 MB that a bot with a feed a
minute would never give back. Larger input is read in a process, as is all that trafilatura and feedparser read."""
INLINE_ITEMS = 300
"""Likewise: a date that is made to be slow takes the fast parser 4 ms."""
FEED_PATIENCE = 5.0
"""Seconds after which a feed is given up, wherever it is read."""
STRETCH = 5
"""How many of a source's intervals its publisher's hints can make us wait: many leave a default of an hour in their
feed and publish every few minutes."""
PATIENCE = 10.0
"""Seconds for a parser in its own process, the import of its libraries included."""
_FEED_SUFFICES = 0.8
"""Share of the page's text from which on the feed's is preferred: it is the publisher's own cut, without furniture."""

Result = TypeVar("Result")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Conditional:
    """What a publisher gave us to ask "anything new since?" with."""

    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class LookState:
    """What one look leaves for the next."""

    feed: Conditional = field(default_factory=Conditional)
    top: Conditional = field(default_factory=Conditional)


@dataclass(frozen=True, slots=True)
class LookResult:
    """`items` are all that the feeds hold now, known or not; empty when nothing changed."""

    items: tuple[Item, ...]
    state: LookState
    top_failure: ReadingError | None = None
    """Why the `top` feed could not be read."""
    fresh_for: float = 0.0
    """Seconds in which asking again is of no use, as the publisher says; 0 where its word does not count."""
    entries: int = 0
    """What the main feed lists, repetitions and empty ones included; 0 when nothing changed."""
    moved_to: str = ""
    """Where the publisher says the main feed is from now on; empty if it has not moved."""


async def look(fetcher: Fetcher, parsers: Parsers, source: Source, known: LookState, now: datetime) -> LookResult:
    """Ask for the feeds. Raises ReadingError when the main one cannot be had; a failure of `top` is only noted.

    No item is from the future: a publisher's clock may be ahead of ours, and some date an item to keep it first.
    """
    feed, answer, feed_state = await _ask(fetcher, parsers, source.feed, known.feed)
    result = LookResult(
        _marked(feed, None, now),
        LookState(feed_state),
        fresh_for=_fresh_for(source, max(answer.fresh_for, feed.ttl if feed else 0.0)),
        moved_to=answer.moved_to,
        entries=feed.entries if feed else 0,
    )
    if not source.top:
        return result
    # When the feed has items, each must learn whether it is top, even though the top feed may not have changed.
    top_known = known.top if feed is None else Conditional()
    try:
        top, _, top_state = await _ask(fetcher, parsers, source.top, top_known)
    except ReadingError as error:
        return replace(result, top_failure=error)
    return replace(result, items=_marked(feed, top, now), state=LookState(feed_state, top_state))


def _fresh_for(source: Source, hint: float) -> float:
    """An interval that somebody chose is kept, whatever the publisher thinks of it."""
    return 0.0 if source.chosen else min(hint, STRETCH * source.every)


async def read_article(fetcher: Fetcher, parsers: Parsers, source: Source, item: Item, now: datetime) -> Article:
    """The item with what its page adds. A page that is refused or broken leaves what the feed said."""
    page, whole, asked = Page(title=""), True, True
    if item.own_page:
        try:
            page = await _page(fetcher, parsers, source, item)
        except ReadingError as error:
            _log.info("%s: page not read, its feed item must do: %s (%s)", source.id, item.url, error.reason)
            whole, asked = False, not isinstance(error, HostRests)
    # In a thread, as an item's text may be long.
    return replace(await asyncio.to_thread(merged, source, item, page, now), whole=whole, asked=asked)


def merged(source: Source, item: Item, page: Page, now: datetime) -> Article:
    """What the feed says comes first where both speak, except for the body, where the richer text wins."""
    body, offered = without_promo(paragraphs(item.html, item.url))
    photo = page.photo or (Photo(item.photo_url) if item.photo_url else None)
    published = min(item.published_at or page.published_at or now, now)
    updated = min(page.updated_at or published, now)
    return Article(
        source=source.id,
        url=item.url,
        language=source.language,
        title=item.title or page.title or item.description[:200] or item.url,
        published_at=published,
        paragraphs=body if _length(body) >= _FEED_SUFFICES * _length(page.paragraphs) else page.paragraphs,
        description=item.description or page.description,
        authors=page.authors or item.authors,
        tags=page.tags,
        editions=_editions(page, item.url),
        related=distinct((*page.related, *offered), item.url),
        photo=photo,
        updated_at=updated if updated > published else None,
        labels=tuple(dict.fromkeys((*item.labels, *page.labels))),
    )


def _editions(page: Page, url: str) -> Mapping[str, str]:
    """Without the home pages that some sites name, and without what another publisher would have to answer for."""
    return {
        language: edition
        for language, edition in page.editions.items()
        if is_of_article(edition) and same_site(edition, url)
    }


def _marked(feed: Feed | None, top: Feed | None, now: datetime) -> tuple[Item, ...]:
    """Both feeds' items, one per article, those in `top` marked."""
    items = {key(item.url): item for item in (feed.items if feed else ())}
    top_items = {key(item.url): item for item in (top.items if top else ())}
    return tuple(
        replace(item, top=name in top_items, published_at=item.published_at and min(item.published_at, now))
        for name, item in (top_items | items).items()
    )


async def _ask(
    fetcher: Fetcher, parsers: Parsers, url: str, known: Conditional
) -> tuple[Feed | None, Fetched | NotModified, Conditional]:
    """The feed, or None if it has not changed, and the answer that it came in."""
    answer = await fetcher.get(url, etag=known.etag, modified=known.modified)
    if isinstance(answer, NotModified):
        return None, answer, known
    return await feed_of(parsers, answer), answer, Conditional(answer.etag, answer.modified)


async def feed_of(parsers: Parsers, answer: Fetched) -> Feed:
    """The feed in an answer, without holding up the event loop. Raises FeedError and ParseFailed."""
    items = answer.body.count(b"<item") + answer.body.count(b"<entry")
    if len(answer.body) > INLINE_BYTES or items > INLINE_ITEMS:
        return await parsers.run(_read_feed, answer, timeout=FEED_PATIENCE)
    try:
        return await _in_thread(FEED_PATIENCE, partial(read_fast, answer.body, url=answer.url, charset=answer.charset))
    except FeedError:
        return await parsers.run(_read_patiently, answer, timeout=FEED_PATIENCE)


async def _page(fetcher: Fetcher, parsers: Parsers, source: Source, item: Item) -> Page:
    answer = await fetcher.page(item.url)
    if isinstance(answer, NotModified):
        raise PageError("the page says it has not changed, though nobody asked")
    if source.page:
        try:
            return await _own_page(parsers, source.page, answer)
        except PageError as error:
            _log.info("%s: %s: %s; trying the generic reader", source.id, item.url, error.reason)
    return await parsers.run(read_page, "", answer.body, answer.url, answer.charset, timeout=PATIENCE)


async def _own_page(parsers: Parsers, name: str, answer: Fetched) -> Page:
    """By the publisher's own reader, without holding up the event loop. Raises PageError and ParseFailed."""
    if len(answer.body) > INLINE_BYTES:
        return await parsers.run(read_page, name, answer.body, answer.url, answer.charset, timeout=PATIENCE)
    return await _in_thread(PATIENCE, partial(read_page, name, answer.body, answer.url, answer.charset))


async def _in_thread(patience: float, read: Callable[[], Result]) -> Result:
    try:
        async with asyncio.timeout(patience):
            return await asyncio.to_thread(read)
    except TimeoutError as error:
        raise ParseFailed(f"no result within {patience:g} s") from error


def _read_feed(answer: Fetched) -> Feed:
    return read_feed(answer.body, url=answer.url, charset=answer.charset)


def _read_patiently(answer: Fetched) -> Feed:
    return read_patiently(answer.body, url=answer.url, charset=answer.charset)


def _length(body: tuple[Paragraph, ...]) -> int:
    return sum(len(paragraph.text) + len(paragraph.label) for paragraph in body)
