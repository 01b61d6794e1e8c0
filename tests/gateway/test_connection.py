from __future__ import annotations

import asyncio
import logging

import pytest

from bot.gateway.connection import GatewayError, Telegram, connect
from tests.gateway.server import TOKEN, Answer, Scripted, after, page, refuses, reset


async def test_it_knows_who_we_are(telegram: Telegram) -> None:
    assert (telegram.id, telegram.username) == (42, "TagwireBot")


async def test_the_token_is_never_shown(server: Scripted, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with connect(TOKEN, server.url) as telegram:
        await telegram.bot.get_me()
        assert TOKEN not in repr(telegram)
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("refusal", [refuses(404, "Not Found"), refuses(401, "Unauthorized: invalid token specified")])
async def test_a_wrong_token_says_what_to_do(server: Scripted, refusal: Answer) -> None:
    server.script["getMe"].append(refusal)
    with pytest.raises(GatewayError, match="@BotFather") as caught:
        async with connect(TOKEN, server.url):
            pass
    assert TOKEN not in str(caught.value)
    assert caught.value.__suppress_context__


async def test_a_telegram_that_wakes_up_is_waited_for(server: Scripted) -> None:
    server.script["getMe"].extend([reset(), page(502)])
    async with connect(TOKEN, server.url, pauses=(0, 0)) as telegram:
        assert telegram.id == 42


async def test_a_telegram_out_of_reach_is_said_so() -> None:
    with pytest.raises(GatewayError, match=r"cannot be reached.*TELEGRAM_API_URL"):
        async with connect(TOKEN, "http://127.0.0.1:1", pauses=(0,)):
            pass


async def test_a_telegram_that_stalls_does_not_hold_up_the_start(server: Scripted) -> None:
    server.script["getMe"].append(after(60, page(502)))
    async with asyncio.timeout(5):
        with pytest.raises(GatewayError, match="cannot be reached"):
            async with connect(TOKEN, server.url, pauses=(), patience=0.05):
                pass


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # the library warns of itself
async def test_a_flood_wait_at_the_start_is_sat_out(server: Scripted) -> None:
    server.script["getMe"].append(refuses(429, "Too Many Requests: retry after 1", retry_after=1))
    async with connect(TOKEN, server.url, pauses=()) as telegram:
        assert telegram.id == 42
