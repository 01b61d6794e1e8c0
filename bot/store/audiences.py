"""Whom an announcement reaches: its audience as a query."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all

from bot.news.audience import Audience
from bot.news.chats import ChatKind, Level
from bot.store.database import Transaction
from bot.store.tables import chat, subscription

ACTIVE = chat.c.state == "active"


async def audience_size(tx: Transaction, audience: Audience) -> int:
    """Messages that an announcement made now would become: a group counts once for each of its topics."""
    size: int = (await tx.execute(select(func.count()).select_from(members(audience).subquery()))).scalar_one()
    return size


async def high_water(tx: Transaction, audience: Audience) -> int:
    """The number of the newest chat or subscription that such an announcement still reaches."""
    newest = chat.c.number if audience.tag_ids is None else subscription.c.id
    return (await tx.execute(select(func.max(newest)))).scalar() or 0


async def first_after(tx: Transaction, audience: Audience, cursor: int) -> int | None:
    """The next chat's number: a look-up for each tag, so that a few followers among a million cost a few look-ups."""
    if audience.tag_ids is None:
        query = select(func.min(chat.c.number)).where(chat.c.number > cursor)
    elif audience.tag_ids:
        followers = union_all(*(_first_follower(tag_id, cursor) for tag_id in audience.tag_ids)).subquery()
        query = select(func.min(followers.c.chat_number))
    else:
        return None
    first: int | None = (await tx.execute(query)).scalar()
    return first


def members(audience: Audience, *conditions: ColumnElement[bool]) -> Select[Any]:
    """(chat_number, thread_id) of everyone in it who can be reached, once each."""
    reached = (ACTIVE, *wanted(audience), *conditions)
    if audience.tag_ids is None:
        everyone = select(chat.c.number.label("chat_number"), literal(0).label("thread_id"))
        return everyone.where(*reached)
    followers = (
        select(subscription.c.chat_number, subscription.c.thread_id)
        .join(chat)
        .where(subscription.c.tag_id.in_(audience.tag_ids), subscription.c.level.in_(audience.levels), *reached)
    )
    # Who follows one tag stands there once anyway.
    return followers.distinct() if len(audience.tag_ids) > 1 else followers


def wanted(audience: Audience) -> Sequence[ColumnElement[bool]]:
    """Conditions on chats: their language and kind, and whether they want alerts."""
    return list(_wanted(audience))


def _wanted(audience: Audience) -> Iterator[ColumnElement[bool]]:
    if audience.languages:
        yield chat.c.language.in_(audience.languages)
    if audience.kinds:
        yield chat.c.kind.in_(audience.kinds)
    if audience.alerts:
        yield chat.c.alerts


def within(audience: Audience, high: int, after: int, upto: int) -> Sequence[ColumnElement[bool]]:
    """Conditions for `members`: chats numbered (after, upto], as of the high-water mark `high`."""
    if audience.tag_ids is None:
        return (chat.c.number > after, chat.c.number <= min(upto, high))
    return (subscription.c.chat_number > after, subscription.c.chat_number <= upto, subscription.c.id <= high)


def to_json(audience: Audience) -> Mapping[str, Any]:
    return {
        "tag_ids": audience.tag_ids,
        "levels": audience.levels,
        "languages": audience.languages,
        "kinds": audience.kinds,
        "alerts": audience.alerts,
    }


def from_json(body: Mapping[str, Any]) -> Audience:
    tag_ids = body["tag_ids"]
    return Audience(
        None if tag_ids is None else tuple(tag_ids),
        tuple(map(Level, body["levels"])),
        tuple(body.get("languages", ())),
        tuple(map(ChatKind, body.get("kinds", ()))),
        body.get("alerts", False),
    )


def _first_follower(tag_id: int, cursor: int) -> Select[Any]:
    return select(func.min(subscription.c.chat_number).label("chat_number")).where(
        subscription.c.tag_id == tag_id, subscription.c.chat_number > cursor
    )
