"""kill -9 in the middle of a conversation, on a real process."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import Process
from pathlib import Path

import pytest
from sqlalchemy import delete

from bot.gateway.workers import CHATS
from bot.store import open_database
from bot.store.tables import process
from tests.databases import KINDS
from tests.gateway.clock import eventually
from tests.gateway.server import Scripted
from tests.gateway.updates import message

CHAT_IDS = range(1, 26)
TURNS = 8


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def start(server: Scripted, database_url: str, told: Path) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.gateway.talker", server.url, database_url, str(told)
    )


def said(told: Path) -> list[str]:
    return told.read_text().splitlines() if told.exists() else []


async def buried(database_url: str) -> None:
    """What other processes do with one that they have not seen for a while."""
    async with open_database(database_url) as db, db.write() as tx:
        await tx.execute(delete(process))


async def until_told(told: Path, lines: int) -> None:
    async def enough() -> bool:
        return len(set(said(told))) >= lines

    await eventually(enough)


async def test_kill_and_restart_lose_no_update_and_keep_order(
    server: Scripted, database_url: str, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    update_ids = iter(range(1, 1000))
    for turn in range(TURNS):
        for chat_id in CHAT_IDS:
            chat = {"id": chat_id, "type": "private", "first_name": "R"}
            server.give(message(str(turn), chat, update_id=next(update_ids)))
    total = len(CHAT_IDS) * TURNS
    kills = 0
    for lines in (20, total // 2, total):
        talker = await start(server, database_url, told)
        await until_told(told, lines)
        talker.kill()
        await talker.wait()
        await buried(database_url)
        kills += 1
    lines_told = said(told)
    assert len(set(lines_told)) == total
    assert len(lines_told) - total <= kills * CHATS
    for chat_id in CHAT_IDS:
        turns = [int(line.split()[1]) for line in lines_told if line.split()[0] == str(chat_id)]
        assert turns == sorted(turns)
