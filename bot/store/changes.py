"""The last change that a chat made for itself: what it had before, so that it can be taken back.

All that a chat chooses is looked at as one picture, and what differs between two of them is a change. So whatever can
be chosen one day can be taken back, too, without a word about it here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, select, update

from bot.store import preferences
from bot.store.database import Transaction
from bot.store.dialects import insert
from bot.store.tables import change, chat, saved, story, subscription, subscription_without
from bot.store.tables.columns import Moment

SETTINGS, SUBSCRIPTIONS, SAVED = "settings", "subscriptions", "saved"
GIVEN = {"number", "id", "kind", "title", "set_up", "digest_at", "state", "gone_reason", "gone_at", "created_at"}
"""Columns of a chat that it does not choose."""

Picture = Mapping[str, Mapping[str, Any]]
"""Part → what stands there, by name: settings, what is followed (by thread and tag), saved stories. None: nothing."""


async def picture(tx: Transaction, number: int) -> Picture:
    settings = (await tx.execute(select(chat).where(chat.c.number == number))).mappings().one()
    followed = (await tx.execute(select(subscription).where(subscription.c.chat_number == number))).mappings().all()
    kept = (await tx.execute(select(saved).where(saved.c.chat_number == number))).mappings().all()
    without = await _left_out(tx, number)
    return {
        SETTINGS: {name: _plain(value) for name, value in settings.items() if name not in GIVEN},
        SUBSCRIPTIONS: {
            f"{row['thread_id']} {row['tag_id']}": {
                **{name: _plain(value) for name, value in row.items() if name not in ("id", "chat_number")},
                "without": without.get(row["id"], []),
            }
            for row in followed
        },
        SAVED: {str(row["story_id"]): _plain(row["saved_at"]) for row in kept},
    }


def differing(before: Picture, after: Picture) -> Picture:
    """What stood there before, of all that is otherwise now."""
    parts = {
        part: {
            name: had.get(name) for name in had.keys() | after[part].keys() if had.get(name) != after[part].get(name)
        }
        for part, had in before.items()
    }
    return {part: names for part, names in parts.items() if names}


async def keep(tx: Transaction, number: int, was: Picture, made_at: int) -> None:
    """`made_at`: ms since 1970."""
    fields = {"made_at": made_at, "was": was}
    new = insert(tx, change).values(chat_number=number, **fields)
    await tx.execute(new.on_conflict_do_update(index_elements=["chat_number"], set_=fields))


async def take_back(tx: Transaction, number: int, at: int, now: datetime) -> Picture | None:
    """What stands again as it was; None where there is nothing to take back, or the last change is not that of `at`.

    `at`: 0 for any. The way back is a change, too, that can be taken back.
    """
    last = (await tx.execute(select(change).where(change.c.chat_number == number))).one_or_none()
    if last is None or at not in (0, last.made_at):
        return None
    before = await picture(tx, number)
    await _restore(tx, number, last.was, now)
    await keep(tx, number, differing(before, await picture(tx, number)), int(now.timestamp() * 1000))
    was: Picture = last.was
    return was


async def _restore(tx: Transaction, number: int, was: Picture, now: datetime) -> None:
    if settings := was.get(SETTINGS):
        await tx.execute(update(chat).where(chat.c.number == number).values(_typed(chat, settings)))
        await preferences.time_anew(tx, number, now)
    for name, had in was.get(SUBSCRIPTIONS, {}).items():
        thread_id, tag_id = map(int, name.split())
        await _follow_again(tx, number, thread_id, tag_id, had)
    for name, at in was.get(SAVED, {}).items():
        await _save_again(tx, number, int(name), at)


async def _follow_again(
    tx: Transaction, number: int, thread_id: int, tag_id: int, had: Mapping[str, Any] | None
) -> None:
    own = subscription.c.chat_number == number, subscription.c.thread_id == thread_id, subscription.c.tag_id == tag_id
    if had is None:
        await tx.execute(delete(subscription).where(*own))
        return
    fields = _typed(subscription, {name: value for name, value in had.items() if name != "without"})
    new = insert(tx, subscription).values(chat_number=number, **fields)
    again = new.on_conflict_do_update(index_elements=["chat_number", "thread_id", "tag_id"], set_=fields)
    ours = (await tx.execute(again.returning(subscription.c.id))).scalar_one()
    await tx.execute(delete(subscription_without).where(subscription_without.c.subscription_id == ours))
    if rows := [{"subscription_id": ours, "tag_id": one} for one in had["without"]]:
        await tx.execute(subscription_without.insert(), rows)


async def _save_again(tx: Transaction, number: int, story_id: int, at: str | None) -> None:
    """A story that went meanwhile does not come back."""
    if at is None:
        await tx.execute(delete(saved).where(saved.c.chat_number == number, saved.c.story_id == story_id))
    elif (await tx.execute(select(story.c.id).where(story.c.id == story_id))).first():
        new = insert(tx, saved).values(chat_number=number, story_id=story_id, saved_at=datetime.fromisoformat(at))
        await tx.execute(new.on_conflict_do_nothing())


async def _left_out(tx: Transaction, number: int) -> dict[int, list[int]]:
    """Subscription → tags, in one order."""
    table = subscription_without.c
    query = select(table.subscription_id, table.tag_id).join(subscription).where(subscription.c.chat_number == number)
    found: dict[int, list[int]] = {}
    for row in await tx.execute(query.order_by(table.subscription_id, table.tag_id)):
        found.setdefault(row.subscription_id, []).append(row.tag_id)
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _typed(table: Table, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Back from JSON, without columns that a later version dropped."""
    return {
        name: datetime.fromisoformat(value) if value and isinstance(table.c[name].type, Moment) else value
        for name, value in fields.items()
        if name in table.c
    }
