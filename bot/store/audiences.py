"""Whom an announcement reaches: its audience as a query."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from bot.news.audience import Audience
from bot.news.chats import ChatKind, Level
from bot.store.database import Transaction
from bot.store.tables import chat, subscription, subscription_without

MANY = 5000
"""Followers among whom one is looked for."""
ACTIVE = and_(chat.c.state == "active", ~chat.c.stopped)
"""It can be reached, and takes what comes."""
AFTER, UPTO = bindparam("after", type_=BigInteger), bindparam("upto", type_=BigInteger)
"""Parameters of a walk through an audience: chats' numbers."""


async def audience_size(tx: Transaction, audience: Audience) -> int:
    """Messages that an announcement made now would become: a group counts once for each of its topics."""
    size: int = (await tx.execute(select(func.count()).select_from(members(audience).subquery()))).scalar_one()
    return size


async def anybody(tx: Transaction, audience: Audience) -> bool:
    """Whether somebody is in it; of many followers that is assumed, as to look at all of them would take long."""
    if audience.tag_ids is None:
        return (await tx.execute(_everyone(audience).limit(1))).first() is not None
    theirs = subscription.c.tag_id.in_(audience.tag_ids)
    some = select(subscription.c.chat_number, subscription.c.level).where(theirs).limit(MANY).subquery()
    one = select(some.c.level).join(chat, chat.c.number == some.c.chat_number)
    one = one.where(one_of(some.c.level, audience.levels), ACTIVE, *wanted(audience)).limit(1)
    many = select(subscription.c.id).where(theirs).offset(MANY - 1).limit(1)
    return (await tx.execute(one)).first() is not None or (await tx.execute(many)).first() is not None


async def left_out(tx: Transaction, tag_ids: Collection[int]) -> bool:
    """Whether some subscription leaves out stories that carry one of these tags."""
    some = select(subscription_without.c.tag_id).where(subscription_without.c.tag_id.in_(tag_ids)).limit(1)
    return (await tx.execute(some)).first() is not None


async def high_water(tx: Transaction, audience: Audience) -> int:
    """The number of the newest chat or subscription that such an announcement still reaches."""
    newest = chat.c.number if audience.tag_ids is None else subscription.c.id
    return (await tx.execute(select(func.max(newest)))).scalar() or 0


def first_after(audience: Audience) -> Select[Any]:
    """The next chat's number: a look-up for each tag, so that a few followers among a million cost a few look-ups."""
    if audience.tag_ids is None:
        return select(func.min(chat.c.number).label("first")).where(chat.c.number > AFTER)
    if not audience.tag_ids:
        return select(null().label("first"))
    followers = union_all(*(_first_follower(tag_id) for tag_id in audience.tag_ids)).subquery()
    return select(func.min(followers.c.chat_number).label("first"))


def members(audience: Audience) -> Select[Any]:
    """(chat_number, thread_id) of everyone in it who can be reached, once each."""
    if audience.tag_ids is None:
        return _everyone(audience)
    theirs = followers(audience, subscription.c.tag_id.in_(audience.tag_ids))
    # Who follows one tag stands there once anyway.
    return theirs.distinct() if len(audience.tag_ids) > 1 else theirs


def walk(audience: Audience, high: int) -> Select[Any] | CompoundSelect[Any]:
    """(chat_number, thread_id) of chats numbered (AFTER, UPTO], as of the high-water mark `high`, in their order.

    Once for each tag that they follow: an index has a tag's followers in this order, so that to merge them sorts
    nothing. The audience has a tag, or is everyone.
    """
    if audience.tag_ids is None:
        return _everyone(audience, chat.c.number > AFTER, chat.c.number <= UPTO, chat.c.number <= high)
    numbers = [subscription.c.chat_number > AFTER, subscription.c.chat_number <= UPTO, subscription.c.id <= high]
    # Said of the chats too: or PostgreSQL reads all of them for each chunk, to find its few thousand.
    numbers += [chat.c.number > AFTER, chat.c.number <= UPTO]
    tags = [followers(audience, subscription.c.tag_id == tag_id, *numbers) for tag_id in audience.tag_ids]
    return union_all(*tags).order_by("chat_number") if len(tags) > 1 else tags[0]


def wanted(audience: Audience) -> Sequence[ColumnElement[bool]]:
    """Conditions on chats: their language and kind, and whether they want alerts."""
    return list(_wanted(audience))


def _wanted(audience: Audience) -> Iterator[ColumnElement[bool]]:
    if audience.languages:
        yield one_of(chat.c.language, audience.languages)
    if audience.editions:
        yield one_of(func.coalesce(chat.c.edition, chat.c.language), audience.editions)
    if audience.kinds:
        yield one_of(chat.c.kind, audience.kinds)
    if audience.alerts:
        yield chat.c.alerts


def one_of(column: ColumnElement[Any], values: Iterable[object]) -> ColumnElement[bool]:
    """An IN whose text does not wait for its values, as Prepared needs it."""
    return or_(false(), *(column == value for value in values))


def to_json(audience: Audience) -> Mapping[str, Any]:
    return {
        "tag_ids": audience.tag_ids,
        "levels": audience.levels,
        "languages": audience.languages,
        "editions": audience.editions,
        "kinds": audience.kinds,
        "alerts": audience.alerts,
        "filtered": audience.filtered,
    }


def from_json(body: Mapping[str, Any]) -> Audience:
    tag_ids = body["tag_ids"]
    return Audience(
        None if tag_ids is None else tuple(tag_ids),
        tuple(map(Level, body["levels"])),
        tuple(body.get("languages", ())),
        tuple(map(ChatKind, body.get("kinds", ()))),
        body.get("alerts", False),
        body.get("filtered", False),
        tuple(body.get("editions", ())),
    )


def _everyone(audience: Audience, *conditions: ColumnElement[bool]) -> Select[Any]:
    everyone = select(chat.c.number.label("chat_number"), literal(0).label("thread_id"))
    return everyone.where(ACTIVE, *wanted(audience), *conditions)


def followers(audience: Audience, *conditions: ColumnElement[bool]) -> Select[Any]:
    """(chat_number, thread_id) of subscriptions that let it through and of which these conditions hold."""
    followers = select(subscription.c.chat_number, subscription.c.thread_id).join(chat)
    if audience.filtered and audience.tag_ids:
        unwanted = subscription_without.c.subscription_id == subscription.c.id
        carried = one_of(subscription_without.c.tag_id, audience.tag_ids)
        followers = followers.where(~exists().where(unwanted, carried))
    return followers.where(*conditions, one_of(subscription.c.level, audience.levels), ACTIVE, *wanted(audience))


def _first_follower(tag_id: int) -> Select[Any]:
    return select(func.min(subscription.c.chat_number).label("chat_number")).where(
        subscription.c.tag_id == tag_id, subscription.c.chat_number > AFTER
    )
