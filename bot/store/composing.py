"""What goes into a digest, decided when it is drawn, and in which order it is told.

Its stories are folded into it as into a summary, so that no story is told twice, and what becomes of one later reaches
the digest.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select, update

from bot.news.bursts import Place
from bot.news.chats import Level
from bot.news.delivery import FOLDING, AnnouncementState, DeliveryState
from bot.news.story import Headline, Tag
from bot.store import editions, summaries, tags, tally
from bot.store.audiences import one_of
from bot.store.database import Transaction
from bot.store.dialects import insert
from bot.store.tables import (
    EVERYTHING,
    announcement,
    article,
    article_tag,
    chat,
    delivery,
    headline,
    story,
    subscription,
    subscription_without,
)

MOST = 80
"""Stories of one digest: ten pages."""
LONGEST = timedelta(days=7)
"""No digest reaches further back."""
BEHIND = timedelta(days=2)
"""So much earlier than it was announced a story may have been published."""
MARGIN = timedelta(hours=1)
"""So far what was announced before the last digest is looked at again: it may have been committed after it. What was
told is known."""
DIGEST = "digest"
"""The reason of what was folded."""


class Line(NamedTuple):
    tag: Tag | None
    """Of the chat's, under which it is told; None where it follows none of its tags any more."""
    headline: Headline


class _Followed(NamedTuple):
    tag_id: int
    without: frozenset[int]

    def brings(self, tag_ids: Collection[int]) -> bool:
        return self.tag_id in tag_ids and self.without.isdisjoint(tag_ids)


@dataclass(frozen=True, slots=True)
class _Weight:
    """What says how important a story is."""

    breaking: bool
    tellers: int
    published_at: datetime

    @property
    def key(self) -> tuple[bool, int, datetime]:
        return self.breaking, self.tellers, self.published_at


async def compose(tx: Transaction, digest_id: int, place: Place, now: datetime) -> None:
    """Folds into it what its topics brought since the last one and the chat was not told; again, only what is new."""
    known = (await tx.execute(select(chat).where(chat.c.number == place[0]))).one()
    if known.digest_hour is None or known.digest_since is None:
        return
    await tx.execute(update(chat).where(chat.c.number == place[0]).values(digest_since=now))
    followed = await _followed(tx, place, Level.DIGEST)
    since, lists = max(known.digest_since - MARGIN, now - LONGEST), await _lists(tx, followed)
    told = {
        row.story_id: row.announcement_id
        for row in await tx.execute(_announced(lists, place, since, await editions.languages(tx)))
    }
    under = _under(await _tags_of(tx, told), followed)
    ranked = ranking(under, await _weights(tx, under))[:MOST]
    await _fold(tx, digest_id, place, {one: told[one] for one in ranked}, now)


async def lines(tx: Transaction, digest_id: int, place: Place, language: str, now: datetime) -> list[Line]:
    """The most important first: what is breaking, then the most told of each topic in turns."""
    rows = (await tx.execute(summaries.folded(digest_id).order_by(delivery.c.id))).all()
    found = {line.story_id: line for line in await summaries.lines(tx, list(rows), language, now)}
    followed = await _followed(tx, place)
    under = dict.fromkeys(found, 0) | _under(await _tags_of(tx, found), followed)
    named = {tag.id: tag for tag in await tags.by_ids(tx, [one.tag_id for one in followed], language)}
    ranked = ranking(under, await _weights(tx, found))
    return [Line(named.get(under[one]), found[one]) for one in ranked]


def ranking(under: Mapping[int, int], weights: Mapping[int, _Weight]) -> list[int]:
    """Stories, each under one tag, by weight: breaking ones, then the heaviest of each tag, then the next ones."""
    seen: Counter[int] = Counter()
    keys: dict[int, tuple[bool, int, int]] = {}
    heaviest_first = sorted((one for one in under if one in weights), key=lambda one: weights[one].key, reverse=True)
    for place, one in enumerate(heaviest_first):
        keys[one] = not weights[one].breaking, seen[under[one]], place
        seen[under[one]] += 1
    return sorted(keys, key=lambda one: keys[one])


def _under(tags_of: Mapping[int, Collection[int]], followed: Sequence[_Followed]) -> dict[int, int]:
    """Story → the tag that brings it and was followed first."""
    brought = {
        story_id: next((one.tag_id for one in followed if one.brings(tag_ids)), None)
        for story_id, tag_ids in tags_of.items()
    }
    return {story_id: tag_id for story_id, tag_id in brought.items() if tag_id is not None}


async def _followed(tx: Transaction, place: Place, *levels: Level) -> list[_Followed]:
    """Those of the digest first, in the order in which they were followed."""
    theirs = subscription.c.chat_number == place[0], subscription.c.thread_id == place[1]
    some = [one_of(subscription.c.level, levels)] if levels else []
    columns = subscription.c.id, subscription.c.tag_id, subscription.c.level, subscription_without.c.tag_id.label("no")
    query = select(*columns).outerjoin(subscription_without).where(*theirs, *some).order_by(subscription.c.id)
    rows = (await tx.execute(query)).all()
    without: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        without[row.tag_id] |= {row.no} - {None}
    chosen = dict.fromkeys(row.tag_id for row in sorted(rows, key=lambda row: row.level != Level.DIGEST))
    return [_Followed(tag_id, frozenset(without[tag_id])) for tag_id in chosen]


async def _lists(tx: Transaction, followed: Sequence[_Followed]) -> list[int]:
    """Under what the lists have their stories."""
    every = await tags.everything(tx)
    return [EVERYTHING if one.tag_id == every else one.tag_id for one in followed]


def _announced(lists: Sequence[int], place: Place, since: datetime, languages: Collection[str]) -> Select[Any]:
    """(story_id, announcement_id) of what these lists got since then and the chat was not told."""
    # Down the index of the lists: tag, language, time.
    under = headline.c.tag_id.in_(lists), headline.c.language.in_(languages)
    listed = select(headline.c.story_id).where(*under, headline.c.published_at > since - BEHIND)
    here = delivery.c.story_id == announcement.c.story_id, delivery.c.chat_number == place[0]
    had = *here, delivery.c.thread_id == place[1], delivery.c.state != DeliveryState.EXPIRED
    pushes = announcement.c.kind.in_(FOLDING), announcement.c.state != AnnouncementState.SCHEDULED
    return (
        select(announcement.c.story_id, func.min(announcement.c.id).label("announcement_id"))
        .join(story, story.c.id == announcement.c.story_id)
        .where(announcement.c.story_id.in_(listed), *pushes, announcement.c.created_at > since)
        .where(story.c.retracted_at.is_(None))
        .where(~select(delivery.c.id).where(*had).exists())
        .group_by(announcement.c.story_id)
    )


async def _tags_of(tx: Transaction, story_ids: Collection[int]) -> dict[int, set[int]]:
    """And the one that every story counts as having."""
    every = {await tags.everything(tx)} - {None}
    found: dict[int, set[Any]] = {one: {*every} for one in story_ids}
    query = select(article.c.story_id, article_tag.c.tag_id).join(article_tag)
    for row in await tx.execute(query.where(article.c.story_id.in_(list(story_ids)))):
        found[row.story_id].add(row.tag_id)
    return found


async def _weights(tx: Transaction, story_ids: Iterable[int]) -> dict[int, _Weight]:
    tellers = func.count(article.c.source_name.distinct()).label("tellers")
    columns = story.c.id, story.c.breaking_at, tellers, func.max(article.c.published_at).label("published_at")
    query = select(*columns).join(article, article.c.story_id == story.c.id).where(story.c.id.in_(list(story_ids)))
    rows = await tx.execute(query.group_by(story.c.id, story.c.breaking_at))
    return {row.id: _Weight(row.breaking_at is not None, row.tellers, row.published_at) for row in rows}


async def _fold(tx: Transaction, digest_id: int, place: Place, told: Mapping[int, int], now: datetime) -> None:
    """`told`: story → announcement."""
    if not told:
        return
    chat_number, thread_id = place
    ended = {"state": DeliveryState.FOLDED, "target_id": digest_id, "settled_at": now, "reason": DIGEST}
    changes = await _late(tx, place, told, ended)
    where = {"chat_number": chat_number, "thread_id": thread_id, "due_at": now, "attempts": 0, "ambiguous": 0}
    rows = [{"story_id": one, "announcement_id": of, **ended, **where} for one, of in told.items()]
    new = insert(tx, delivery).on_conflict_do_nothing().returning(delivery.c.announcement_id)
    for of in (await tx.execute(new, rows)).scalars():
        changes.update([(of, tally.OWED), (of, str(DeliveryState.FOLDED))])
    await tx.run_sync(tally.add, changes)


async def _late(tx: Transaction, place: Place, told: Mapping[int, int], ended: Mapping[str, Any]) -> tally.Changes:
    """What came too late to be breaking news is not too late for the digest."""
    here = delivery.c.chat_number == place[0], delivery.c.thread_id == place[1]
    expired = delivery.c.story_id.in_(told), *here, delivery.c.state == DeliveryState.EXPIRED
    changes: tally.Changes = Counter()
    adopted = update(delivery).where(*expired).values(**ended).returning(delivery.c.announcement_id)
    for of in (await tx.execute(adopted)).scalars():
        changes[of, DeliveryState.EXPIRED] -= 1
        changes[of, DeliveryState.FOLDED] += 1
    return changes
