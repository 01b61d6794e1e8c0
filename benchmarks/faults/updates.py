"""What readers say comes twice, in the wrong order, or just before the process dies."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from sqlalchemy import func, select

from benchmarks.faults.findings import Fault, Findings
from benchmarks.faults.stage import Stage, until
from bot.store.processes import DEAD
from bot.store.tables import WAITING, inbox
from tests.people import Person

ORDER = (1, 1, 3, 2, 3, 5, 4, 4)
"""Numbers of updates as they come."""
FIRST = 900_000_000
ANSWERED = 15.0
"""Seconds until all have an answer, once the process that had their updates is known to be dead."""


async def updates_repeated(stage: Stage, seen: Findings) -> None:
    """Each is answered once, whether it comes again at once or after a restart."""
    readers = await stage.telegram.newcomers(3)
    for reader in readers:
        for number in ORDER:
            await stage.telegram.update(_asks(reader, FIRST + 10 * readers.index(reader) + number))
    bot = await stage.start()
    wanted = {reader.id: len(set(ORDER)) for reader in readers}
    await until(lambda: _answered(stage, wanted))
    await stage.stop(bot)
    for number in ORDER:
        await stage.telegram.update(_asks(readers[2], FIRST + 20 + number))
    await stage.start()
    await stage.answers()
    answers = await stage.telegram.deliveries()
    seen.exactly("unanswered", sum(max(count - answers.get(who, 0), 0) for who, count in wanted.items()), 0)
    seen.exactly("answered twice", sum(max(answers.get(who, 0) - count, 0) for who, count in wanted.items()), 0)


async def crash_before_answer(stage: Stage, seen: Findings) -> None:
    """Killed when updates are stored and acknowledged, and no answer has left or is known to have arrived."""
    readers = await stage.telegram.newcomers(10)
    await stage.telegram.fault("slow", None, seconds=5, method="sendMessage")
    bot = await stage.start()
    await asyncio.gather(*(reader.says("/help") for reader in readers))
    await until(lambda: _claimed(stage, len(readers)))
    await stage.kill(bot)
    await stage.telegram.no_faults()
    begun, known = time.monotonic(), 0.0 if stage.on_sqlite else DEAD.total_seconds()
    await stage.start()
    await until(lambda: _answered(stage, {reader.id: 1 for reader in readers}))
    seen.at_most("seconds to the last answer", round(time.monotonic() - begun, 1), known + ANSWERED)
    await stage.answers()
    answers = await stage.telegram.deliveries()
    seen.exactly("unanswered", sum(not answers.get(reader.id) for reader in readers), 0)
    seen.at_most("answers to one", max(answers[reader.id] for reader in readers), 2)


async def _answered(stage: Stage, wanted: dict[int, int]) -> bool:
    answers = await stage.telegram.deliveries()
    return all(answers.get(chat_id, 0) >= count for chat_id, count in wanted.items())


async def _claimed(stage: Stage, count: int) -> bool:
    async with stage.db.read() as tx:
        return int((await tx.execute(select(func.count(inbox.c.owner)).where(WAITING))).scalar_one()) >= count


def _asks(reader: Person, update_id: int) -> dict[str, Any]:
    who = {"id": reader.id, "first_name": reader.name}
    said = {"message_id": update_id, "date": int(time.time()), "text": "/help"}
    return {
        "update_id": update_id,
        "message": said
        | {"chat": who | {"type": "private"}, "from": who | {"is_bot": False, "language_code": "en"}}
        | {"entities": [{"type": "bot_command", "offset": 0, "length": 5}]},
    }


FAULTS = [Fault("updates_repeated", updates_repeated), Fault("crash_before_answer", crash_before_answer)]
