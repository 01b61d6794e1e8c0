"""Buttons that no message has, tapped in a group by who is no admin of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from itertools import islice, product
from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints

from bot.gateway.codec import CLASSES
from bot.news.chats import ChatKind, Level
from bot.store import Database, changes, subscriptions, tags
from bot.views.choices import Of
from bot.views.intents import Intent, Place
from tests.pages.desk import Desk
from tests.store.samples import NATO, NOON, article, meet, take_in

GROUP = -7
MOST = 4
"""Of one kind of intent."""


async def test_nothing_is_changed_for_the_group(db: Database) -> None:
    async with db.write() as tx:
        group = await meet(tx, GROUP, kind=ChatKind.GROUP)
        await take_in(tx, article(1, tags_=[NATO]))
        [nato] = await tags.learn(tx, [NATO], "en")
        await subscriptions.subscribe(tx, group.number, nato, Level.ALL, NOON)
    desk = Desk(db, GROUP, kind=ChatKind.GROUP)
    async with db.read() as tx:
        before = await changes.picture(tx, group.number)
    for forged in _forged():
        for act in (forged, Of(group.number, 0, forged)):
            assert not (await desk.asks(act)).document
            async with db.read() as tx:
                assert await changes.picture(tx, group.number) == before, act


async def test_a_tap_draws_nothing_in_the_place_of_what_all_see(db: Database) -> None:
    async with db.write() as tx:
        await meet(tx, GROUP, kind=ChatKind.GROUP)
        await take_in(tx, article(1, tags_=[NATO]))
    desk = Desk(db, GROUP, kind=ChatKind.GROUP)
    for forged in _forged():
        for act in (forged, Of(1, 0, forged)):
            answer = await desk.asks(act)
            assert answer.reply is None or answer.fresh, act
            assert answer.alert, act


def _forged() -> Iterator[Intent]:
    for kind in CLASSES.values():
        if kind is not Of:
            hints = get_type_hints(kind)
            every = product(*(_values(hints[field.name]) for field in fields(kind)))
            yield from (kind(*values) for values in islice(every, MOST))


def _values(hint: Any) -> list[Any]:
    if isinstance(hint, UnionType):
        (hint,) = (option for option in get_args(hint) if option is not NoneType)
    if hint in (bool, int):
        return [1, 0] if hint is int else [True, False]
    return list(hint) if issubclass(hint, StrEnum) else [Place(saved=True)] if hint is Place else ["ru", ""]
