"""Uploads a file that is made while it is read: on disk, never in memory as a whole."""

from __future__ import annotations

from collections.abc import AsyncIterator
from tempfile import TemporaryFile

from aiohttp import ClientError, ClientTimeout, FormData

from bot.gateway import outcomes
from bot.gateway.connection import Telegram
from bot.news.delivery import Outcome

MOST_BYTES = 50_000_000
"""What Telegram takes of a bot."""
TIMEOUT = ClientTimeout(total=300, sock_connect=10)


async def upload(
    telegram: Telegram, chat_id: int, name: str, chunks: AsyncIterator[bytes], *, most: int = MOST_BYTES
) -> Outcome | None:
    """As a document of this name; None when it is larger than Telegram takes."""
    with TemporaryFile() as file:
        async for chunk in chunks:
            file.write(chunk)
            if file.tell() > most:
                return None
        file.seek(0)
        form = FormData({"chat_id": str(chat_id)})
        form.add_field("document", file, filename=name, content_type="text/csv")
        try:
            async with telegram.session.post(f"{telegram.root}/sendDocument", data=form, timeout=TIMEOUT) as response:
                return outcomes.outcome(response.status, await response.read())
        except (ClientError, OSError) as error:
            return outcomes.failure(error)
