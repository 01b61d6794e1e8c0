"""Subscriptions: which chat wants which tag, and how much of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select, update

from bot.news.chats import Level, Sound, Subscription
from bot.store import tags
from bot.store.database import Transaction
from bot.store.dialects import insert
from bot.store.tables import subscription, subscription_without


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


async def left_out(tx: Transaction, chat_number: int, tag_id: int, *, thread_id: int = 0) -> list[int]:
    """The tags whose stories the subscription leaves out."""
    own = await _own(tx, chat_number, tag_id, thread_id)
    return (await _left_out(tx, [own]))[own]


async def leave_out(
    tx: Transaction, chat_number: int, tag_id: int, without: Collection[int], *, thread_id: int = 0
) -> None:
    """From now on the subscription leaves out what carries one of these tags, and nothing else."""
    own = await _own(tx, chat_number, tag_id, thread_id)
    await tx.execute(delete(subscription_without).where(subscription_without.c.subscription_id == own))
    rows = [{"subscription_id": own, "tag_id": one} for one in sorted(set(without) - {tag_id})]
    if rows:
        await tx.execute(subscription_without.insert(), rows)


async def set_level(tx: Transaction, number: int, tag_id: int, level: Level, *, thread_id: int | None = None) -> None:
    """Of a topic that it follows; None: in every topic of its forum."""
    theirs = [subscription.c.chat_number == number, subscription.c.tag_id == tag_id]
    if thread_id is not None:
        theirs.append(subscription.c.thread_id == thread_id)
    await tx.execute(update(subscription).where(*theirs).values(level=level))


async def every_headline(tx: Transaction, number: int, tag_ids: Collection[int]) -> bool:
    """Whether the chat gets each of one of these tags at once."""
    theirs = subscription.c.chat_number == number, subscription.c.tag_id.in_(tag_ids)
    return (
        await tx.execute(select(subscription.c.id).where(*theirs, subscription.c.level == Level.ALL))
    ).first() is not None


async def into_digest(tx: Transaction, chat_number: int) -> int:
    """Where none of its topics is in the digest: all of which it gets breaking news only. Tells how many there were."""
    theirs = subscription.c.chat_number == chat_number
    if (await tx.execute(select(subscription.c.id).where(theirs, subscription.c.level == Level.DIGEST))).first():
        return 0
    calm = update(subscription).where(theirs, subscription.c.level == Level.BREAKING)
    return (await tx.execute(calm.values(level=Level.DIGEST))).rowcount


async def _own(tx: Transaction, chat_number: int, tag_id: int, thread_id: int) -> int:
    ours = subscription.c.chat_number == chat_number, subscription.c.thread_id == thread_id
    own: int = (await tx.execute(select(subscription.c.id).where(*ours, subscription.c.tag_id == tag_id))).scalar_one()
    return own


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
        await tx.execute(select(subscription).where(subscription.c.chat_number == number).order_by(subscription.c.id))
    ).all()
    left_out = await _left_out(tx, [row.id for row in rows])
    asked = [row.tag_id for row in rows] + [tag_id for without in left_out.values() for tag_id in without]
    named = {tag.id: tag for tag in await tags.by_ids(tx, asked, language)}
    return [
        Subscription(
            named[row.tag_id],
            Level(row.level),
            row.thread_id,
            tuple(named[one] for one in left_out.get(row.id, ())),
            row.through,
            Sound(row.sound or Sound.ALL),
        )
        for row in rows
    ]


async def _left_out(tx: Transaction, ids: Collection[int]) -> dict[int, list[int]]:
    """Subscription → tags."""
    found: dict[int, list[int]] = defaultdict(list)
    table = subscription_without.c
    rows = await tx.execute(
        select(table.subscription_id, table.tag_id).where(table.subscription_id.in_(ids)).order_by(table.tag_id)
    )
    for row in rows:
        found[row.subscription_id].append(row.tag_id)
    return found


async def has(tx: Transaction, number: int, tag_ids: Collection[int]) -> set[int]:
    """Those of these tags that the chat follows, in any topic."""
    rows = await tx.execute(
        select(subscription.c.tag_id).where(subscription.c.chat_number == number, subscription.c.tag_id.in_(tag_ids))
    )
    return set(rows.scalars())
