"""Articles, tags and chats to fill a store with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from bot.news.article import Article, ArticleTag, Enriched, Paragraph, Section, SectionKind
from bot.news.chats import Chat, ChatKind, Level
from bot.store import Stored, Transaction, articles, chats, subscriptions, tags
from bot.store.tables import chat

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
NATO = ArticleTag("nato", "NATO")
GRID = ArticleTag("power_grid", "Power grid")


def article(number: int = 1, *, language: str = "en", tags_: Sequence[ArticleTag] = (), **fields: object) -> Article:
    plain = Article(
        source=f"sample-{language}",
        url=f"https://news.example/{language}/{number}/",
        language=language,
        title=f"Bridge {number} opens ({language})",
        published_at=NOON + timedelta(minutes=number),
        tags=tuple(tags_),
    )
    return replace(plain, **fields)  # type: ignore[arg-type]


def enriched(*terms: str, summary: str = "The bridge is open.") -> Enriched:
    lead = Section(SectionKind.LEAD, "", (Paragraph("The bridge is open."),))
    return Enriched(summary, (lead,), terms)


async def take_in(tx: Transaction, new: Article, *terms: str, story_id: int | None = None, print_: str = "") -> Stored:
    ids = await tags.learn(tx, new.tags, new.language)
    return await articles.add(
        tx, new, enriched(*terms), source_name="Sample", story_id=story_id, tag_ids=ids, print_=print_, now=NOON
    )


async def meet(tx: Transaction, chat_id: int, *, language: str = "en", kind: ChatKind = ChatKind.PRIVATE) -> Chat:
    return await chats.meet(
        tx, chat_id=chat_id, kind=kind, language=language, time_zone="Europe/Kyiv", title=f"Chat {chat_id}", now=NOON
    )


async def multiply(tx: Transaction, first: int, last: int) -> None:
    """Each chat that there is, again under these ids."""
    columns = ", ".join(column.name for column in chat.columns if column.name not in ("number", "id"))
    numbers = f"WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last})"
    await tx.execute(text(f"INSERT INTO chat (id, {columns}) {numbers} SELECT i, {columns} FROM chat, n"))


async def follower(tx: Transaction, chat_id: int, tag_id: int, level: Level = Level.BREAKING) -> Chat:
    met = await meet(tx, chat_id)
    await subscriptions.subscribe(tx, met.number, tag_id, level, NOON)
    return met
