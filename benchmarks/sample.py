"""What `send` sends: a breaking story with a photo, three parts, buttons and two tags, in a store of its own."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, literal, select

from bot.gateway.drawing import said
from bot.locales import load
from bot.news.article import Article, ArticleTag, Enriched, Paragraph, Photo, Section, SectionKind
from bot.news.chats import ChatKind, Level
from bot.store import Database, articles, migrate, open_database, tags
from bot.store.chats import ACTIVE
from bot.store.tables import chat, subscription
from bot.store.tables.columns import Moment
from bot.views.card import Setting, card


def now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def store() -> AsyncIterator[Database]:
    """A new SQLite file."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/benchmark.db"
        await migrate(url)
        async with open_database(url) as db:
            yield db


async def story(db: Database, number: int) -> tuple[int, list[int]]:
    """A new story's id and those of its tags."""
    new = _article(number)
    async with db.write() as tx:
        tag_ids = await tags.learn(tx, new.tags, new.language)
        kept = await articles.add(
            tx, new, _enriched(), source_name="Sample", story_id=None, tag_ids=tag_ids, print_=str(number), now=now()
        )
    return kept.story_id, tag_ids


async def followers(db: Database, tag_id: int, chat_ids: Iterable[int]) -> None:
    """New chats that follow the tag."""
    ids, level, met = list(chat_ids), literal(Level.BREAKING.value), literal(now(), Moment)
    rows = [reader(chat_id) for chat_id in ids]
    numbers = select(chat.c.number, literal(0), literal(tag_id), level, met)
    fields = ["chat_number", "thread_id", "tag_id", "level", "created_at"]
    async with db.write() as tx:
        await tx.execute(insert(chat), rows)
        theirs = numbers.where(chat.c.id.between(min(ids), max(ids)))
        await tx.execute(insert(subscription).from_select(fields, theirs))


def reader(chat_id: int) -> dict[str, Any]:
    """A row."""
    return {
        "id": chat_id,
        "kind": ChatKind.PRIVATE.value,
        "title": "",
        "language": "en",
        "language_chosen": False,
        "time_zone": "Europe/Kyiv",
        "alerts": True,
        "state": ACTIVE,
        "created_at": now(),
    }


async def drawn(username: str) -> dict[str, Any]:
    """The card that every chat gets, as parameters of sendMessage."""
    async with store() as db:
        story_id, _ = await story(db, 0)
        async with db.read() as tx:
            edition = await articles.edition(tx, story_id, "en")
    assert edition is not None
    return said(card(edition, Setting(ChatKind.PRIVATE, "Europe/Kyiv", now()), load()["en"]), username).parameters


def _article(number: int) -> Article:
    return Article(
        source="sample",
        url=f"https://news.example/{number}/",
        language="en",
        title=f"Allies agree on the winter package, and the port opens for grain again ({number})",
        published_at=now(),
        tags=(ArticleTag(f"port_{number}", "The port"), ArticleTag(f"winter_{number}", "Winter package")),
        photo=Photo("https://news.example/photo.jpg"),
    )


def _enriched() -> Enriched:
    told = Paragraph("The first ship left at dawn with twenty thousand tonnes of wheat, the harbour master said. " * 3)
    kinds = (SectionKind.LEAD, SectionKind.SOURCE, SectionKind.DETAILS, SectionKind.BACKGROUND)
    sections = tuple(Section(kind, kind.title(), (told,)) for kind in kinds)
    return Enriched(
        "The package holds generators and transformers, and the first ship left the port at dawn.", sections
    )
