"""The webhook of a real process: an update that was acknowledged is kept, whenever the process is killed."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from bot.playground import Playground
from tests.people import Telegram
from tests.processes import environ, running, up

SECRET = "s3cret_s3cret"
PLACE = {"WEBHOOK_URL": "https://localhost:9/hook", "WEBHOOK_SECRET": SECRET}


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground() as opened:
        yield opened


def start_of(person: int, update_id: int) -> dict[str, object]:
    told = {"id": person, "is_bot": False, "first_name": "Nadia", "language_code": "en"}
    chat = {"id": person, "type": "private", "first_name": "Nadia"}
    message = {"message_id": update_id, "date": 1, "chat": chat, "from": told, "text": "/help"}
    return {"update_id": update_id, "message": message}


async def post(wanted: Mapping[str, str], update: object, seconds: float = 10) -> int:
    """HTTP status; 0 for none within the time."""
    url, headers = f"http://127.0.0.1:{wanted['HTTP_PORT']}/hook", {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=seconds)) as session,
            session.post(url, data=json.dumps(update), headers=headers) as answer,
        ):
            return answer.status
    except (aiohttp.ClientError, TimeoutError):
        return 0


def kept(folder: Path) -> list[int]:
    with closing(sqlite3.connect(folder / "tagwire.db")) as db:
        return [row[0] for row in db.execute("SELECT update_id FROM inbox ORDER BY update_id")]


async def test_what_is_acknowledged_outlives_a_kill(playground: Playground, tmp_path: Path) -> None:
    wanted = environ(playground, tmp_path, **PLACE)
    async with Telegram(playground.url) as telegram:
        reader = await telegram.person("en", started=True)
        async with running("run", folder=tmp_path, **wanted) as process:
            await up(wanted)
            assert await post(wanted, start_of(reader.id, 1)) == 200
            process.kill()
            await process.wait()
        assert kept(tmp_path) == [1]
        async with running("run", folder=tmp_path, **wanted):
            await reader.sees("topic", within=30)


async def test_what_is_not_kept_is_not_acknowledged(playground: Playground, tmp_path: Path) -> None:
    """Somebody else writes to the database: the update waits, and a kill leaves it to Telegram."""
    wanted = environ(playground, tmp_path, **PLACE)
    async with running("run", folder=tmp_path, **wanted) as process:
        await up(wanted)
        assert await post(wanted, start_of(5, 1)) == 200
        with closing(sqlite3.connect(tmp_path / "tagwire.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            posting = asyncio.create_task(post(wanted, start_of(5, 2)))
            await asyncio.sleep(1.5)
            assert not posting.done()
            process.kill()
            await process.wait()
        assert await posting == 0
    assert kept(tmp_path) == [1]
    async with running("run", folder=tmp_path, **wanted):
        await up(wanted)
        assert [await post(wanted, start_of(5, 2)) for _ in range(2)] == [200, 200]
        assert kept(tmp_path) == [1, 2]
