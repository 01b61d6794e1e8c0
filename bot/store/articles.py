"""Articles: taking them in, and every question about them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from bot.news.article import Article, Enriched, Link, Section
from bot.store import counters
from bot.store.addresses import Known, Named, claim, find, move, name, named
from bot.store.archive import Candidate, candidates, index, unindex
from bot.store.bodies import photo_to_json, sections_from_json, sections_to_json
from bot.store.database import Transaction
from bot.store.editions import BACKGROUND, GIVEN, RELATED, TOLD, briefs, edition, editions, face, languages
from bot.store.lists import Listing, latest, relist, with_tag
from bot.store.tables import article, article_link, article_tag, story, story_url

__all__ = [
    "Candidate",
    "Known",
    "Listing",
    "Named",
    "Stored",
    "add",
    "briefs",
    "candidates",
    "edition",
    "editions",
    "face",
    "find",
    "languages",
    "latest",
    "link",
    "move",
    "name",
    "named",
    "revise",
    "told_by",
    "with_tag",
]


@dataclass(frozen=True, slots=True)
class Stored:
    story_id: int
    article_id: int


async def add(
    tx: Transaction,
    new: Article,
    enriched: Enriched,
    *,
    source_name: str,
    story_id: int | None,
    tag_ids: Sequence[int],
    print_: str,
    now: datetime,
) -> Stored:
    """Takes an article in, with its addresses and those of its editions.

    Without `story_id` it joins the story that has one of these addresses, or begins one. An address that has an article
    already keeps it: two processes may read one feed.
    """
    story_id = await claim(tx, [new.url, *new.editions.values()], story_id, now)
    ((own, there),) = (await find(tx, [new.url])).items()
    if there.article_id is not None:
        return Stored(there.story_id, there.article_id)
    fields = {
        **_content(new, enriched, print_),
        "story_id": story_id,
        "source_id": new.source,
        "source_name": source_name,
        "url": new.url,
        "language": new.language,
        "published_at": new.published_at,
        "taken_in_at": now,
    }
    article_id = (await tx.execute(article.insert().values(fields).returning(article.c.id))).scalar_one()
    await tx.execute(update(story_url).where(story_url.c.key == own).values(story_id=story_id, article_id=article_id))
    await counters.add(tx, f"{counters.ARTICLES_IN}{new.language}", 1)
    await index(tx, article_id, new.language, new.published_at, fields["terms"])
    await _tag(tx, article_id, tag_ids)
    await relist(tx, story_id, new.language)
    return Stored(story_id, article_id)


@dataclass(frozen=True, slots=True)
class Told:
    """What an article says, as far as another may say the same."""

    story_id: int
    title: str
    published_at: datetime
    sections: tuple[Section, ...]


async def told_by_others(tx: Transaction, article_ids: Sequence[int], source_name: str) -> list[Told]:
    """Those of stories that were not taken back, and of which this publisher has no article in their language."""
    own = article.alias()
    has_own = select(own.c.id).where(
        own.c.story_id == article.c.story_id, own.c.language == article.c.language, own.c.source_name == source_name
    )
    columns = article.c.story_id, article.c.title, article.c.published_at, article.c.sections
    query = select(*columns).join(story).where(article.c.id.in_(article_ids), story.c.retracted_at.is_(None))
    return [
        Told(row.story_id, row.title, row.published_at, sections_from_json(row.sections))
        for row in await tx.execute(query.where(~has_own.exists()))
    ]


async def told_by(tx: Transaction, story_ids: Collection[int], language: str, source_name: str) -> set[int]:
    """Those stories of which this publisher has an article in this language."""
    here = article.c.story_id.in_(story_ids), article.c.language == language, article.c.source_name == source_name
    return set((await tx.execute(select(article.c.story_id).where(*here))).scalars())


async def revise(
    tx: Transaction,
    article_id: int,
    new: Article,
    enriched: Enriched,
    *,
    tag_ids: Sequence[int],
    print_: str,
    now: datetime,
) -> datetime:
    """Writes a changed article over its old text. Its address, language, time and story stay; tells the time."""
    columns = (article.c.story_id, article.c.language, article.c.published_at, article.c.terms)
    old = (await tx.execute(select(*columns).where(article.c.id == article_id).with_for_update())).one()
    await claim(tx, list(new.editions.values()), old.story_id, now)
    fields = _content(new, enriched, print_)
    await tx.execute(update(article).where(article.c.id == article_id).values(fields))
    await unindex(tx, article_id, old.language, old.published_at, old.terms)
    await index(tx, article_id, old.language, old.published_at, fields["terms"])
    await tx.execute(delete(article_tag).where(article_tag.c.article_id == article_id))
    await _tag(tx, article_id, tag_ids)
    await relist(tx, old.story_id, old.language)
    published_at: datetime = old.published_at
    return published_at


async def link(
    tx: Transaction,
    article_id: int,
    *,
    earlier: Sequence[int],
    related: Sequence[int | Link],
    given: Sequence[int | Link] = (),
    told: Sequence[int] = (),
) -> None:
    """Replaces an article's links: earlier stories of the archive, the publisher's own links, and related stories;
    `told` are the stories that the publisher's background names.

    A link is a story, or an address outside the archive.
    """
    kinds = {TOLD: told, BACKGROUND: earlier, GIVEN: given, RELATED: related}
    links = [(kind, to) for kind, targets in kinds.items() for to in targets]
    rows = [
        {"article_id": article_id, "position": position, "kind": kind, **_target(to)}
        for position, (kind, to) in enumerate(links)
    ]
    await tx.execute(delete(article_link).where(article_link.c.article_id == article_id))
    if rows:
        await tx.execute(article_link.insert(), rows)


def _content(new: Article, enriched: Enriched, print_: str) -> dict[str, Any]:
    return {
        "title": new.title,
        "updated_at": new.updated_at,
        "summary": enriched.summary,
        "sections": sections_to_json(enriched.sections),
        "photo": photo_to_json(new.photo),
        "authors": new.authors,
        "labels": new.labels,
        # Those by which likeness is told stand first.
        "terms": list(dict.fromkeys([*enriched.terms, *enriched.found_by])),
        "print": print_,
    }


async def _tag(tx: Transaction, article_id: int, tag_ids: Sequence[int]) -> None:
    rows = [
        {"article_id": article_id, "tag_id": tag_id, "position": position}
        for position, tag_id in enumerate(dict.fromkeys(tag_ids))
    ]
    if rows:
        await tx.execute(article_tag.insert(), rows)


def _target(to: int | Link) -> dict[str, Any]:
    if isinstance(to, Link):
        return {"to_story_id": None, "url": to.url, "title": to.title}
    return {"to_story_id": to, "url": None, "title": None}
