"""Stories as a whole: what makes them breaking, and what they are about."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update

from bot.news.story import BreakingReason
from bot.store.database import Transaction
from bot.store.tables import article, article_tag, headline, story


async def make_breaking(tx: Transaction, story_id: int, reason: BreakingReason, now: datetime) -> bool:
    """Whether the story became breaking by this; False if it was, or if there is none."""
    changed = await tx.execute(
        update(story)
        .where(story.c.id == story_id, story.c.breaking_at.is_(None))
        .values(breaking_at=now, breaking_reason=reason)
    )
    return changed.rowcount > 0


async def breaking_at(tx: Transaction, story_id: int) -> datetime | None:
    return (await tx.execute(select(story.c.breaking_at).where(story.c.id == story_id))).scalar()


async def tags_of(tx: Transaction, story_id: int) -> tuple[int, ...]:
    """The tags of all its articles, the first article's first."""
    rows = await tx.execute(
        select(article_tag.c.tag_id)
        .join(article)
        .where(article.c.story_id == story_id)
        .order_by(article.c.id, article_tag.c.position)
    )
    return tuple(dict.fromkeys(rows.scalars()))


async def retract(tx: Transaction, story_id: int, now: datetime) -> bool:
    """An editor takes the story back: whether this did it; False if it was, or if there is none.

    It leaves the lists. Its cards that stand in chats say so, and it is never announced again.
    """
    taken_back = update(story).where(story.c.id == story_id, story.c.retracted_at.is_(None)).values(retracted_at=now)
    if not (await tx.execute(taken_back)).rowcount:
        return False
    await tx.execute(delete(headline).where(headline.c.story_id == story_id))
    return True


async def retracted(tx: Transaction, story_id: int) -> bool:
    return (await tx.execute(select(story.c.retracted_at).where(story.c.id == story_id))).scalar() is not None
