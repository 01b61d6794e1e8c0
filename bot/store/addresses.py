"""Which story stands at an address. One address belongs to one story, whoever takes it in first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from bot.news import urls
from bot.store.database import Transaction
from bot.store.dialects import insert
from bot.store.tables import article, story, story_url


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive has at an address."""

    story_id: int
    article_id: int | None
    """None: announced as an edition, not taken in yet."""
    print: str
    """Fingerprint of the content that was taken in; empty without an article."""


async def find(tx: Transaction, addresses: Collection[str]) -> dict[str, Known]:
    """What is known at these URLs, by `news.urls.key`; what is no web address is never known."""
    rows = await tx.execute(
        select(story_url.c.key, story_url.c.story_id, story_url.c.article_id, func.coalesce(article.c.print, ""))
        .outerjoin(article, article.c.id == story_url.c.article_id)
        .where(story_url.c.key.in_(keys(addresses)))
    )
    return {key: Known(*known) for key, *known in rows}


async def claim(tx: Transaction, addresses: Collection[str], story_id: int | None, now: datetime) -> int:
    """The story of these URLs; those that nobody has become its own. Without `story_id`, theirs or a new one."""
    claimed = keys(addresses)
    if story_id is not None:
        await _register(tx, claimed, story_id)
        return story_id
    theirs = select(func.min(story_url.c.story_id)).where(story_url.c.key.in_(claimed))
    await _register(tx, claimed, (await tx.execute(theirs)).scalar() or await _begin(tx, now))
    # Another process may have begun the same story meanwhile: the first one stands, ours stays empty.
    first: int = (await tx.execute(theirs)).scalar_one()
    return first


def keys(addresses: Collection[str]) -> list[str]:
    """Sorted, so that two transactions never wait for each other's addresses crosswise."""
    found = set()
    for url in addresses:
        try:
            found.add(urls.key(url))
        except ValueError:
            continue
    return sorted(found)


async def _begin(tx: Transaction, now: datetime) -> int:
    begun = await tx.execute(story.insert().values(created_at=now).returning(story.c.id))
    story_id: int = begun.scalar_one()
    return story_id


async def _register(tx: Transaction, claimed: Sequence[str], story_id: int) -> None:
    if claimed:
        rows = [{"key": key, "story_id": story_id} for key in claimed]
        await tx.execute(insert(tx, story_url).on_conflict_do_nothing(), rows)
