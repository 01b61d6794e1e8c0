"""kill -9 in the middle: every chat is told, and no more repeats than were in flight."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from sqlalchemy import func, select

from bot.news.alert import Alert
from bot.news.audience import Audience
from bot.news.delivery import AnnouncementKind, DeliveryState, Sent, settle
from bot.store import Database, announcements, fanning, outbox, settling
from bot.store.tables import announcement, delivery
from tests.store.courier import WAVE
from tests.store.samples import NOON, meet

CHATS = 500


async def test_killed_while_sending(db: Database, database_url: str) -> None:
    sent = await owe(db)
    told: Counter[int] = Counter()
    async with _courier(database_url, sent, chunk=100) as courier:
        while sum(told.values()) < CHATS // 2 + 3:
            told[await _next(courier)] += 1
    told.update(await _rest(courier))
    told.update(await finish(db, sent))
    assert set(told) == set(range(1, CHATS + 1))
    repeats = told.total() - CHATS
    assert repeats <= WAVE
    async with db.read() as tx:
        assert repeats <= (await tx.execute(select(func.sum(delivery.c.ambiguous)))).scalar_one() <= WAVE


async def test_killed_while_fanning_out(db: Database, database_url: str) -> None:
    sent = await owe(db)
    async with _courier(database_url, sent, chunk=1):
        while await _cursor(db, sent) < 40:
            pass
    assert await _cursor(db, sent) < CHATS
    assert await finish(db, sent) == list(range(1, CHATS + 1))


async def owe(db: Database) -> int:
    async with db.write() as tx:
        for chat_id in range(1, CHATS + 1):
            await meet(tx, chat_id)
        return await announcements.announce(
            tx, kind=AnnouncementKind.ALERT, audience=Audience(None, ()), alert=Alert({"en": "x"}), now=NOON
        )


async def finish(db: Database, sent: int) -> list[int]:
    """The chats that a new process tells, in order; everything has ended then."""
    async with db.read() as tx:
        unfinished = await fanning.unfanned(tx)
    for one in unfinished:
        await fanning.fan_out(db, one)
    told: list[int] = []
    while True:
        now = datetime.now(UTC)
        await settling.recover(db, owner="next", now=now)
        claimed = await outbox.claim(db, owner="next", most=100, now=now)
        told += [one.chat_id for one in claimed]
        await settling.settle(db, "next", [settle(one, Sent(1), now) for one in claimed], now)
        async with db.read() as tx:
            if await announcements.finished(tx, sent):
                assert await announcements.outcomes(tx, sent) == {DeliveryState.SENT: CHATS}
                return told
        await asyncio.sleep(0 if claimed else 0.05)


@asynccontextmanager
async def _courier(url: str, sent: int, *, chunk: int) -> AsyncIterator[Process]:
    """Started, and killed at the end of the block."""
    arguments = ("-m", "tests.store.courier", url, str(sent), str(chunk))
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=PIPE)
    assert process.stdout
    assert await process.stdout.readline() == b"ready\n"
    try:
        yield process
    finally:
        process.kill()
        await process.wait()


async def _next(courier: Process) -> int:
    assert courier.stdout
    return int((await courier.stdout.readline()).split()[1])


async def _rest(courier: Process) -> list[int]:
    """What it had said before it was killed."""
    assert courier.stdout
    return [int(line.split()[1]) for line in (await courier.stdout.read()).splitlines() if line.startswith(b"sent")]


async def _cursor(db: Database, sent: int) -> int:
    async with db.read() as tx:
        cursor: int = (await tx.execute(select(announcement.c.cursor).where(announcement.c.id == sent))).scalar_one()
        return cursor
