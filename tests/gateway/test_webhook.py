from __future__ import annotations

import pytest

from bot.gateway.connection import GatewayError, Telegram
from bot.gateway.webhook import set_webhook
from tests.gateway.server import Scripted, page, refuses

URL = "https://bot.example.org/hook"


async def test_telegram_is_told_where_and_what(server: Scripted, telegram: Telegram) -> None:
    await set_webhook(telegram.bot, URL, "a-secret-word-of-16")
    (asked,) = server.asked("setWebhook")
    assert (asked["url"], asked["secret_token"]) == (URL, "a-secret-word-of-16")
    assert asked["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member", "inline_query"]


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # the library's own, about RetryAfter
async def test_trouble_passes(server: Scripted, telegram: Telegram) -> None:
    flood = refuses(429, "Too Many Requests: retry after 1", retry_after=1)
    server.script["setWebhook"].extend([page(502), flood])
    await set_webhook(telegram.bot, URL, "s", pauses=(0, 0))
    assert len(server.asked("setWebhook")) == 3


async def test_what_stays_refused_says_what_to_do(server: Scripted, telegram: Telegram) -> None:
    server.script["setWebhook"].extend([refuses(400, "Bad Request: bad webhook: failed to resolve host")] * 2)
    with pytest.raises(GatewayError, match=r"WEBHOOK_URL.*failed to resolve host.*polling") as caught:
        await set_webhook(telegram.bot, URL, "a-secret-word-of-16", pauses=(0,))
    assert "a-secret-word-of-16" not in str(caught.value)
    assert len(server.asked("setWebhook")) == 2
