"""Several real processes on one PostgreSQL: killed, paused and cut off, while Telegram sees one bot that works."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import make_url, select, text

from bot.desk.dispatch import IN_FLIGHT
from bot.playground import Playground
from bot.playground.publisher import Publisher
from bot.store import Database, open_database
from bot.store.leadership import DELIVERY, POLLING
from bot.store.tables import leader, subscription, tag
from tests.desk.test_crash import CHATS, followers, taken_in
from tests.gateway.updates import message
from tests.people import Telegram
from tests.processes import PATIENCE, environment
from tests.store.test_leadership import cut

TAKEN_OVER = 15.0
"""Seconds in which a standby has to deliver."""
SECRET = "webhook-secret"


@pytest.fixture
def kind() -> str:
    return "postgresql"


@dataclass(frozen=True, slots=True)
class House:
    """One database, one Telegram, and the processes that were started."""

    telegram: Telegram
    db: Database
    url: str
    folder: Path
    wanted: dict[str, str]
    stack: AsyncExitStack
    started: dict[str, Process] = field(default_factory=dict)

    async def start(self, name: str, roles: str, **more: str) -> Process:
        process = await self.stack.enter_async_context(self._running(name, ROLES=roles, **more))
        self.started[name] = process
        return process

    @asynccontextmanager
    async def _running(self, name: str, **more: str) -> AsyncIterator[Process]:
        with (self.folder / f"{name}.log").open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                cwd=self.folder,
                env=environment(self.wanted | more),
                stdout=log,
                stderr=log,
            )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
            await process.wait()

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()

    async def up(self, name: str) -> str:
        """The address of its HTTP doors."""
        async with asyncio.timeout(PATIENCE):
            while not (said := re.search(r"health at (\S+)/healthz", self.log(name))):
                assert self.started[name].returncode is None, self.log(name)
                await asyncio.sleep(0.05)
        return said[1]

    async def leads(self, work: str, after: str = "") -> str:
        """Waits until somebody leads, other than `after`."""
        async with asyncio.timeout(PATIENCE):
            while True:
                async with self.db.read() as tx:
                    rows = (await tx.execute(select(leader).where(leader.c.work.startswith(work)))).all()
                if rows and rows[0].owner != after:
                    return str(rows[0].owner)
                await asyncio.sleep(0.05)

    async def told(self, title: str, chats: int) -> dict[int, int]:
        """Waits until so many chats have it; how often each has."""
        async with asyncio.timeout(PATIENCE):
            while len(counts := await self.telegram.deliveries(text=title)) < chats:
                await asyncio.sleep(0.1)
        return counts

    async def publish(self) -> str:
        return str((await self.telegram.newsroom("publish", kind="breaking"))["titles"]["en"])


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    publisher = Publisher(lambda: datetime.now(UTC))
    async with AsyncExitStack() as stack:
        playground = await stack.enter_async_context(Playground(publisher=publisher))
        telegram = await stack.enter_async_context(Telegram(playground.url))
        db = await stack.enter_async_context(open_database(database_url))
        (tmp_path / "sources.toml").write_text(publisher.sources(playground.url), encoding="utf-8")
        wanted = {
            "BOT_TOKEN": playground.token,
            "TELEGRAM_API_URL": playground.url,
            "FETCH_ALLOW_PRIVATE": "1",
            "HTTP_PORT": "0",
            "PAID_BROADCAST": "1",
            "SEND_RATE": "300",
            "SOURCES_FILE": "sources.toml",
            "DATABASE_URL": make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False),
        }
        processes = await stack.enter_async_context(AsyncExitStack())
        yield House(telegram, db, database_url, tmp_path, wanted, processes)
    for log in tmp_path.glob("*.log"):
        assert "never retrieved" not in log.read_text()


async def follow_everything(db: Database) -> None:
    """Whoever follows a tag follows all of them."""
    one = select(subscription.c.chat_number, subscription.c.thread_id, subscription.c.level, subscription.c.created_at)
    fields = ["chat_number", "thread_id", "level", "created_at", "tag_id"]
    followed = one.subquery()
    unfollowed = tag.c.id.not_in(select(subscription.c.tag_id))
    more = select(*followed.c, tag.c.id).select_from(followed.join(tag, unfollowed))
    async with db.write() as tx:
        await tx.execute(subscription.insert().from_select(fields, more))


async def test_who_delivers_is_paused_killed_and_cut_off_and_everybody_is_told(house: House) -> None:
    first = await house.start("first", "deliver")
    await house.start("ingest", "ingest")
    one = await house.leads(DELIVERY)
    second = await house.start("second", "deliver,ingest")
    await taken_in(house.url)
    everyone = await followers(house.telegram, house.url)
    await follow_everything(house.db)
    await house.up("second")

    paused = await house.publish()
    await house.told(paused, CHATS // 5)
    async with asyncio.timeout(TAKEN_OVER):
        first.send_signal(signal.SIGSTOP)
        two = await house.leads(DELIVERY, after=one)
    await house.told(paused, CHATS)
    first.send_signal(signal.SIGCONT)

    killed = await house.publish()
    await house.told(killed, CHATS // 5)
    async with asyncio.timeout(TAKEN_OVER):
        second.kill()
        await house.leads(DELIVERY, after=two)
    await house.told(killed, CHATS // 2)
    await cut(house.db)
    await house.told(killed, CHATS)
    await asyncio.sleep(1)  # Repeats would come now.
    for title in (paused, killed):
        counts = await house.telegram.deliveries(text=title)
        assert set(counts) == everyone
        assert sum(counts.values()) - CHATS <= IN_FLIGHT


async def test_who_polls_is_killed_or_cut_off_and_another_answers(house: House) -> None:
    first = await house.start("first", "serve")
    one = await house.leads(POLLING)
    await house.start("second", "serve")
    reader = await house.telegram.person("en")
    await house.up("second")
    await reader.sees("follow", after=await reader.says("/help"))
    first.kill()
    said = await reader.says("/help")
    await house.leads(POLLING, after=one)
    await reader.sees("follow", after=said, within=PATIENCE)
    await cut(house.db)
    await reader.sees("follow", after=await reader.says("/help"), within=PATIENCE)


@pytest.mark.skipif("TEST_DATABASE_URL" in os.environ, reason="the server is not ours to kill")
async def test_the_server_crashes_in_the_middle_and_nothing_is_lost(house: House) -> None:
    async with house.db.write() as tx:
        name = make_url(house.url).database
        await tx.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = on"))
    await house.start("all", "ingest,serve,deliver")
    await taken_in(house.url)
    everyone = await followers(house.telegram, house.url)
    title = await house.publish()
    await house.told(title, CHATS // 5)
    async with house.db.read() as tx:
        session = (await tx.execute(text("SELECT pg_backend_pid()"))).scalar_one()
    os.kill(session, signal.SIGKILL)  # The server ends every session without a word, and recovers.
    reader = await house.telegram.person("en")
    said = await reader.says("/help")
    await reader.sees("follow", after=said, within=PATIENCE)
    counts = await house.told(title, CHATS)
    assert set(counts) == everyone
    assert sum(counts.values()) - CHATS <= IN_FLIGHT


async def test_an_update_that_two_webhooks_are_given_is_answered_once(house: House) -> None:
    hook = {"WEBHOOK_URL": "https://127.0.0.1:8443/hook", "WEBHOOK_SECRET": SECRET}
    names = ("first", "second")
    for name in names:
        await house.start(name, "serve", **hook)
    doors = [f"{await house.up(name)}/hook" for name in names]
    [reader] = await house.telegram.newcomers(1)
    private = {"id": reader.id, "type": "private", "first_name": "R"}
    updates = [message("/help", private, update_id=900 + n) for n in range(5)]
    async with aiohttp.ClientSession(headers={"X-Telegram-Bot-Api-Secret-Token": SECRET}) as session:

        async def bring(door: str, update: object) -> None:
            async with session.post(door, json=update) as answer:
                assert answer.status == 200

        await asyncio.gather(*(bring(door, update) for update in updates for door in doors))
        async with asyncio.timeout(PATIENCE):
            while (await house.telegram.deliveries()).get(reader.id, 0) < len(updates):
                await asyncio.sleep(0.05)
        await asyncio.gather(*(bring(door, update) for update in updates for door in doors))  # Late duplicates.
        await asyncio.sleep(0.5)
    assert (await house.telegram.deliveries())[reader.id] == len(updates)
