from __future__ import annotations

import asyncio

import pytest
from aiohttp import web

from bot.gateway.connection import Telegram
from bot.gateway.menu import Menu, set_menu
from tests.gateway.server import Answer, Scripted, page, refuses, says


def odd(body: bytes) -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(status=429, body=body, content_type="application/json")

    return answer


def free() -> float:
    return 0.0


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
        free,
    )
    assert server.asked("setMyCommands") == [
        {
            "commands": [{"command": "latest", "description": "Останні новини"}],
            "scope": {"type": "all_private_chats"},
            "language_code": "uk",
        },
    ]
    assert server.asked("deleteMyCommands") == [{"scope": {"type": "all_group_chats"}, "language_code": "uk"}]


async def test_a_menu_that_cannot_be_set_is_passed_over(server: Scripted, telegram: Telegram) -> None:
    server.script["getMyCommands"].extend([refuses(400, "Bad Request: chat not found"), page(502), says([])])
    await set_menu(telegram.bot, [Menu(chat_id, "", (LATEST,)) for chat_id in (6, 7, 8)], free)
    assert [asked["scope"] for asked in server.asked("setMyCommands")] == [{"type": "chat", "chat_id": 8}]


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # the library's own, about RetryAfter
async def test_menus_sit_out_their_flood_wait(server: Scripted, telegram: Telegram) -> None:
    server.script["getMyCommands"].append(refuses(429, "Too Many Requests: retry after 1", retry_after=1))
    server.script["getMyCommands"].extend([says([]), says([])])
    begun = asyncio.get_running_loop().time()
    await set_menu(telegram.bot, [Menu(chat_id, "", (LATEST,)) for chat_id in (6, 7)], free)
    assert asyncio.get_running_loop().time() - begun >= 1
    assert [asked["scope"]["chat_id"] for asked in server.asked("setMyCommands")] == [6, 7]


async def test_menus_wait_while_the_token_does(server: Scripted, telegram: Telegram) -> None:
    server.script["getMyCommands"].extend([says([]), says([])])
    waits, begun = iter([0.3]), asyncio.get_running_loop().time()
    await set_menu(telegram.bot, [Menu(chat_id, "", (LATEST,)) for chat_id in (6, 7)], lambda: next(waits, 0))
    assert asyncio.get_running_loop().time() - begun >= 0.3
    assert len(server.asked("setMyCommands")) == 2


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")
async def test_no_odd_answer_about_menus_stops_the_bot(server: Scripted, telegram: Telegram) -> None:
    server.script["getMyCommands"].extend([odd(b"[" * 200_000), odd(b'{"parameters":{"retry_after":1e999}}'), says([])])
    await set_menu(telegram.bot, [Menu(chat_id, "", (LATEST,)) for chat_id in (6, 7, 8)], free)
    assert [asked["scope"]["chat_id"] for asked in server.asked("setMyCommands")] == [8]
