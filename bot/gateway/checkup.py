"""What Telegram knows of the bot's own affairs, for `doctor`. It changes nothing there, and takes no updates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from aiohttp import ClientError, ClientTimeout

from bot.gateway.connection import GatewayError, Telegram
from bot.gateway.outcomes import document
from bot.gateway.transport import told

TIMEOUT = ClientTimeout(total=10)


@dataclass(frozen=True, slots=True)
class Checkup:
    webhook_url: str
    """Where Telegram brings updates; empty where it is polled."""
    pending: int
    """Updates that Telegram keeps for us."""
    last_error: str
    """Why it could not bring one, in Telegram's words; empty for nothing."""
    last_error_at: datetime | None
    ahead: timedelta
    """How much our clock is ahead of Telegram's, to a second."""


async def checkup(telegram: Telegram, now: Callable[[], datetime]) -> Checkup:
    """GatewayError when Telegram does not answer. Not by the library, which hides the answer's date."""
    try:
        async with telegram.session.get(f"{telegram.root}/getWebhookInfo", timeout=TIMEOUT) as response:
            ours, date = now(), response.headers.get("Date", "")
            result = document(await response.read()).get("result")
    except (ClientError, OSError) as error:
        raise GatewayError(f"Telegram does not say where it brings updates ({told(error)}).") from None
    known = result if isinstance(result, dict) else {}
    at = known.get("last_error_date")
    return Checkup(
        str(known.get("url") or ""),
        int(known.get("pending_update_count") or 0),
        str(known.get("last_error_message") or ""),
        datetime.fromtimestamp(at, UTC) if isinstance(at, int) and at else None,
        ours - _read(date, ours),
    )


def _read(date: str, instead: datetime) -> datetime:
    try:
        read = parsedate_to_datetime(date)
    except ValueError:
        return instead
    return read if read.tzinfo else read.replace(tzinfo=UTC)
