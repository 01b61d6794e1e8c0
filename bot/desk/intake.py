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
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from bot.desk.announce import FRESH, announce_breaking, announce_headline, announce_update
from bot.enrich import enrich, mentioned, query_terms, rank
from bot.news.article import Article, ArticleTag, Enriched, Link, SectionKind, Source
from bot.news.breaking import breaking_reason
from bot.news.schedule import next_look
from bot.news.story import BreakingReason
from bot.news.urls import key
from bot.sources import Conditional, Item, LookResult, LookState, ReadingError
from bot.store import Database, Transaction, articles, broadcasts, looks, stories, tags

AT_ONCE = 4
"""Sources that are read side by side."""
MOST_LINKS = 4
"""Earlier stories of the archive kept with an article, and as many related ones."""
MOST_GIVEN = 6
"""Of the publisher's own links."""
PATIENCE = 3
"""First looks that wait for a `top` feed which cannot be read."""
POOR, OTHER = "?", "edition"
"""Fingerprints: what an article's begins with whose page was not read; one taken in before its own feed named it."""
RETRY = timedelta(minutes=10)
"""How long after its publication an article whose page was refused is read again."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Intake:
    """`look` and `read` ask the publisher; `reserved` are commands that no tag may take."""

    db: Database
    sources: Mapping[str, Source]
    look: Callable[[Source, LookState, datetime], Awaitable[LookResult]]
    read: Callable[[Source, Item, datetime], Awaitable[Article]]
    reserved: Collection[str]
    now: Callable[[], datetime]
    owner: str = ""
    """Which process claims the sources."""
    looking: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    """Source id → the look at it that goes on."""
    gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    keeping: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Editions of one story may arrive side by side; they are kept one after the other, so that they meet."""

    async def look_at_due(self) -> int:
        """Begins to look at sources whose time has come, and tells at how many.

        It takes no more than it soon gets to: other processes look at the rest. A slow one holds up no other.
        """
        ours = [id_ for id_ in self.sources if id_ not in self.looking]
        due = await looks.claim(self.db, self.owner, ours, self.now(), most=2 * AT_ONCE - len(self.looking))
        for look in due:
            task = asyncio.create_task(self._look_at(look))
            self.looking[look.source_id] = task
            task.add_done_callback(partial(self._looked_at, look.source_id))
        return len(due)

    def _looked_at(self, source_id: str, task: asyncio.Task[None]) -> None:
        del self.looking[source_id]
        if not task.cancelled() and (error := task.exception()):
            # The source stays ours, and due.
            _log.error("%s: the look could not be written down (%s); trying again", source_id, type(error).__name__)

    async def finish(self, grace: float | None = None) -> None:
        """Waits for the looks that go on; after `grace` seconds they are broken off, and begin anew next time."""
        if self.looking:
            _, late = await asyncio.wait(list(self.looking.values()), timeout=grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _look_at(self, look: looks.Look) -> None:
        source = self.sources[look.source_id]
        try:
            async with self.gate:
                await self._take_in(source, look)
        except ReadingError as error:
            await self._failed(source, look, error.reason, error.retry_after)
        except Exception as error:  # a door: whatever goes wrong with one source is its own affair
            _log.exception("%s: not looked at", source.id)
            await self._failed(source, look, type(error).__name__)

    async def _take_in(self, source: Source, look: looks.Look) -> None:
        known = LookState(Conditional(look.etag, look.modified), Conditional(look.top_etag, look.top_modified))
        result = await self.look(source, known, self.now())
        failed = [item for item in await self._by_time(result) if not await self._tried(source, item, look)]
        if result.top_failure and look.first and look.failures < PATIENCE:
            # Without its main news nobody can tell what is old of it: the next look is a first one again.
            raise ReadingError(f"main news: {result.top_failure}")
        if result.top_failure:
            _log.warning("%s: main news not read: %s", source.id, result.top_failure)
        # With the old validators the feed comes again, and with it what failed.
        await self._looked(source, known if failed else result.state)

    async def _by_time(self, result: LookResult) -> list[Item]:
        """The items that are new or changed, or main news, oldest first."""
        async with self.db.read() as tx:
            known = await articles.find(tx, [item.url for item in result.items])
        changed = (item for item in result.items if item.top or not _unchanged(item, known.get(key(item.url))))
        return sorted(changed, key=lambda item: item.published_at or self.now())

    async def _tried(self, source: Source, item: Item, look: looks.Look) -> bool:
        try:
            await self._item(source, item, self.now(), silent=look.first)
        except Exception:  # a door: one odd article must not stop the rest of its feed
            _log.exception("%s: not taken in: %s", source.id, item.url)
            return False
        return True

    async def _looked(self, source: Source, state: LookState) -> None:
        now = self.now()
        async with self.db.write() as tx:
            await looks.looked(
                tx,
                source.id,
                self.owner,
                etag=state.feed.etag,
                modified=state.feed.modified,
                top_etag=state.top.etag,
                top_modified=state.top.modified,
                next_look=next_look(source.every, 0, now, luck=random.random()),
                now=now,
            )

    async def _failed(self, source: Source, look: looks.Look, reason: str, retry_after: float = 0.0) -> None:
        now, failures = self.now(), look.failures + 1
        again = next_look(source.every, failures, now, luck=random.random(), retry_after=retry_after)
        _log.warning("%s: not read (%s); next look at %s", source.id, reason, again.isoformat("T", "seconds"))
        async with self.db.write() as tx:
            await looks.failed(tx, source.id, self.owner, error=reason, failures=failures, next_look=again, now=now)

    async def _item(self, source: Source, item: Item, now: datetime, *, silent: bool) -> None:
        async with self.db.read() as tx:
            known = (await articles.find(tx, [item.url])).get(key(item.url))
        if known and _unchanged(item, known):
            if item.top and not silent:
                await self._promote(known.story_id, item, now)
            return
        article = await self.read(source, item, now)
        if not article.whole and known and known.article_id and not known.print.startswith(POOR):
            return  # What was read of its page before is worth more; the next look tries again.
        news = not silent and _fresh(article.published_at, now)
        others = await self._other_editions(source, article, now) if news and known is None else []
        print_ = fingerprint(item) if article.whole else POOR + _later(item, article, now)
        kept = [(article, enrich(article), print_), *((other, enrich(other), OTHER) for other in others)]
        async with self.keeping, self.db.write() as tx:
            told = [await self._keep(tx, *one, now) for one in kept]
            story_id, new = told[0]
            if news:
                await self._announce(tx, story_id, item, new=new, now=now)
            elif (reason := breaking_reason(item.title, top=item.top)) and _fresh(article.published_at, now):
                # Breaking already when the source was first looked at: marked, so that it is no news later.
                await stories.make_breaking(tx, story_id, reason, now)

    async def _promote(self, story_id: int, item: Item, now: datetime) -> None:
        """A story that is kept already has become main news."""
        async with self.db.read() as tx:
            known = await stories.breaking_at(tx, story_id)
        if known is None and item.published_at and _fresh(item.published_at, now):
            async with self.db.write() as tx:
                await _announce_unless_known(tx, story_id, BreakingReason.TOP, now)

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

    async def _keep(
        self, tx: Transaction, article: Article, enriched: Enriched, print_: str, now: datetime
    ) -> tuple[int, bool]:
        """Adds or revises the article; (story id, whether the story is new)."""
        source = self.sources[article.source]
        found = await articles.find(tx, [article.url, *article.editions.values()])
        # Before all else, as editors do who take a story back: so that nobody waits for another crosswise.
        for told in sorted({known.story_id for known in found.values()}):
            await broadcasts.hold(tx, told, None)
        tag_ids = await self._tags(tx, source, article, enriched)
        own = found.get(key(article.url))
        if own and own.article_id:
            shown = await articles.face(tx, own.story_id, article.language)
            await articles.revise(tx, own.article_id, article, enriched, tag_ids=tag_ids, print_=print_, now=now)
            if await articles.face(tx, own.story_id, article.language) != shown:
                await announce_update(tx, own.story_id, now, edition=article.language)
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
        found = await tags.learn(tx, article.tags, article.language, reserved=self.reserved)
        if not article.tags:
            found += mentioned(article.title, enriched.sections, await tags.names(tx), article.language)
        for slug in source.tags:
            known = await tags.by_spelling(tx, slug, article.language)
            # Only a tag that nobody has named yet is called by its slug.
            own = [ArticleTag(slug, slug)]
            found += [known.id] if known else await tags.learn(tx, own, article.language, reserved=self.reserved)
        return list(dict.fromkeys(found))

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
        given = [_kept_or(link, kept) for link in article.related[:MOST_GIVEN]]
        given = [link for link in dict.fromkeys(given) if link not in shown]
        related = [link for link in further[MOST_LINKS:] if link not in given]
        await articles.link(tx, stored.article_id, earlier=further[:MOST_LINKS], given=given, related=related)


async def _announce_unless_known(tx: Transaction, story_id: int, reason: BreakingReason, now: datetime) -> None:
    """A story that was breaking before its source's first look stays silent, whatever changes in it."""
    if await stories.breaking_at(tx, story_id) is None:
        await announce_breaking(tx, story_id, reason, now)


def _unchanged(item: Item, known: articles.Known | None) -> bool:
    return known is not None and known.article_id is not None and known.print.removeprefix(POOR) == fingerprint(item)


def _later(item: Item, article: Article, now: datetime) -> str:
    """A page that was refused may open soon, so a fresh article without it has no fingerprint, and is read again."""
    return "" if now - article.published_at < RETRY else fingerprint(item)


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
