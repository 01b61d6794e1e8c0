"""Who decides for a group or channel: asked of Telegram, and remembered for a few seconds."""

from __future__ import annotations

import pytest
from telegram import Bot

from bot.gateway.admins import FRESH, Admins
from bot.playground import Playground
from tests.people import Telegram


@pytest.mark.parametrize(
    ("kind", "status", "rights", "decides"),
    [
        ("supergroup", "creator", {}, True),
        ("supergroup", "administrator", {}, True),
        ("supergroup", "member", {}, False),
        ("channel", "administrator", {}, True),
        ("channel", "administrator", {"can_post_messages": False}, False),
    ],
)
async def test_as_telegram_has_it_now(kind: str, status: str, rights: dict[str, bool], decides: bool) -> None:
    async with Playground() as playground, Telegram(playground.url) as telegram:
        person = await telegram.person()
        chat = await telegram.group(kind, bot="administrator")
        await person.becomes(status, chat, **rights)
        now = [0.0]
        async with Bot(playground.token, base_url=f"{playground.url}/bot") as bot:
            admins = Admins(bot, lambda: now[0])
            assert await admins(chat, person.id) is decides
            await person.becomes("member", chat)
            assert await admins(chat, person.id) is decides
            now[0] = FRESH
            assert not await admins(chat, person.id)
            assert not await admins(-1_009_999, person.id)
