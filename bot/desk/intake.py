"""Intake: from a publisher's feed to a kept, enriched, announced story.

Here sources, enrich and store meet. No transaction is open while a publisher is asked.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import random
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from bot.desk.announce import FRESH, announce_breaking, announce_headline
from bot.enrich import enrich, mentioned, query_terms, rank
from bot.news.article import Article, ArticleTag, Enriched, Link, SectionKind, Source
from bot.news.breaking import breaking_reason
from bot.news.schedule import next_look
from bot.news.story import BreakingReason
from bot.news.urls import key
from bot.sources import Conditional, Item, LookResult, LookState, ReadingError
from bot.store import Database, Transaction, articles, looks, stories, tags

AT_ONCE = 4
"""Sources that are read side by side."""
MOST_LINKS = 4
"""Earlier and related stories kept with an article."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Intake:
    """`look` and `read` ask the publisher; `reserved` are commands that no tag may take; `announced` wakes dispatch."""

    db: Database
    sources: Mapping[str, Source]
    look: Callable[[Source, LookState, datetime], Awaitable[LookResult]]
    read: Callable[[Source, Item, datetime], Awaitable[Article]]
    reserved: Collection[str]
    announced: Callable[[], None]
    keeping: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Editions of one story may arrive side by side; they are kept one after the other, so that they meet."""

    async def look_at_due(self, now: datetime) -> int:
        """Looks at every source whose time has come; how many those were."""
        async with self.db.read() as tx:
            due = await looks.due(tx, list(self.sources), now)
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(look: looks.Look) -> None:
            async with gate:
                await self.look_at(look, now)

        async with asyncio.TaskGroup() as group:
            for look in due:
                group.create_task(one(look))
        return len(due)

    async def look_at(self, look: looks.Look, now: datetime) -> None:
        source = self.sources[look.source_id]
        known = LookState(Conditional(look.etag, look.modified), Conditional(look.top_etag, look.top_modified))
        try:
            result = await self.look(source, known, now)
        except ReadingError as error:
            await self._failed(source, look, error, now)
            return
        for item in sorted(result.items, key=lambda item: item.published_at or now):
            try:
                await self._item(source, item, now, silent=look.first)
            except Exception:  # a door: one odd article must not stop the rest of its feed
                _log.exception("%s: not taken in: %s", source.id, item.url)
        if result.top_failure:
            _log.warning("%s: main news not read: %s", source.id, result.top_failure)
        await self._looked(source, result, now)

    async def _looked(self, source: Source, result: LookResult, now: datetime) -> None:
        async with self.db.write() as tx:
            await looks.looked(
                tx,
                source.id,
                etag=result.state.feed.etag,
                modified=result.state.feed.modified,
                top_etag=result.state.top.etag,
                top_modified=result.state.top.modified,
                next_look=next_look(source.every, 0, now, luck=random.random()),
                now=now,
            )

    async def _failed(self, source: Source, look: looks.Look, error: ReadingError, now: datetime) -> None:
        failures = look.failures + 1
        retry_after = getattr(error, "retry_after", 0.0)
        again = next_look(source.every, failures, now, luck=random.random(), retry_after=retry_after)
        _log.warning("%s: not read (%s); next look at %s", source.id, error.reason, again.isoformat("T", "seconds"))
        async with self.db.write() as tx:
            await looks.failed(tx, source.id, error=error.reason, failures=failures, next_look=again, now=now)

    async def _item(self, source: Source, item: Item, now: datetime, *, silent: bool) -> None:
        print_ = fingerprint(item)
        async with self.db.read() as tx:
            known = (await articles.find(tx, [item.url])).get(key(item.url))
        if known and known.article_id and known.print == print_:
            if item.top and not silent:
                await self._promote(known.story_id, item, now)
            return
        article = await self.read(source, item, now)
        news = not silent and _fresh(article.published_at, now)
        others = await self._other_editions(source, article, now) if news and known is None else []
        async with self.keeping, self.db.write() as tx:
            story_id, new = await self._keep(tx, article, print_, now)
            for other in others:
                await self._keep(tx, other, "", now)
            if news:
                await self._announce(tx, story_id, item, new=new, now=now)
            elif (reason := breaking_reason(item.title, top=item.top)) and _fresh(article.published_at, now):
                # Breaking already when the source was first looked at: marked, so that it is no news later.
                await stories.make_breaking(tx, story_id, reason, now)
        self.announced()

    async def _promote(self, story_id: int, item: Item, now: datetime) -> None:
        """A story that is kept already has become main news."""
        if item.published_at and _fresh(item.published_at, now):
            async with self.db.write() as tx:
                await _announce_unless_known(tx, story_id, BreakingReason.TOP, now)
            self.announced()

    async def _announce(self, tx: Transaction, story_id: int, item: Item, *, new: bool, now: datetime) -> None:
        reason = breaking_reason(item.title, top=item.top)
        if reason:
            await _announce_unless_known(tx, story_id, reason, now)
        elif new:
            await announce_headline(tx, story_id, now)

    async def _other_editions(self, source: Source, article: Article, now: datetime) -> list[Article]:
        """The editions that the page names, read at once, so that a push has every chat's language."""
        found = []
        for language, url in article.editions.items():
            sibling = self._sibling(source, language)
            if sibling and language != article.language:
                item = Item(url, title="", published_at=article.published_at)
                found.append(await self.read(sibling, item, now))
        return [edition for edition in found if edition.paragraphs]

    def _sibling(self, source: Source, language: str) -> Source | None:
        """The same publisher's source in another language."""
        host = urlsplit(source.feed).hostname
        return next(
            (s for s in self.sources.values() if s.language == language and urlsplit(s.feed).hostname == host), None
        )

    async def _keep(self, tx: Transaction, article: Article, print_: str, now: datetime) -> tuple[int, bool]:
        """Adds or revises the article; (story id, whether the story is new)."""
        source, enriched = self.sources[article.source], enrich(article)
        tag_ids = await self._tags(tx, source, article, enriched)
        found = await articles.find(tx, [article.url, *article.editions.values()])
        own = found.get(key(article.url))
        if own and own.article_id:
            await articles.revise(tx, own.article_id, article, enriched, tag_ids=tag_ids, print_=print_, now=now)
            return own.story_id, False
        story_id = next((known.story_id for known in found.values()), None)
        stored = await articles.add(
            tx,
            article,
            enriched,
            source_name=source.name,
            story_id=story_id,
            tag_ids=tag_ids,
            print_=print_,
            now=now,
        )
        await self._link(tx, stored, article, enriched)
        return stored.story_id, story_id is None

    async def _tags(self, tx: Transaction, source: Source, article: Article, enriched: Enriched) -> list[int]:
        """The publisher's tags and the source's; where the page gave none, known tags that the text names."""
        given = (*article.tags, *(ArticleTag(slug, slug) for slug in source.tags))
        if article.tags:
            return await tags.learn(tx, given, article.language, reserved=self.reserved)
        named = mentioned(article.title, enriched.sections, await tags.names(tx), article.language)
        return list(dict.fromkeys((*await tags.learn(tx, given, article.language, reserved=self.reserved), *named)))

    async def _link(self, tx: Transaction, stored: articles.Stored, article: Article, enriched: Enriched) -> None:
        """Background and related stories: the publisher's links first, then the archive's, none of them twice."""
        asked = query_terms(article.title, enriched.sections, article.language)
        ranked = rank(
            asked,
            await articles.candidates(tx, asked, language=article.language, before=article.published_at),
            title=article.title,
            published_at=article.published_at,
            story_id=stored.story_id,
            most=2 * MOST_LINKS,
        )
        told = _background_links(enriched)
        kept = await articles.find(tx, [link.url for link in (*told, *article.related)])
        shown = {stored.story_id, *(_kept_or(link, kept) for link in told)}
        further = [story_id for story_id in ranked if story_id not in shown]
        earlier = further[:MOST_LINKS]
        given = (_kept_or(link, kept) for link in article.related)
        related = [link for link in dict.fromkeys((*given, *further)) if link not in shown and link not in earlier]
        await articles.link(tx, stored.article_id, earlier=earlier, related=related)


async def _announce_unless_known(tx: Transaction, story_id: int, reason: BreakingReason, now: datetime) -> None:
    """A story that was breaking before its source's first look stays silent, whatever changes in it."""
    if await stories.breaking_at(tx, story_id) is None:
        await announce_breaking(tx, story_id, reason, now)


def fingerprint(item: Item) -> str:
    """Changes when the publisher changed the text; `top` and labels are not text."""
    return hashlib.blake2b("\0".join((item.title, item.description, item.html)).encode(), digest_size=12).hexdigest()


def _fresh(published_at: datetime, now: datetime) -> bool:
    return now - published_at < FRESH


def _background_links(enriched: Enriched) -> list[Link]:
    """What the publisher's own background links to already."""
    sections = (section for section in enriched.sections if section.kind is SectionKind.BACKGROUND)
    return [link for section in sections for paragraph in section.paragraphs for link in paragraph.links]


def _kept_or(link: Link, kept: Mapping[str, articles.Known]) -> int | Link:
    known = kept.get(key(link.url))
    return known.story_id if known and known.article_id else link
