from __future__ import annotations

from bot.gateway.connection import Telegram
from bot.gateway.menu import Menu, set_menu
from tests.gateway.server import Scripted, page, refuses, says

LATEST = ("latest", "The newest stories")


async def test_only_what_differs_is_set(server: Scripted, telegram: Telegram) -> None:
    known = [{"command": LATEST[0], "description": LATEST[1]}]
    server.script["getMyCommands"].extend([says(known), says([]), says(known)])
    await set_menu(
        telegram.bot,
        [
            Menu("default", "", (LATEST,)),
            Menu("all_private_chats", "uk", (("latest", "Останні новини"),)),
            Menu("all_group_chats", "uk", ()),
        ],
    )
    assert server.asked("setMyCommands") == [
        {
            "commands": [{"command": "latest", "description": "Останні новини"}],
            "scope": {"type": "all_private_chats"},
            "language_code": "uk",
        },
        {"commands": [], "scope": {"type": "all_group_chats"}, "language_code": "uk"},
    ]


async def test_a_menu_that_cannot_be_set_is_passed_over(server: Scripted, telegram: Telegram) -> None:
    server.script["getMyCommands"].extend([refuses(400, "Bad Request: chat not found"), page(502), says([])])
    await set_menu(telegram.bot, [Menu(chat_id, "", (LATEST,)) for chat_id in (6, 7, 8)])
    assert [asked["scope"] for asked in server.asked("setMyCommands")] == [{"type": "chat", "chat_id": 8}]
