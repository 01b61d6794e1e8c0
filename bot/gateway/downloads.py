"""Files that people send, by way of getFile."""

from __future__ import annotations

import json

from aiohttp import ClientError, ClientTimeout

from bot.gateway.connection import Telegram
from bot.gateway.outcomes import document
from bot.gateway.transport import told
from bot.news.trouble import Trouble
from bot.sources import FetchError

TIMEOUT = ClientTimeout(total=60, sock_connect=10)


async def download(telegram: Telegram, file_id: str, most: int) -> bytes:
    """At most so many bytes. Raises FetchError, and GatewayError when the token was revoked."""
    try:
        status, answer = await telegram.call("getFile", json.dumps({"file_id": file_id}).encode(), TIMEOUT)
        found = document(answer)
        if status != 200 or not isinstance(found.get("result"), dict):
            refusal = str(found.get("description", status))
            raise FetchError(refusal, trouble=Trouble.LARGE if "too big" in refusal else Trouble.AWAY)
        return await _bytes(telegram, str(found["result"].get("file_path", "")), most)
    except (ClientError, OSError) as error:
        raise FetchError(told(error)) from None  # its own words may hold the address, and with it the token


async def _bytes(telegram: Telegram, path: str, most: int) -> bytes:
    async with telegram.session.get(f"{telegram.bot.base_file_url}/{path}", timeout=TIMEOUT) as response:
        if response.status != 200:
            raise FetchError(f"answered {response.status}")
        body = bytearray()
        async for chunk in response.content.iter_any():
            body += chunk
            if len(body) > most:
                raise FetchError(f"larger than {most} bytes", trouble=Trouble.LARGE)
        return bytes(body)
