"""The command menu beside the input field, per scope and language."""

from __future__ import annotations

import logging
from collections.abc import Sequence
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
from telegram.error import TelegramError

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


async def set_menu(bot: Bot, menus: Sequence[Menu]) -> None:
    """Tells Telegram only what differs. A menu that cannot be set now keeps nobody from talking: the next start can.

    An editor who has not opened the bot yet has no chat to set one in.
    """
    for menu in menus:
        scope, language = _scope(menu.scope), menu.language_code or None
        try:
            known = await bot.get_my_commands(scope, language)
            if tuple((command.command, command.description) for command in known) != menu.commands:
                await bot.set_my_commands([BotCommand(*command) for command in menu.commands], scope, language)
        except TelegramError as refusal:
            _log.warning("No menu for %s: %s", menu.scope, refusal)


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
