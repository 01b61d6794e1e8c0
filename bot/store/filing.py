"""Topics of private chats: one for each tag that the chat follows, as far as they were made."""

from __future__ import annotations

from sqlalchemy import delete, select

from bot.news.story import Tag
from bot.store import dialects, stories, tags
from bot.store.database import Transaction
from bot.store.tables import subscription, topic


async def tag_for(tx: Transaction, number: int, story_id: int, language: str) -> Tag | None:
    """The one of the story's tags that the chat has followed for longest."""
    about = await stories.tags_counted(tx, story_id)
    theirs = subscription.c.chat_number == number, subscription.c.tag_id.in_(about)
    first = (await tx.execute(select(subscription.c.tag_id).where(*theirs).order_by(subscription.c.id))).scalar()
    return await tags.by_id(tx, first, language) if first is not None else None


async def topic_of(tx: Transaction, number: int, tag_id: int) -> int:
    """0 where there is none yet."""
    made = select(topic.c.thread_id).where(topic.c.chat_number == number, topic.c.tag_id == tag_id)
    return (await tx.execute(made)).scalar() or 0


async def remember(tx: Transaction, number: int, thread_id: int, tag: Tag) -> None:
    new = dialects.insert(tx, topic).values(chat_number=number, thread_id=thread_id, name=tag.name, tag_id=tag.id)
    await tx.execute(new.on_conflict_do_nothing())


async def forget(tx: Transaction, number: int, thread_id: int) -> None:
    await tx.execute(delete(topic).where(topic.c.chat_number == number, topic.c.thread_id == thread_id))
