"""A process to kill: fans out an announcement, then claims, "sends" (prints) and settles until nothing is due.

Arguments: database URL, announcement, chats a chunk.
"""

import asyncio
import sys
from datetime import UTC, datetime

from bot.news.delivery import Sent, settle
from bot.store import fanning, open_database, outbox, settling

WAVE = 16


async def deliver(url: str, announcement_id: int, chunk: int) -> None:
    async with open_database(url) as db:
        print("ready", flush=True)
        await fanning.fan_out(db, announcement_id, chunk=chunk)
        while True:
            now = datetime.now(UTC)
            claimed = await outbox.claim(db, owner="courier", most=WAVE, now=now)
            if not claimed:
                return
            for one in claimed:
                print("sent", one.chat_id, flush=True)
            await settling.settle(db, "courier", [settle(one, Sent(1), now) for one in claimed], now)


if __name__ == "__main__":
    asyncio.run(deliver(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
