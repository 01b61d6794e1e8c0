"""Surveying a publisher that an editor thinks of adding: which feeds it has, and how its articles will look."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from bot.enrich import enrich
from bot.news.article import Article, Source
from bot.news.spelling import command
from bot.news.story import Edition, Tag
from bot.sources import Found, Item, LookResult, LookState
from bot.store import Database, sources
from bot.store.sources import Known

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


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed that was found, and the source that it can become; or the one that reads it already."""

    known: Known
    count: int
    """Articles in the feed."""
    newest: Item | None


async def survey(publishers: Publishers, db: Database, address: str, *, language: str, now: datetime) -> list[Offer]:
    """The feeds at an address, of a site or of a feed. `language`: where neither says one. Raises ReadingError."""
    found = (await publishers.discover(address))[:MOST_FEEDS]
    return [Offer(await _offered(db, one, language, now), one.count, next(iter(one.newest), None)) for one in found]


async def look_again(publishers: Publishers, known: Known, now: datetime) -> Offer:
    """A source as its feed is now. Raises ReadingError."""
    items = (await publishers.look(known.source, LookState(), now)).items
    undated = datetime.min.replace(tzinfo=now.tzinfo)
    newest = max(items, key=lambda item: item.published_at or undated, default=None)
    return Offer(known, len(items), newest)


async def sample(publishers: Publishers, offer: Offer, now: datetime) -> Edition | None:
    """How the newest article will look; None where there is none."""
    if offer.newest is None:
        return None
    source = offer.known.source
    return _edition(source, await publishers.read(source, offer.newest, now))


async def _offered(db: Database, found: Found, language: str, now: datetime) -> Known:
    source = Source(
        id=_id(found.feed),
        name=(found.title or urlsplit(found.feed).hostname or found.feed)[:_NAME_LONGEST],
        language=found.language or language,
        feed=found.feed,
    )
    async with db.write() as tx:
        known = await sources.of_feed(tx, found.feed)
        if known is None:
            known = await sources.by_number(tx, await sources.offer(tx, source, now))
    assert known is not None
    return known


def _id(feed: str) -> str:
    host = (urlsplit(feed).hostname or "source").removeprefix("www.")
    return host.replace(".", "-")[:_ID_LONGEST]


def _edition(source: Source, article: Article) -> Edition:
    told = enrich(article)
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
