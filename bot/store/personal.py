"""What is kept of a chat: named here once, for /mydata to tell and for /forgetme to remove.

A test compares this with the schema, so that no column is forgotten.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Row, Select, bindparam, delete, func, or_, select, update

from bot.news.delivery import DeliveryState
from bot.store import tally
from bot.store.chats import FORGOTTEN, nameless, owed_to
from bot.store.database import Database, Transaction
from bot.store.tables import (
    OPEN,
    WAITING,
    act,
    announcement,
    candidate,
    candidate_copy,
    change,
    chat,
    delivery,
    draft,
    hold,
    inbox,
    invitation,
    keeper,
    last_look,
    menu,
    notice,
    saved,
    source_look,
    staff,
    subscription,
    subscription_without,
    tag,
    tiding,
    topic,
)

CHUNK = 500
"""Rows in memory at once."""
NOBODY = 0
"""The editor of what is nobody's any more."""

Known = Row[Any]
"""A chat's row."""
_ASKER = bindparam("asker", type_=BigInteger)
"""Who wants to know: one admin of a group or channel does not learn who the others are."""

PARTS: Mapping[str, Callable[[Known], Select[Any]]] = {
    "chat": lambda known: select(chat).where(chat.c.number == known.number),
    "subscriptions": lambda known: _named(subscription.c.tag_id, subscription).where(_subscribed(known)),
    "left_out": lambda known: (
        _named(subscription_without.c.tag_id, subscription_without)
        .join(subscription, subscription.c.id == subscription_without.c.subscription_id)
        .where(_subscribed(known))
    ),
    "looks": lambda known: select(last_look).where(last_look.c.chat_number == known.number),
    "saved": lambda known: select(saved).where(saved.c.chat_number == known.number),
    "changes": lambda known: select(change).where(change.c.chat_number == known.number),
    "deliveries": lambda known: (
        select(delivery, announcement.c.kind, announcement.c.story_id.label("of_story_id"))
        .join(announcement, announcement.c.id == delivery.c.announcement_id)
        .where(owed_to(known.number))
        .order_by(delivery.c.id)
    ),
    "unanswered": lambda known: select(inbox).where(inbox.c.chat_id == known.id, WAITING),
    "holds": lambda known: select(hold).where(hold.c.chat_id == known.id),
    "keepers": lambda known: select(keeper).where(_kept(known), keeper.c.person_id == _ASKER),
    "other_keepers": lambda known: (
        select(keeper.c.chat_number, func.count().label("people"))
        .where(keeper.c.chat_number == known.number, keeper.c.person_id != _ASKER)
        .group_by(keeper.c.chat_number)
    ),
    "topics": lambda known: select(topic).where(topic.c.chat_number == known.number),
    "tidings": lambda known: select(tiding).where(tiding.c.chat_number == known.number),
    "drafts": lambda known: select(draft).where(draft.c.editor_id == known.id),
    "acts": lambda known: select(act).where(act.c.editor_id == known.id),
    "notices": lambda known: select(notice).where(notice.c.editor_id == known.id),
    "announcements": lambda known: select(announcement.c.id, announcement.c.author_id, announcement.c.created_at).where(
        announcement.c.author_id == known.id
    ),
    "staff": lambda known: select(staff).where(staff.c.person_id == known.id),
    "menus": lambda known: select(menu).where(menu.c.person_id == known.id),
    "invitations": lambda known: select(invitation).where(invitation.c.by_id == known.id),
    "candidates": lambda known: select(candidate).where(candidate.c.editor_id == known.id),
    "candidate_copies": lambda known: select(candidate_copy).where(candidate_copy.c.chat_id == known.id),
}
"""What /mydata tells → the rows. An editor's id is that of the private chat with the bot."""
ELSEWHERE = {"source_look": {"told"}}
"""Table → columns that hold ids of editors among what is about nobody: until the source is read again."""

BLANK_DRAFT: Mapping[str, Any] = {
    "editor_id": NOBODY,
    "state": "cancelled",
    "alert": None,
    "awaits": "",
    "album": "",
    "audience": None,
    "message_id": None,
    "reported": True,
}
"""The row stays, as buttons name drafts by number."""


async def told(db: Database, chat_id: int, asker_id: int) -> AsyncIterator[tuple[str, list[Mapping[str, Any]]]]:
    """(part, some of its rows), part by part, as of one moment; each part at least once."""
    async with db.read() as tx:
        known = await _known(tx, chat_id)
        for name, rows in PARTS.items():
            yield name, []
            if known is None:
                continue
            async with tx.stream(rows(known).params(asker=asker_id)) as found:
                async for some in found.mappings().partitions(CHUNK):
                    yield name, [dict(row) for row in some]


async def forget(tx: Transaction, chat_id: int, now: datetime, *, editor: bool) -> bool:
    """Whether anything was known. Who comes back begins anew, under another number.

    The row stays without a name: deliveries count in their announcements, and numbers are never used again. What is in
    flight is not asked about any more. What an `editor` did stays in the audit log as long as they are one.
    """
    known = await _known(tx, chat_id, hold=True)
    if known is None:
        return await _forget_person(tx, chat_id, editor=editor)
    ended = update(delivery).where(delivery.c.chat_number == known.number, OPEN)
    gone = {"state": DeliveryState.GONE, "reason": FORGOTTEN, "settled_at": now, "owner": None}
    of = (await tx.execute(ended.values(gone).returning(delivery.c.announcement_id))).scalars().all()
    await tx.execute(update(delivery).where(owed_to(known.number)).values(message_id=None, others=None))
    await tx.execute(delete(subscription).where(_subscribed(known)))
    await tx.execute(delete(keeper).where(keeper.c.chat_number == known.number))
    for table in (last_look, saved, change, topic, tiding):
        await tx.execute(delete(table).where(table.c.chat_number == known.number))
    await _forget_person(tx, chat_id, editor=editor)
    await tx.execute(update(chat).where(chat.c.number == known.number).values(nameless(known.number, now)))
    changes: tally.Changes = tally.Changes()
    changes.update((one, DeliveryState.GONE) for one in of)
    await tx.run_sync(tally.add, changes)
    return True


async def _forget_person(tx: Transaction, chat_id: int, *, editor: bool) -> bool:
    """What is kept by Telegram's number, also of somebody who never wrote in private. Whether they set up a group or
    channel."""
    kept = await tx.execute(delete(keeper).where(keeper.c.person_id == chat_id))
    await tx.execute(delete(hold).where(hold.c.chat_id == chat_id))
    await tx.execute(delete(invitation).where(invitation.c.by_id == chat_id))
    await tx.execute(delete(candidate_copy).where(candidate_copy.c.chat_id == chat_id))
    await tx.execute(update(draft).where(draft.c.editor_id == chat_id).values(BLANK_DRAFT))
    if not editor:
        await _forget_editor(tx, chat_id)
    return kept.rowcount > 0


async def _forget_editor(tx: Transaction, editor_id: int) -> None:
    """The log says what was done, and no longer by whom."""
    acts = await tx.execute(update(act).where(act.c.editor_id == editor_id).values(editor_id=NOBODY))
    notices = await tx.execute(delete(notice).where(notice.c.editor_id == editor_id))
    decided = update(candidate).where(candidate.c.editor_id == editor_id).values(editor_id=None, editor_name="")
    left = await tx.execute(delete(staff).where(staff.c.person_id == editor_id))
    await tx.execute(delete(menu).where(menu.c.person_id == editor_id))
    if not ((await tx.execute(decided)).rowcount or left.rowcount or acts.rowcount or notices.rowcount):
        return  # Never was one: of the announcements' authors there is no index.
    await tx.execute(update(announcement).where(announcement.c.author_id == editor_id).values(author_id=None))
    for column in (staff.c.appointed_by, staff.c.tell):
        nobody = NOBODY if column is staff.c.appointed_by else None
        await tx.execute(update(staff).where(column == editor_id).values({column.key: nobody}))
    looks = await tx.execute(select(source_look).where(source_look.c.broken_since.is_not(None)))
    for look in looks.all():
        rest = [one for one in look.told if one != editor_id]
        await tx.execute(update(source_look).where(source_look.c.source_id == look.source_id).values(told=rest))


async def _known(tx: Transaction, chat_id: int, *, hold: bool = False) -> Known | None:
    query = select(chat).where(chat.c.id == chat_id)
    return (await tx.execute(query.with_for_update() if hold else query)).one_or_none()


def _subscribed(known: Known) -> ColumnElement[bool]:
    number: int = known.number
    return subscription.c.chat_number == number


def _kept(known: Known) -> ColumnElement[bool]:
    """Who set up the group or channel; or what the person did."""
    return or_(keeper.c.chat_number == known.number, keeper.c.person_id == known.id)


def _named(tag_id: ColumnElement[int], table: Any) -> Select[Any]:
    return select(table, tag.c.slug).join_from(table, tag, tag.c.id == tag_id)
