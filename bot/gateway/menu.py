"""The command menu beside the input field, per scope and language."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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

_log = logging.getLogger(__name__)

Scope = Literal["default", "all_private_chats", "all_group_chats"] | int
"""An int is the id of one chat: an editor's."""


@dataclass(frozen=True, slots=True)
class Menu:
    scope: Scope
    language_code: str
    """Two letters; empty for every language that has no menu of its own."""
    commands: tuple[tuple[str, str], ...]
    """Command without its slash, and what it does."""


async def set_menu(bot: Bot, menus: Sequence[Menu], held: Callable[[], float]) -> None:
    """Tells Telegram only what differs. A menu that cannot be set now keeps nobody from talking: the next start can.

    An editor who has not opened the bot yet has no chat to set one in. `held`: seconds for which nothing may be asked;
    a flood wait of a menu is the menus' own, since Telegram counts them apart from messages.
    """
    for menu in menus:
        try:
            while flood := await _flooded(bot, menu, held):
                _log.warning("Telegram asks to wait %d s with the menus", flood)
                await asyncio.sleep(min(flood, LONGEST_WAIT))
        except Exception as refusal:  # a door: whatever the answer is
            _log.warning("No menu for %s: %s", menu.scope, type(refusal).__name__)


async def _flooded(bot: Bot, menu: Menu, held: Callable[[], float]) -> float:
    """Seconds to wait before this menu is asked for again; 0.0 when it is done."""
    scope, language = _scope(menu.scope), menu.language_code or None
    await asyncio.sleep(held())
    try:
        known = await bot.get_my_commands(scope, language)
        if tuple((command.command, command.description) for command in known) != menu.commands:
            await bot.set_my_commands([BotCommand(*command) for command in menu.commands], scope, language)
    except RetryAfter as flood:
        return flood._retry_after.total_seconds()  # the public name warns of its own future
    except TelegramError as refusal:
        _log.warning("No menu for %s: %s", menu.scope, refusal)
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
