"""Surveying a publisher that an editor thinks of adding: which feeds it has, and how its articles will look."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from bot.enrich import enrich, language_of
from bot.news.article import Article, Source
from bot.news.spelling import command
from bot.news.story import Edition, Tag
from bot.news.urls import key
from bot.sources import Found, Item, LookResult, LookState, Outlines
from bot.store import Database, sources
from bot.store.sources import Known, State
from bot.views.sources import Line

MOST_FEEDS = 6
"""Of one site that are offered."""
_NAME_LONGEST = 60
_ID_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Publishers:
    """How publishers are asked; each raises ReadingError."""

    look: Callable[[Source, LookState, datetime], Awaitable[LookResult]]
    read: Callable[[Source, Item, datetime], Awaitable[Article]]
    discover: Callable[[str], Awaitable[Sequence[Found]]]
    outlines: Callable[[bytes], Awaitable[Outlines]]
    """Reads OPML, and asks nobody."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed that was found, and the source that it can become; or the one that reads it already."""

    known: Known
    count: int
    """Articles in the feed."""
    entries: int
    """What it lists, repetitions and empty ones included."""
    newest: Item | None


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list of feeds offers."""

    new: tuple[Source, ...]
    number: int
    """Of the first of them; 0 where there is none."""
    known: int
    """Feeds that are read already."""
    unreadable: int
    over: int
    """Feeds beyond those that are taken at once."""
    guessed: int
    """New ones whose language the list does not say."""


async def survey(
    publishers: Publishers, db: Database, address: str, *, language: str, otherwise: str, now: datetime
) -> list[Offer]:
    """The feeds at an address, of a site or of a feed. Raises ReadingError.

    `language`: what the editor says, or empty; `otherwise`: where neither the feed nor the site says one, and its text
    does not tell.
    """
    found = (await publishers.discover(address))[:MOST_FEEDS]
    return [await _offer(db, one, language or one.language or _told(one) or otherwise, now) for one in found]


async def survey_list(
    publishers: Publishers, db: Database, body: bytes, *, language: str, otherwise: str, now: datetime
) -> Listed:
    """The feeds of an OPML file; none is asked for. Raises ReadingError. Languages as in `survey`."""
    outlines = await publishers.outlines(body)
    async with db.write() as tx:
        read = await sources.by_feed(tx)
        fresh = [one for one in outlines.feeds if key(one.feed) not in read]
        new = [_source(one.feed, one.name, language or one.language or otherwise) for one in fresh]
        numbers = await sources.offer(tx, new, now)
    return Listed(
        tuple(new),
        number=next(iter(numbers), 0),
        known=len(outlines.feeds) - len(new),
        unreadable=outlines.unreadable,
        over=outlines.over,
        guessed=0 if language else sum(not one.language for one in fresh),
    )


async def look_again(publishers: Publishers, known: Known, now: datetime) -> Offer:
    """A source as its feed is now. Raises ReadingError."""
    result = await publishers.look(known.source, LookState(), now)
    undated = datetime.min.replace(tzinfo=now.tzinfo)
    newest = max(result.items, key=lambda item: item.published_at or undated, default=None)
    return Offer(known, len(result.items), result.entries, newest)


async def sample(publishers: Publishers, offer: Offer, now: datetime) -> Edition | None:
    """How the newest article will look; None where there is none."""
    if offer.newest is None:
        return None
    source = offer.known.source
    return await _edition(source, await publishers.read(source, offer.newest, now))


def _told(found: Found) -> str:
    return language_of(" ".join(f"{item.title} {item.description}" for item in found.newest))


async def _offer(db: Database, found: Found, language: str, now: datetime) -> Offer:
    async with db.write() as tx:
        known = (await sources.by_feed(tx)).get(key(found.feed))
        if known is None:
            [number] = await sources.offer(tx, [_source(found.feed, found.title, language)], now)
            known = await sources.by_number(tx, number)
    assert known is not None
    return Offer(known, found.count, found.entries, next(iter(found.newest), None))


def _source(feed: str, name: str, language: str) -> Source:
    return Source(_id(feed), (name or urlsplit(feed).hostname or feed)[:_NAME_LONGEST], language, feed)


def _id(feed: str) -> str:
    host = (urlsplit(feed).hostname or "source").removeprefix("www.")
    return host.replace(".", "-")[:_ID_LONGEST]


async def _edition(source: Source, article: Article) -> Edition:
    told = await asyncio.to_thread(enrich, article)
    return Edition(
        story_id=0,
        article_id=0,
        source=source.name,
        language=article.language,
        url=article.url,
        title=article.title,
        published_at=article.published_at,
        summary=told.summary,
        sections=told.sections,
        tags=tuple(Tag(0, tag.slug, command(tag.slug, tag.name), tag.name) for tag in article.tags),
        languages=(article.language,),
        photo=article.photo,
        breaking=False,
        related=article.related,
    )


def line(known: Known) -> Line:
    """As it is drawn."""
    return Line(
        known.number,
        known.source,
        offered=known.state is State.OFFERED,
        paused=known.state is State.PAUSED,
        listed=known.listed,
        parked=known.parked,
        ok_at=known.ok_at,
        next_look=known.next_look,
        trouble=known.trouble,
        broken_since=known.broken_since,
    )
