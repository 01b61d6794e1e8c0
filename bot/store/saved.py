"""Stories that chats saved to read later. While one stands here, retention leaves it alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, func, select

from bot.store import lists
from bot.store.database import Transaction
from bot.store.dialects import insert
from bot.store.lists import Listing
from bot.store.tables import saved, story

MOST = 100
"""Stories that a chat may save."""


async def save(tx: Transaction, chat_number: int, story_id: int, now: datetime) -> bool:
    """False where there is no such story, or the chat has saved as many as there can be."""
    there = (await tx.execute(select(story.c.id).where(story.c.id == story_id).with_for_update(key_share=True))).first()
    if there is None or await is_full(tx, chat_number):
        return await has(tx, chat_number, story_id)
    new = insert(tx, saved).values(chat_number=chat_number, story_id=story_id, saved_at=now)
    await tx.execute(new.on_conflict_do_nothing())
    return True


async def is_full(tx: Transaction, chat_number: int) -> bool:
    count = select(func.count()).select_from(saved).where(saved.c.chat_number == chat_number)
    return int((await tx.execute(count)).scalar_one()) >= MOST


async def drop(tx: Transaction, chat_number: int, story_id: int) -> None:
    await tx.execute(delete(saved).where(saved.c.chat_number == chat_number, saved.c.story_id == story_id))


async def has(tx: Transaction, chat_number: int, story_id: int) -> bool:
    this = select(saved.c.story_id).where(saved.c.chat_number == chat_number, saved.c.story_id == story_id)
    return (await tx.execute(this)).first() is not None


async def of_chat(tx: Transaction, chat_number: int, language: str, *, offset: int = 0, limit: int = 8) -> Listing:
    """The last saved first; what an editor took back is marked so."""
    own = (
        select(saved.c.story_id, story.c.retracted_at)
        .join(story)
        .where(saved.c.chat_number == chat_number)
        .order_by(saved.c.saved_at.desc(), saved.c.story_id.desc())
    )
    rows = (await tx.execute(own.offset(offset).limit(limit + 1))).all()
    shown = await lists.of_stories(tx, [row.story_id for row in rows[:limit]], language, retracted=True)
    found = (
        replace(shown[row.story_id], retracted=row.retracted_at is not None) for row in rows if row.story_id in shown
    )
    return Listing(tuple(found), 0, len(rows) > limit)
