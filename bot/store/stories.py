"""Stories as a whole: what makes them breaking, what they are about and lead to, and that they were taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, exists, select, update

from bot.news.delivery import AnnouncementKind
from bot.news.story import EVERYTHING, BreakingReason
from bot.store import archive
from bot.store.addresses import find
from bot.store.bodies import sections_from_json
from bot.store.database import Transaction
from bot.store.editions import GIVEN
from bot.store.tables import announcement, article, article_link, article_tag, headline, story, subscription, tag


async def make_breaking(tx: Transaction, story_id: int, reason: BreakingReason, now: datetime) -> bool:
    """Whether the story became breaking by this; False if it was, if it was retracted, or if there is none."""
    calm = story.c.breaking_at.is_(None), story.c.retracted_at.is_(None)
    changed = await tx.execute(
        update(story).where(story.c.id == story_id, *calm).values(breaking_at=now, breaking_reason=reason)
    )
    return changed.rowcount > 0


async def breaking_at(tx: Transaction, story_id: int) -> datetime | None:
    return (await tx.execute(select(story.c.breaking_at).where(story.c.id == story_id))).scalar()


async def told(tx: Transaction, story_id: int) -> list[tuple[datetime, str]]:
    """(when it was published, by whom) of each of its articles."""
    rows = await tx.execute(select(article.c.published_at, article.c.source_name).where(article.c.story_id == story_id))
    return [(row.published_at, row.source_name) for row in rows]


async def tags_of(tx: Transaction, story_id: int) -> tuple[int, ...]:
    """The tags of all its articles, the first article's first."""
    rows = await tx.execute(
        select(article_tag.c.tag_id)
        .join(article)
        .where(article.c.story_id == story_id)
        .order_by(article.c.id, article_tag.c.position)
    )
    return tuple(dict.fromkeys(rows.scalars()))


async def tags_counted(tx: Transaction, story_id: int) -> tuple[int, ...]:
    """And the one that every story counts as having."""
    return await with_everything(tx, await tags_of(tx, story_id))


async def with_everything(tx: Transaction, tag_ids: tuple[int, ...]) -> tuple[int, ...]:
    """And the tag that every story counts as having, where somebody follows that."""
    followed = exists().where(subscription.c.tag_id == tag.c.id)
    every = (await tx.execute(select(tag.c.id).where(tag.c.slug == EVERYTHING, followed))).scalars()
    return tuple(dict.fromkeys((*tag_ids, *every)))


async def linked(tx: Transaction, story_id: int) -> set[int]:
    """Other stories of the archive that its publishers link to: in the text, or beside it."""
    told = (await tx.execute(select(article.c.id, article.c.sections).where(article.c.story_id == story_id))).all()
    sections = [section for row in told for section in sections_from_json(row.sections)]
    links = [link.url for section in sections for paragraph in section.paragraphs for link in paragraph.links]
    beside = select(article_link.c.to_story_id).where(
        article_link.c.article_id.in_([row.id for row in told]), article_link.c.kind == GIVEN
    )
    found = {known.story_id for known in (await find(tx, links)).values()}
    return (found | set((await tx.execute(beside)).scalars())) - {None, story_id}


async def last_pushed(tx: Transaction, story_ids: Collection[int], since: datetime) -> int | None:
    """The one of these that chats were told of last, and after `since`; retracted ones do not count."""
    pushes = AnnouncementKind.BREAKING, AnnouncementKind.HEADLINE
    told = (
        select(announcement.c.story_id)
        .join(story, story.c.id == announcement.c.story_id)
        .where(announcement.c.story_id.in_(story_ids), announcement.c.kind.in_(pushes))
        .where(announcement.c.created_at > since, story.c.retracted_at.is_(None))
        .order_by(announcement.c.id.desc())
        .limit(1)
    )
    return (await tx.execute(told)).scalar()


async def entitle(tx: Transaction, story_id: int, titles: Mapping[str, str]) -> None:
    """Headlines by editors, by language: cards in these languages have them in place of the publisher's."""
    await tx.execute(update(story).where(story.c.id == story_id).values(titles=dict(titles)))


async def retract(tx: Transaction, story_id: int, now: datetime) -> bool:
    """An editor takes the story back: whether this did it; False if it was, or if there is none.

    It leaves the lists and other cards. Its own cards that stand in chats say so, and it is never announced again.
    """
    taken_back = update(story).where(story.c.id == story_id, story.c.retracted_at.is_(None)).values(retracted_at=now)
    if not (await tx.execute(taken_back)).rowcount:
        return False
    await tx.execute(delete(headline).where(headline.c.story_id == story_id))
    await archive.unindex_stories(tx, [story_id])
    return True


async def retracted(tx: Transaction, story_id: int) -> bool:
    return (await tx.execute(select(story.c.retracted_at).where(story.c.id == story_id))).scalar() is not None
