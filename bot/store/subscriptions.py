"""Subscriptions: which chat wants which tag, and how much of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select

from bot.news.chats import Level, Subscription
from bot.store import tags
from bot.store.database import Transaction
from bot.store.dialects import insert
from bot.store.tables import subscription


async def subscribe(
    tx: Transaction, chat_number: int, tag_id: int, level: Level, now: datetime, *, thread_id: int = 0
) -> bool:
    """Whether that is news: the chat did not have the tag, or had it at another level."""
    new = insert(tx, subscription).values(
        chat_number=chat_number, thread_id=thread_id, tag_id=tag_id, level=level, created_at=now
    )
    changed = new.on_conflict_do_update(
        index_elements=["chat_number", "thread_id", "tag_id"],
        set_={"level": level},
        where=subscription.c.level != level,
    )
    return (await tx.execute(changed.returning(subscription.c.id))).first() is not None


async def unsubscribe(tx: Transaction, chat_number: int, tag_id: int, *, thread_id: int = 0) -> bool:
    """Whether the chat had the tag."""
    ended = await tx.execute(
        delete(subscription).where(
            subscription.c.chat_number == chat_number,
            subscription.c.thread_id == thread_id,
            subscription.c.tag_id == tag_id,
        )
    )
    return ended.rowcount > 0


async def of_chat(tx: Transaction, number: int, language: str) -> list[Subscription]:
    """In the order in which they were made; tags named in `language` where they have such a name."""
    rows = (
        await tx.execute(
            select(subscription.c.tag_id, subscription.c.level, subscription.c.thread_id)
            .where(subscription.c.chat_number == number)
            .order_by(subscription.c.id)
        )
    ).all()
    named = {tag.id: tag for tag in await tags.by_ids(tx, [row.tag_id for row in rows], language)}
    return [Subscription(named[row.tag_id], Level(row.level), row.thread_id) for row in rows]


async def has(tx: Transaction, number: int, tag_ids: Collection[int]) -> set[int]:
    """Those of these tags that the chat follows, in any topic."""
    rows = await tx.execute(
        select(subscription.c.tag_id).where(subscription.c.chat_number == number, subscription.c.tag_id.in_(tag_ids))
    )
    return set(rows.scalars())
