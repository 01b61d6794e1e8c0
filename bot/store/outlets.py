"""Groups and channels as their admins set them up: who did, what these are told, and where they stopped."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, exists, select, update

from bot.news.chats import Chat, Sound
from bot.news.outlets import TidingKind
from bot.store import chats, dialects, endings, tidings
from bot.store.database import Transaction
from bot.store.tables import chat, delivery, keeper, subscription, topic


async def keep(tx: Transaction, number: int, person_id: int, now: datetime) -> bool:
    """The person is one of those who set up the group or channel from now on. Whether they are new."""
    new = dialects.insert(tx, keeper).values(chat_number=number, person_id=person_id, since=now)
    made = new.on_conflict_do_nothing().returning(keeper.c.person_id)
    return (await tx.execute(made)).first() is not None


async def keepers(tx: Transaction, number: int) -> list[int]:
    """Those who set it up, the first of them first."""
    theirs = select(keeper.c.person_id).where(keeper.c.chat_number == number)
    return list((await tx.execute(theirs.order_by(keeper.c.since, keeper.c.person_id))).scalars())


async def kept_by(tx: Transaction, person_id: int) -> list[Chat]:
    """Groups and channels that they set up, as long as these are known, in the order of their titles."""
    theirs = select(chat).join(keeper).where(keeper.c.person_id == person_id, chat.c.state != chats.FORGOTTEN)
    rows = (await tx.execute(theirs.order_by(chat.c.title, chat.c.number))).all()
    return [chats.of_row(row) for row in rows]


async def begin(tx: Transaction, number: int) -> None:
    """A channel that nobody has set up yet: nothing comes, until somebody says so."""
    unkept = chat.c.number == number, ~exists().where(keeper.c.chat_number == number)
    await tx.execute(update(chat).where(*unkept).values(stopped=True, alerts=False))


async def stop(tx: Transaction, number: int, want: bool, now: datetime) -> None:
    """Nothing comes any more, or again; what is due ends unsent."""
    await tx.execute(update(chat).where(chat.c.number == number).values(stopped=want))
    if want:
        await tx.run_sync(endings.skip_due, number, "stopped", now)


async def topics(tx: Transaction, number: int) -> dict[int, str]:
    """Forum topics that were seen: thread → name."""
    rows = await tx.execute(select(topic.c.thread_id, topic.c.name).where(topic.c.chat_number == number))
    return {row.thread_id: row.name for row in rows}


async def name_topic(tx: Transaction, number: int, thread_id: int, name: str) -> None:
    """As it is called now."""
    new = dialects.insert(tx, topic).values(chat_number=number, thread_id=thread_id, name=name)
    await tx.execute(new.on_conflict_do_update(index_elements=["chat_number", "thread_id"], set_={"name": name}))


async def lose_topic(tx: Transaction, number: int, thread_id: int, now: datetime) -> None:
    """A forum's topic is gone: what was to come there ends, and its keepers are told what that was."""
    await tx.run_sync(_lose_topic, number, thread_id, now)


def _lose_topic(tx: Connection, number: int, thread_id: int, now: datetime) -> None:
    theirs = subscription.c.chat_number == number, subscription.c.thread_id == thread_id
    gone = delete(subscription).where(*theirs)
    own = subscription.c.tag_id, subscription.c.level, subscription.c.through, subscription.c.sound
    rows = tx.execute(gone.returning(*own)).all()
    tx.execute(delete(topic).where(topic.c.chat_number == number, topic.c.thread_id == thread_id))
    endings.skip_due(tx, number, "the topic is gone", now, delivery.c.thread_id == thread_id)
    if rows:
        ended = sorted((row.tag_id, row.level, row.through, row.sound or Sound.ALL) for row in rows)
        tidings.note(tx, number, TidingKind.DELETED, now, thread_id=thread_id, ended=ended)
