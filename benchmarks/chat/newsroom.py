"""The newsroom that is asked: an archive to search in, stories with parts and topics, and who gets the broadcast."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import insert, literal, select, update

from benchmarks import sample
from benchmarks.chat.crowd import FIRST, READERS
from benchmarks.quality import grown
from bot.desk.reindexing import REACHED
from bot.news.alert import Alert
from bot.news.article import Article, ArticleTag, Enriched, Link, Paragraph, Photo, Section, SectionKind
from bot.news.audience import Audience
from bot.news.chats import Level
from bot.news.delivery import AnnouncementKind
from bot.store import Database, announcements, articles, counters, tags
from bot.store.tables import chat, subscription

TOPICS = [f"topic{number}" for number in range(40)]
WORDS = [grown.word(place) for place in range(0, 2_000, 20)]
"""To search for: from such as stand in every third article to such as stand in one of a hundred."""
STORIES = 300
EVERY = 5_000
"""Chats written in one transaction."""
_KINDS = (SectionKind.LEAD, SectionKind.SOURCE, SectionKind.DETAILS, SectionKind.BACKGROUND)


async def fill(db: Database, people: int, readers: int, archive: int) -> None:
    """In a new database."""
    chance = random.Random(1)
    await grown.grow(db, archive, chance)
    await _indexed(db)
    for number in range(STORIES):
        await story(db, number, chance.sample(TOPICS, 3), chance)
    await gather(db, people, readers)


async def _indexed(db: Database) -> None:
    """By this version, so that nothing is indexed anew while people ask."""
    async with db.write() as tx:
        await counters.put(tx, REACHED, 0)


async def gather(db: Database, people: int, readers: int) -> None:
    """Chats: the people, who get no broadcast, and the readers, who do."""
    everybody = [*range(FIRST, FIRST + people), *range(READERS, READERS + readers)]
    for start in range(0, len(everybody), EVERY):
        async with db.write() as tx:
            rows = [sample.reader(chat_id) for chat_id in everybody[start : start + EVERY]]
            await tx.execute(insert(chat), rows)
    async with db.write() as tx:
        await tx.execute(update(chat).where(chat.c.id < READERS).values(alerts=False))


async def broadcast(db: Database) -> None:
    """An alert to every reader."""
    async with db.write() as tx:
        await announcements.announce(
            tx,
            kind=AnnouncementKind.ALERT,
            audience=Audience(None, alerts=True),
            alert=Alert(
                {"en": "Air raid alert in three regions: go to the shelters, and stay there until it is over."}
            ),
            now=sample.now(),
        )


async def story(db: Database, number: int, topics: Sequence[str], chance: random.Random) -> tuple[int, list[int]]:
    """A new story's id and those of its tags; the higher the number, the newer."""
    at = sample.now() - timedelta(minutes=7 * max(STORIES - number, 0))
    told = _article(number, at, topics, chance)
    async with db.write() as tx:
        tag_ids = await tags.learn(tx, told.tags, told.language)
        kept = await articles.add(
            tx, told, _enriched(chance), source_name="Sample", story_id=None, tag_ids=tag_ids, print_="", now=at
        )
    return kept.story_id, tag_ids


async def follow(db: Database, tag_id: int) -> None:
    """All readers, for breaking news."""
    theirs = select(chat.c.number, literal(0), literal(tag_id), literal(Level.BREAKING.value), chat.c.created_at)
    fields = ["chat_number", "thread_id", "tag_id", "level", "created_at"]
    async with db.write() as tx:
        await tx.execute(insert(subscription).from_select(fields, theirs.where(chat.c.id >= READERS)))


def _article(number: int, at: datetime, topics: Sequence[str], chance: random.Random) -> Article:
    return Article(
        source="sample",
        url=f"https://news.example/{number}/",
        language="en",
        title=f"Allies agree on the winter package: {_words(chance, 6)}",
        published_at=at,
        tags=tuple(ArticleTag(slug, slug.capitalize()) for slug in topics),
        related=tuple(Link(f"https://news.example/{number}/{one}", _words(chance, 8)) for one in range(3)),
        photo=Photo("https://news.example/photo.jpg"),
    )


def _enriched(chance: random.Random) -> Enriched:
    sections = tuple(Section(kind, kind.title(), (Paragraph(_words(chance, 60)),)) for kind in _KINDS)
    return Enriched(_words(chance, 30), sections)


def _words(chance: random.Random, count: int) -> str:
    return " ".join(grown.terms(chance, count))
