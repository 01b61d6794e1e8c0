"""Which story stands at an address. One address belongs to one story, whoever takes it in first.

An article may have moved, so it may have several; and a name that its publisher gave it, which stays when it moves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select, update

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


class Named(NamedTuple):
    article_id: int
    title: str
    published_at: datetime


async def named(tx: Transaction, source_id: str, guids: Collection[str]) -> dict[str, Named]:
    """Guid → the article that this source calls so."""
    names = {_name(source_id, guid): guid for guid in guids}
    columns = story_url.c.key, article.c.id, article.c.title, article.c.published_at
    found = select(*columns).join(article, article.c.id == story_url.c.article_id)
    rows = await tx.execute(found.where(story_url.c.key.in_(names)))
    return {names[key]: Named(*fields) for key, *fields in rows}


async def name(tx: Transaction, source_id: str, guid: str, url: str) -> None:
    """What the source calls the article at this address from now on."""
    there = (await find(tx, [url])).get(urls.key(url))
    if there and there.article_id:
        now = {"story_id": there.story_id, "article_id": there.article_id}
        new = insert(tx, story_url).values(key=_name(source_id, guid), **now)
        await tx.execute(new.on_conflict_do_update(index_elements=["key"], set_=now))


async def move(tx: Transaction, article_id: int, url: str) -> None:
    """The article is at this address now, at which nothing is known; the old one stays its own."""
    story_id = select(article.c.story_id).where(article.c.id == article_id).scalar_subquery()
    new = insert(tx, story_url).values(key=urls.key(url), story_id=story_id, article_id=article_id)
    await tx.execute(new.on_conflict_do_nothing())
    await tx.execute(update(article).where(article.c.id == article_id).values(url=url))


def _name(source_id: str, guid: str) -> str:
    """No address's key begins like this."""
    return f"#{source_id} {hashlib.blake2b(guid.encode(), digest_size=12).hexdigest()}"


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
