"""`python -m tests.gateway.talker API_URL DB_URL FILE`: polls and works until killed; a line in FILE per update."""

from __future__ import annotations

import asyncio
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.gateway.answering import Answering
from bot.gateway.connection import connect
from bot.gateway.pace import Pace
from bot.gateway.polling import Polling
from bot.gateway.sender import Sender
from bot.gateway.workers import Workers
from bot.pages.request import Request
from bot.store import open_database, processes
from bot.views.intents import Said
from bot.views.reply import Answer
from tests.gateway.server import TOKEN


async def talk(api_url: str, db_url: str, told: Path) -> None:
    async def converse(request: Request, now: datetime) -> Answer | None:
        assert isinstance(request.intent, Said)
        with told.open("a") as file:
            file.write(f"{request.chat_id} {request.intent.words}\n")
        await asyncio.sleep(0.01)
        return None

    def now() -> datetime:
        return datetime.now(UTC)

    owner = secrets.token_hex(8)
    async with open_database(db_url) as db, connect(TOKEN, api_url) as telegram:
        await processes.enter(db, owner, ("serve",))
        pace = Pace(1000)
        answering = Answering(telegram, Sender(telegram, pace), pace)
        workers = Workers(db, answering, {}, converse, lambda _: Answer(), now, owner=owner)
        async with asyncio.TaskGroup() as group:
            group.create_task(workers.run(asyncio.Event()))
            group.create_task(Polling(telegram, db, workers.wake, now).run(asyncio.Event()))


if __name__ == "__main__":
    asyncio.run(talk(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
