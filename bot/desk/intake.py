"""Intake: from a publisher's feed to a kept, enriched, announced story.

Here sources, enrich and store meet. No transaction is open while a publisher is asked.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import random
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from bot.desk.announce import FRESH, announce_breaking, announce_folded, announce_headline
from bot.desk.candidates import nearly
from bot.desk.folding import is_routine
from bot.desk.keeping import Kept, keep
from bot.desk.moving import known_items
from bot.desk.vocabulary import Vocabulary
from bot.enrich import enrich
from bot.news.article import Article, Enriched, Source
from bot.news.breaking import BURST_PUBLISHERS, breaking_reason, burst
from bot.news.candidates import Nearly
from bot.news.schedule import next_look
from bot.news.story import BreakingReason
from bot.news.trouble import Trouble
from bot.news.urls import key
from bot.sources import Conditional, Item, LookResult, LookState, ReadingError
from bot.store import Database, Transaction, articles, candidates, looks, sources, stories

AT_ONCE = 8
"""Sources that are read side by side; of a publisher that hangs several may stand here until it is given up."""
PATIENCE = 3
"""First looks that wait for a `top` feed which cannot be read."""
POOR, OTHER = "?", "edition"
"""Fingerprints: what an article's begins with whose page was not read; one taken in before its own feed named it."""
HANGING = 3600.0
"""Seconds before a feed that hangs the parser is tried again, the second time: at first it may be a busy machine."""
RETRY = timedelta(minutes=10)
"""How long after its publication an article whose page was refused is read again."""
OPENS = timedelta(hours=25)
"""The same where its publisher is left alone for now, which nobody is for longer than a day."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Intake:
    """`look` and `read` ask the publisher; `reserved` are commands that no tag may take."""

    db: Database
    look: Callable[[Source, LookState, datetime], Awaitable[LookResult]]
    read: Callable[[Source, Item, datetime], Awaitable[Article]]
    reserved: Collection[str]
    now: Callable[[], datetime]
    sources: dict[str, Source] = field(default_factory=dict)
    """Those that are looked at, and those that were, by id."""
    owner: str = ""
    """Which process claims the sources."""
    looking: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    """Source id → the look at it that goes on."""
    new: set[str] = field(default_factory=set)
    """Those of them that are looked at for the first time: each takes long, and many may be added together."""
    gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    gate_of_new: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    """So that those that are known never wait for them."""
    keeping: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Editions of one story may arrive side by side; they are kept one after the other, so that they meet."""
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    approval: bool = False
    """Nothing breaks by itself: editors decide."""
    took_in: Callable[[float], None] = lambda _: None
    """Is told of news how many seconds after its publication it was taken in."""

    async def look_at_due(self) -> int:
        """Begins to look at sources whose time has come, and tells at how many.

        It takes no more than it soon gets to: other processes look at the rest. A slow one holds up no other.
        """
        async with self.db.read() as tx:
            on = await sources.on(tx)
        self.sources.update(on)
        ours = [id_ for id_ in on if id_ not in self.looking]
        known, new = 2 * AT_ONCE - len(self.looking) + len(self.new), 2 * AT_ONCE - len(self.new)
        due = await looks.claim(self.db, self.owner, ours, self.now(), most=known, most_new=new)
        for look in due:
            if look.first:
                self.new.add(look.source_id)
            task = asyncio.create_task(self._look_at(look))
            self.looking[look.source_id] = task
            task.add_done_callback(partial(self._looked_at, look.source_id))
        return len(due)

    def _looked_at(self, source_id: str, task: asyncio.Task[None]) -> None:
        del self.looking[source_id]
        self.new.discard(source_id)
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
            async with self.gate_of_new if look.first else self.gate:
                await self._take_in(source, look)
        except ReadingError as error:
            await self._failed(source, look, error)
        except Exception as error:  # a door: whatever goes wrong with one source is its own affair
            _log.exception("%s: not looked at", source.id)
            await self._failed(source, look, ReadingError(type(error).__name__))

    async def _take_in(self, source: Source, look: looks.Look) -> None:
        known = LookState(Conditional(look.etag, look.modified), Conditional(look.top_etag, look.top_modified))
        result = await self.look(source, known, self.now())
        left = [item for item in await self._by_time(source, result) if not await self._tried(source, item, look)]
        if result.top_failure and look.first and look.failures < PATIENCE:
            # Without its main news nobody can tell what is old of it: the next look is a first one again.
            raise result.top_failure
        if result.top_failure:
            _log.warning("%s: main news not read: %s", source.id, result.top_failure.reason)
        # With the old validators the feed comes again, and with it what is left.
        await self._looked(source, known if left else result.state, result)

    async def _by_time(self, source: Source, result: LookResult) -> list[Item]:
        """The items that are new or changed, or main news, oldest first."""
        known = await known_items(self.db, source.id, result.items, self.now())
        changed = (item for item in result.items if item.top or not _unchanged(item, known.get(key(item.url))))
        return sorted(changed, key=lambda item: item.published_at or self.now())

    async def _tried(self, source: Source, item: Item, look: looks.Look) -> bool:
        """Whether nothing is left to do for it."""
        try:
            return await self._item(source, item, self.now(), silent=look.first)
        except Exception:  # a door: one odd article must not stop the rest of its feed
            _log.exception("%s: not taken in: %s", source.id, item.url)
            return False

    async def _looked(self, source: Source, state: LookState, result: LookResult) -> None:
        now = self.now()
        again = next_look(source.every, 0, now, luck=random.random(), at_least=result.fresh_for)
        async with self.db.write() as tx:
            await looks.looked(
                tx,
                source.id,
                self.owner,
                etag=state.feed.etag,
                modified=state.feed.modified,
                top_etag=state.top.etag,
                top_modified=state.top.modified,
                next_look=again,
                now=now,
            )
            if result.moved_to:
                _log.info("%s: moved for good to %s", source.id, result.moved_to)
                await sources.moved(tx, source.id, result.moved_to)

    async def _failed(self, source: Source, look: looks.Look, error: ReadingError) -> None:
        now, failures = self.now(), look.failures + 1
        hangs = error.trouble is Trouble.HANGS and look.failures > 0
        wait = max(error.retry_after, HANGING if hangs else 0.0)
        again = next_look(source.every, failures, now, luck=random.random(), at_least=wait)
        _log.warning("%s: not read (%s); next look at %s", source.id, error.reason, again.isoformat("T", "seconds"))
        async with self.db.write() as tx:
            await looks.failed(
                tx, source.id, self.owner, trouble=error.trouble, failures=failures, next_look=again, now=now
            )

    async def _item(self, source: Source, item: Item, now: datetime, *, silent: bool) -> bool:
        """Whether all of it was read; the next look tries again otherwise."""
        async with self.db.read() as tx:
            known = (await articles.find(tx, [item.url])).get(key(item.url))
        if known and _unchanged(item, known):
            if item.top and not silent:
                await self._promote(known.story_id, item, now)
            return True
        article = await self.read(source, item, now)
        if not article.whole and known and known.article_id and not known.print.startswith(POOR):
            return False  # What was read of its page before is worth more.
        news = not silent and _fresh(article.published_at, now)
        others = await self._other_editions(source, article, now) if news and known is None else []
        later = _opens_later(article, now)
        print_ = fingerprint(item) if article.whole else POOR + ("" if later else fingerprint(item))
        read = [(article, print_), *((other, OTHER) for other in others)]
        # In a thread: a very long text takes a second, in which the event loop answers people.
        kept = [(one, await asyncio.to_thread(enrich, one), print_) for one, print_ in read]
        async with self.keeping, self.db.write() as tx:
            told = [
                await keep(tx, self.sources[one[0].source], *one, self.reserved, self.vocabulary, now) for one in kept
            ]
            story_id = told[0].story_id
            if item.guid:
                await articles.name(tx, source.id, item.guid, item.url)
            if news:
                reason = _reason(item, article) or await _bursting(tx, told[0], *kept[0][:2])
                await self._announce(tx, told[0], article.language, reason, now)
                self.took_in((self.now() - article.published_at).total_seconds())
            elif (reason := _reason(item, article)) and _fresh(article.published_at, now):
                # Breaking already when the source was first looked at: marked, so that it is no news later.
                await stories.make_breaking(tx, story_id, reason, now)
        return not later

    async def _promote(self, story_id: int, item: Item, now: datetime) -> None:
        """A story that is kept already has become main news."""
        async with self.db.read() as tx:
            known = await stories.breaking_at(tx, story_id)
        if known is None and item.published_at and _fresh(item.published_at, now):
            async with self.db.write() as tx:
                await self._break(tx, story_id, BreakingReason.TOP, now)

    async def _announce(
        self, tx: Transaction, kept: Kept, language: str, reason: BreakingReason | Nearly | None, now: datetime
    ) -> None:
        told = await self._break(tx, kept.story_id, reason, now) if isinstance(reason, BreakingReason) else False
        if reason is Nearly.TWO:
            await nearly(tx, kept.story_id, reason, now)
        if kept.new and (not reason or self.approval):
            await announce_headline(tx, kept.story_id, now)
        if kept.folded:
            await announce_folded(tx, kept.story_id, now, language=language, wider=kept.wider and not told)

    async def _break(self, tx: Transaction, story_id: int, reason: BreakingReason, now: datetime) -> bool:
        """Whether it is announced by this. A story that was breaking before its source's first look stays silent,
        whatever changes in it; what an editor holds back waits for them."""
        if await stories.breaking_at(tx, story_id) is not None or await candidates.held(tx, story_id):
            return False
        if self.approval or await announce_breaking(tx, story_id, reason, now) is None:
            await nearly(tx, story_id, Nearly(reason), now)
            return False
        return True

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


async def _bursting(
    tx: Transaction, kept: Kept, article: Article, enriched: Enriched
) -> BreakingReason | Nearly | None:
    if not kept.folded:
        return None
    told = await stories.told(tx, kept.story_id)
    if not burst(told, BURST_PUBLISHERS - 1) or await is_routine(tx, article, enriched):
        return None
    return BreakingReason.BURST if burst(told) else Nearly.TWO


def _reason(item: Item, article: Article) -> BreakingReason | None:
    return breaking_reason(item.title, top=item.top, labels=article.labels)


def _unchanged(item: Item, known: articles.Known | None) -> bool:
    return known is not None and known.article_id is not None and known.print.removeprefix(POOR) == fingerprint(item)


def _opens_later(article: Article, now: datetime) -> bool:
    """A page that was refused may open soon, so a fresh article without it gets no fingerprint, and is read again."""
    return not article.whole and now - article.published_at < (RETRY if article.asked else OPENS)


def fingerprint(item: Item) -> str:
    """Changes when the publisher changed the text; `top` and labels are not text."""
    return hashlib.blake2b("\0".join((item.title, item.description, item.html)).encode(), digest_size=12).hexdigest()


def _fresh(published_at: datetime, now: datetime) -> bool:
    return now - published_at < FRESH
