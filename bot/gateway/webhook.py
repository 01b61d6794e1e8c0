"""Tells Telegram where to bring updates, for whoever does not poll."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

from telegram import Bot
from telegram.error import TelegramError

from bot.gateway.connection import GatewayError
from bot.gateway.incoming import UPDATES

_log = logging.getLogger(__name__)


async def set_webhook(bot: Bot, url: str, secret: str, *, pauses: Iterable[float] = (1, 2, 4)) -> None:
    """GatewayError when Telegram still refuses, or is out of reach, after all `pauses` (s)."""
    waits = iter(pauses)
    while True:
        try:
            await bot.set_webhook(url, secret_token=secret, allowed_updates=UPDATES)
            return
        except TelegramError as error:
            pause = next(waits, None)
            if pause is None:
                raise GatewayError(
                    f"Telegram did not take WEBHOOK_URL ({error.message[:200]}). It must be an https address that "
                    "Telegram can reach on port 443, 80, 88 or 8443. Leave it empty to fetch updates by polling."
                ) from None
            _log.warning("The webhook could not be set (%s), trying again in %s s", error.message, pause)
            await asyncio.sleep(pause)
