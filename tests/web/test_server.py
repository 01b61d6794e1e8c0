"""The HTTP doors: only Telegram gets an update in, and only a kept one is acknowledged."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from yarl import URL

from bot.web.server import LARGEST_UPDATE, DoorError, ask_health, found, health, serve, webhook

SECRET = "s3cret_s3cret"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


class Inbox:
    def __init__(self) -> None:
        self.kept: list[dict[str, Any]] = []
        self.broken = False

    async def take(self, update: dict[str, Any]) -> None:
        if self.broken:
            raise OSError("no database")
        self.kept.append(update)


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
async def door(inbox: Inbox) -> AsyncIterator[str]:
    async with serve("127.0.0.1", 0, webhook("/hook", SECRET, inbox.take)) as url:
        yield f"{url}/hook"


async def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    async with aiohttp.ClientSession() as session, session.post(url, data=BytesIO(body), headers=headers) as answer:
        return answer.status


async def test_an_update_is_kept_and_then_acknowledged(door: str, inbox: Inbox) -> None:
    assert await post(door, b'{"update_id": 7, "future": {}}', HEADERS) == 200
    assert inbox.kept == [{"update_id": 7, "future": {}}]


async def test_what_cannot_be_kept_is_not_acknowledged(door: str, inbox: Inbox) -> None:
    inbox.broken = True
    assert await post(door, b'{"update_id": 7}', HEADERS) == 500


@pytest.mark.parametrize("headers", [{}, {"X-Telegram-Bot-Api-Secret-Token": "guess"}])
async def test_strangers_are_refused(door: str, inbox: Inbox, headers: dict[str, str]) -> None:
    assert await post(door, b'{"update_id": 7}', headers) == 403
    assert not inbox.kept


async def test_a_secret_of_odd_bytes_is_a_wrong_one(door: str, inbox: Inbox) -> None:
    address = URL(door)
    reader, writer = await asyncio.open_connection(address.host, address.port)
    writer.write(
        b"POST /hook HTTP/1.1\r\nHost: x\r\nX-Telegram-Bot-Api-Secret-Token: \xff\xfe\r\nContent-Length: 0\r\n\r\n"
    )
    assert b" 403 " in await reader.readline()
    writer.close()
    assert not inbox.kept


async def test_a_stranger_s_body_is_not_waited_for(door: str) -> None:
    address = URL(door)
    reader, writer = await asyncio.open_connection(address.host, address.port)
    writer.write(b"POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n{")
    assert b" 403 " in await asyncio.wait_for(reader.readline(), 5)
    writer.close()


@pytest.mark.parametrize("body", [b"", b"[", b"[]", b'"x"', b'{"update_id": "7"}', b"\xff", b"[" * 200_000])
async def test_what_is_no_update_is_refused(door: str, inbox: Inbox, body: bytes) -> None:
    assert await post(door, body, HEADERS) == 400
    assert not inbox.kept


async def test_a_body_without_end_is_refused(door: str, inbox: Inbox) -> None:
    assert await post(door, b" " * (LARGEST_UPDATE + 1), HEADERS) == 413


async def test_health_says_what_is_wrong() -> None:
    problem = ""

    async def check() -> list[str]:
        if problem == "broken":
            raise OSError
        if problem == "hangs":
            await asyncio.sleep(60)
        return [problem] if problem else []

    async with serve("127.0.0.1", 0, health(lambda: found(check, 0.1))) as url:
        assert await ask_health(f"{url}/healthz") == ""
        problem = "the database is away"
        assert await ask_health(f"{url}/readyz") == "the database is away"
        problem = "broken"
        assert await ask_health(f"{url}/healthz") == "database: OSError"
        problem = "hangs"
        assert await ask_health(f"{url}/healthz") == "database: no answer within 0.1 s"
    assert "no answer" in await ask_health(f"{url}/healthz")


async def test_an_address_of_ipv6() -> None:
    async def well() -> list[str]:
        return []

    async with serve("::1", 0, health(well)) as url:
        assert url.startswith("http://[::1]:")
        assert await ask_health(f"{url}/healthz") == ""


async def test_a_taken_port_is_said_kindly() -> None:
    async with serve("127.0.0.1", 0, []) as url:
        with pytest.raises(DoorError, match="HTTP_PORT"):
            async with serve("127.0.0.1", int(url.rsplit(":", 1)[1]), []):
                pass
