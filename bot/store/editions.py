"""A story's card, read back whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, func, select

from bot.news.article import Link
from bot.news.story import Edition, Headline, Tag
from bot.store import counters, lists, tags
from bot.store.bodies import photo_from_json, sections_from_json
from bot.store.database import Transaction
from bot.store.languages import nearest
from bot.store.tables import article, article_link, article_tag, story, tag

TOLD, BACKGROUND, GIVEN, RELATED = "told", "background", "given", "related"
"""Kinds of links: what the publisher's own background names, and the card shows there; earlier stories of the archive;
what the publisher links to beside the text; related stories."""
MOST_LATER = MOST_ALSO = 5


_TOLD = select(article, story.c.breaking_at, story.c.retracted_at, story.c.titles).join(story)


async def languages(tx: Transaction) -> tuple[str, ...]:
    """The languages that the archive has articles in, most first."""
    return tuple(await counters.by_name(tx, counters.ARTICLES_IN))


async def face(tx: Transaction, story_id: int, language: str) -> tuple[str, str] | None:
    """Headline and summary of the edition in this very language: what every card of it shows."""
    told = article.c.story_id == story_id, article.c.language == language
    first = select(article.c.title, article.c.summary).where(*told).order_by(article.c.id).limit(1)
    row = (await tx.execute(first)).one_or_none()
    return (row.title, row.summary) if row else None


async def edition(tx: Transaction, story_id: int, language: str) -> Edition | None:
    """The story in this language, or in the nearest that it has; None when no article of it was taken in."""
    known = await editions(tx, story_id)
    if not known:
        return None
    article_id = known[nearest(language, known)]
    row = (await tx.execute(_TOLD.where(article.c.id == article_id))).one()
    links = (
        await tx.execute(
            select(article_link).where(article_link.c.article_id == article_id).order_by(article_link.c.position)
        )
    ).all()
    after = await _later(tx, row)
    shown = await lists.of_stories(
        tx, [*after, *(link.to_story_id for link in links if link.to_story_id)], row.language
    )
    edition = _edition(row, tuple(known), await _tags(tx, article_id, language), links, shown)
    return replace(
        edition, also=await _also(tx, row), later=tuple(shown[story_id] for story_id in after if story_id in shown)
    )


async def briefs(tx: Transaction, article_ids: Sequence[int]) -> list[Edition]:
    """In the given order, without parts, topics and links: what a card says while it is closed."""
    rows = {row.id: row for row in await tx.execute(_TOLD.where(article.c.id.in_(article_ids)))}
    return [_edition(rows[one], (rows[one].language,), (), (), {}) for one in article_ids if one in rows]


async def editions(tx: Transaction, story_id: int) -> dict[str, int]:
    """Language → the first article in it."""
    rows = await tx.execute(
        select(article.c.language, article.c.id).where(article.c.story_id == story_id).order_by(article.c.id)
    )
    first: dict[str, int] = {}
    for language, article_id in rows:
        first.setdefault(language, article_id)
    return first


async def _tags(tx: Transaction, article_id: int, language: str) -> tuple[Tag, ...]:
    rows = await tx.execute(
        select(article_tag.c.tag_id)
        .join(tag)
        .where(article_tag.c.article_id == article_id, ~tag.c.phrase)
        .order_by(article_tag.c.position)
    )
    return tuple(await tags.by_ids(tx, rows.scalars().all(), language))


async def _also(tx: Transaction, row: Row[Any]) -> tuple[Link, ...]:
    """One link for each other publisher, whoever told first."""
    theirs = article.c.story_id == row.story_id, article.c.language == row.language
    rows = await tx.execute(select(article.c.url, article.c.source_name).where(*theirs).order_by(article.c.id))
    first: dict[str, Link] = {}
    for url, name in rows:
        first.setdefault(name, Link(url, name))
    first.pop(row.source_name, None)
    return tuple(first.values())[:MOST_ALSO]


async def _later(tx: Transaction, row: Row[Any]) -> list[int]:
    """Later stories that have this one as their background, the first of them first."""
    after = article.c.published_at > row.published_at, article.c.story_id != row.story_id
    rows = await tx.execute(
        select(article.c.story_id, func.min(article.c.published_at).label("began"))
        .join(article_link)
        .where(article_link.c.to_story_id == row.story_id, article_link.c.kind.in_([TOLD, BACKGROUND]), *after)
        .group_by(article.c.story_id)
        .order_by("began")
        .limit(MOST_LATER)
    )
    return list(rows.scalars())


def _edition(
    row: Row[Any], known: tuple[str, ...], tags_: tuple[Tag, ...], links: Sequence[Row[Any]], shown: dict[int, Headline]
) -> Edition:
    def of_archive(*kinds: str) -> list[Headline]:
        return [shown[link.to_story_id] for link in links if link.kind in kinds and link.to_story_id in shown]

    earlier = sorted(of_archive(BACKGROUND), key=lambda line: line.published_at)
    return Edition(
        story_id=row.story_id,
        article_id=row.id,
        source=row.source_name,
        language=row.language,
        url=row.url,
        title=(row.titles or {}).get(row.language, row.title),
        published_at=row.published_at,
        summary=row.summary,
        sections=sections_from_json(row.sections),
        tags=tags_,
        languages=known,
        photo=photo_from_json(row.photo),
        breaking=row.breaking_at is not None,
        retracted=row.retracted_at is not None,
        earlier=tuple(earlier),
        related=tuple(Link(link.url, link.title) for link in links if link.to_story_id is None),
        archive=tuple(line for line in of_archive(GIVEN, RELATED) if line not in earlier),
    )
