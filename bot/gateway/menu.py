"""The command menu beside the input field, per scope and language; the staff have menus of their own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import RetryAfter, TelegramError

from bot.gateway.outcomes import LONGEST_WAIT
from bot.locales import Words
from bot.news.staff import Role
from bot.store import Database, staff
from bot.views import menu as view

_log = logging.getLogger(__name__)

Scope = Literal["default", "all_private_chats", "all_group_chats"] | int
"""An int is the id of one chat: that of somebody of the staff."""


@dataclass(frozen=True, slots=True)
class Menu:
    scope: Scope
    language_code: str
    """Two letters; empty for every language that has no menu of its own."""
    commands: tuple[tuple[str, str], ...]
    """Command without its slash, and what it does; none: as everybody has it there."""


@dataclass(slots=True)
class Menus:
    """Everybody's menus, and those of the staff: as they are, and at once as they change."""

    bot: Bot
    db: Database
    words: Mapping[str, Words]
    language: str
    """Its menu is also that of every language that we do not speak."""
    held: Callable[[], float]
    """Seconds for which nothing may be asked."""
    roots: Collection[int] = ()
    stale: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the staff has changed."""
    staff: dict[int, Role] = field(default_factory=dict)
    """Whose menus are set."""

    async def follow(self, stop: asyncio.Event) -> None:
        """Until `stop`."""
        await set_menu(self.bot, list(self._everybodys()), self.held)
        stopping = asyncio.create_task(stop.wait())
        stopping.add_done_callback(lambda _: self.stale.set())
        while not stop.is_set():
            self.stale.clear()
            await self._set_changed()
            await self.stale.wait()
        await stopping

    async def _set_changed(self) -> None:
        async with self.db.read() as tx:
            known = {one.id: one.role for one in await staff.everybody(tx, self.roots)}
            given = await staff.with_menu(tx)
        gone = dict.fromkeys(given - known.keys(), Role.NOBODY)
        changed = {**gone, **{id_: role for id_, role in known.items() if self.staff.get(id_) != role}}
        if new := known.keys() - given:
            async with self.db.write() as tx:
                await staff.note_menus(tx, new)
        for id_ in self.staff.keys() - known.keys():
            del self.staff[id_]
        self.staff.update(known)
        menus = [menu for id_, role in changed.items() for menu in self._menus(id_, role)]
        unset = await set_menu(self.bot, menus, self.held)
        if taken := gone.keys() - unset:
            async with self.db.write() as tx:
                await staff.drop_menus(tx, taken)

    def _everybodys(self) -> Iterator[Menu]:
        for code, words in self._codes():
            yield Menu("all_private_chats", code, tuple(view.readers_menu(words)))
            yield Menu("all_group_chats", code, tuple(view.groups_menu(words)))

    def _menus(self, person_id: int, role: Role) -> Iterator[Menu]:
        for code, words in self._codes():
            yield Menu(person_id, code, tuple(view.staff_menu(role, words)) if role else ())

    def _codes(self) -> Iterator[tuple[str, Words]]:
        for language, words in self.words.items():
            yield language, words
            if language == self.language:
                yield "", words


async def set_menu(bot: Bot, menus: Sequence[Menu], held: Callable[[], float]) -> set[Scope]:
    """Tells Telegram only what differs. A menu that cannot be set now keeps nobody from talking: the next start can.
    Returns where that was so.

    An editor who has not opened the bot yet has no chat to set one in. `held`: seconds for which nothing may be asked;
    a flood wait of a menu is the menus' own, since Telegram counts them apart from messages.
    """
    unset: set[Scope] = set()
    for menu in menus:
        try:
            while flood := await _flooded(bot, menu, held):
                _log.warning("Telegram asks to wait %d s with the menus", flood)
                await asyncio.sleep(min(flood, LONGEST_WAIT))
        except Exception as refusal:  # a door: whatever the answer is
            said = refusal if isinstance(refusal, TelegramError) else type(refusal).__name__
            _log.warning("No menu for %s: %s", menu.scope, said)
            unset.add(menu.scope)
    return unset


async def _flooded(bot: Bot, menu: Menu, held: Callable[[], float]) -> float:
    """Seconds to wait before this menu is asked for again; 0.0 when it is done."""
    scope, language = _scope(menu.scope), menu.language_code or None
    await asyncio.sleep(held())
    try:
        known = await bot.get_my_commands(scope, language)
        if tuple((command.command, command.description) for command in known) != menu.commands:
            if menu.commands:
                await bot.set_my_commands([BotCommand(*command) for command in menu.commands], scope, language)
            else:
                await bot.delete_my_commands(scope, language)
    except RetryAfter as flood:
        return flood._retry_after.total_seconds()  # the public name warns of its own future
    return 0.0


def _scope(scope: Scope) -> BotCommandScope:
    match scope:
        case int():
            return BotCommandScopeChat(scope)
        case "all_private_chats":
            return BotCommandScopeAllPrivateChats()
        case "all_group_chats":
            return BotCommandScopeAllGroupChats()
        case "default":
            return BotCommandScopeDefault()
