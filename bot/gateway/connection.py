"""The open line to Telegram: one HTTP session, the bot on it, and the raw call for whatever is sent in bulk.

telegram.ext's Application and Updater have no place here: our inbox (polling, workers) keeps updates that theirs lose.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, FormData, TCPConnector
from telegram import Bot
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.gateway.outcomes import document
from bot.gateway.transport import AiohttpRequest
from bot.gateway.wire import Wire

PATIENCE = 5.0
"""Seconds that Telegram gets to be connected to, and as many to say who we are."""
_log = logging.getLogger(__name__)


class GatewayError(Exception):
    """Telegram cannot be worked with until a person changes something; the text says what. Never holds the token."""


@dataclass(frozen=True, slots=True)
class Telegram:
    bot: Bot = field(repr=False)
    session: ClientSession = field(repr=False)
    root: str = field(repr=False)
    """`{api}/bot{token}`: a secret."""
    wire: Wire = field(repr=False)
    id: int
    username: str
    inline: bool = False
    """People may call the bot in other chats: @BotFather was told so."""
    topics: bool = False
    """Private chats with the bot may have topics."""

    async def call(self, method: str, body: bytes | FormData, timeout: ClientTimeout) -> tuple[int, bytes]:
        """HTTP status and body. GatewayError when the token was revoked; aiohttp's errors pass through.

        `body`: JSON, or a form with files.
        """
        posted = (
            self._upload(method, body, timeout) if isinstance(body, FormData) else self.wire.post(method, body, timeout)
        )
        status, answer = await posted
        if status == 401 and document(answer).get("error_code") == 401:
            raise GatewayError(
                "Telegram no longer accepts BOT_TOKEN: it was revoked. Take the new one from @BotFather, then start."
            )
        return status, answer

    async def _upload(self, method: str, form: FormData, timeout: ClientTimeout) -> tuple[int, bytes]:
        async with self.session.post(f"{self.root}/{method}", data=form, timeout=timeout) as response:
            return response.status, await response.read()


@asynccontextmanager
async def connect(
    token: str, api_url: str, *, pauses: Iterable[float] = (0.5, 1, 2), patience: float = PATIENCE
) -> AsyncIterator[Telegram]:
    """Opens the line; GatewayError when the token is refused, or Telegram out of reach after all `pauses` (s)."""
    # At DEBUG the library writes the URL, and with it the token.
    logging.getLogger("telegram.Bot").setLevel(logging.INFO)
    # No limit on connections: whoever sends is bounded already, and so the long poll never waits for one of theirs.
    async with ClientSession(connector=TCPConnector(limit=0), cookie_jar=DummyCookieJar()) as session:
        bot = Bot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=AiohttpRequest(session),
            get_updates_request=AiohttpRequest(session),
        )
        await _introduce(bot, api_url, pauses, patience)
        try:
            root = f"{api_url}/bot{token}"
            topics = bool(bot.bot.has_topics_enabled)
            yield Telegram(bot, session, root, Wire(session, root), bot.id, bot.username, _inline(bot), topics)
        finally:
            await bot.shutdown()


async def _introduce(bot: Bot, api_url: str, pauses: Iterable[float], patience: float) -> None:
    waits = iter(pauses)
    while True:
        try:
            # Not initialize(), which does the same, but with timeouts that a start or a stop should not wait for.
            await bot.get_me(connect_timeout=patience, read_timeout=patience, pool_timeout=0)
            return
        except InvalidToken:
            raise GatewayError(
                f"{api_url} does not know this BOT_TOKEN. Copy it again from @BotFather (/mybots, API Token); "
                "it looks like 123456789:letters-and-digits."
            ) from None
        except RetryAfter as flood:
            wait = flood._retry_after.total_seconds()  # the public name warns of its own future
            _log.warning("Telegram asks to wait %d s before it says who we are", wait)
            await asyncio.sleep(wait)
        except TelegramError as error:
            pause = next(waits, None)
            if pause is None:
                raise GatewayError(
                    f"{api_url} cannot be reached ({error.message[:200]}). Check the network and TELEGRAM_API_URL."
                ) from None
            _log.warning("Telegram does not answer (%s), trying again in %s s", error.message, pause)
            await asyncio.sleep(pause)


def _inline(bot: Bot) -> bool:
    return bool(bot.bot.supports_inline_queries)
