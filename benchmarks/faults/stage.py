"""The stage of a fault: a local Telegram, one database, and the bot as processes of their own."""

from __future__ import annotations

import asyncio
import re
import signal
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import make_url, select

from benchmarks.faults.cluster import Cluster
from bot.news.alert import Alert
from bot.news.audience import Audience
from bot.news.chats import ChatKind
from bot.news.delivery import AnnouncementKind, AnnouncementState, Doubt
from bot.news.progress import Progress
from bot.playground import Playground
from bot.store import Database, announcements, migrate, open_database
from bot.store.tables import announcement, chat
from tests.people import Json, Telegram
from tests.processes import PATIENCE, logged

APART = 1_000
"""Between the numbers of chats, so that a fan-out of a few hundred is as many transactions as one of a million."""
LOOK = 0.01
"""Seconds between looks."""
_RECORD = re.compile(r"^\d{4}-\S+ \S+ (?:WARNING|ERROR|CRITICAL)\b", re.MULTILINE)


def now() -> datetime:
    return datetime.now(UTC)


async def until(happened: Callable[[], Awaitable[bool]], within: float = PATIENCE) -> None:
    """TimeoutError."""
    async with asyncio.timeout(within):
        while not await happened():  # noqa: ASYNC110 - what happens, happens in another process
            await asyncio.sleep(LOOK)


@dataclass(frozen=True, slots=True)
class Told:
    """How often a text came to how many."""

    chats: int
    repeats: int
    most_to_one: int


@dataclass(slots=True)
class Stage:
    playground: Playground
    telegram: Telegram
    db: Database
    url: str
    folder: Path
    wanted: dict[str, str]
    """The environment of every process."""
    quick: bool
    cluster: Cluster | None
    _stack: AsyncExitStack
    _texts: int = 0
    _numbers: int = 0

    @property
    def on_sqlite(self) -> bool:
        return make_url(self.url).get_backend_name() == "sqlite"

    # Who reads

    async def readers(self, count: int) -> set[int]:
        people = await self.telegram.newcomers(count)
        await self.meet([person.id for person in people], ChatKind.PRIVATE)
        return {person.id for person in people}

    async def groups(self, count: int) -> list[int]:
        ids = [await self.telegram.group() for _ in range(count)]
        await self.meet(ids, ChatKind.GROUP)
        return ids

    async def meet(self, ids: list[int], kind: ChatKind) -> None:
        rows = []
        for chat_id in ids:
            self._numbers += APART
            rows.append(_chat(self._numbers, chat_id, kind))
        async with self.db.write() as tx:
            await tx.execute(chat.insert(), rows)

    # What they are told

    def text(self) -> str:
        self._texts += 1
        return f"Alert number {self._texts}."

    async def announce(self, text: str, doubt: Doubt = Doubt.RETRY, alert: Alert | None = None) -> int:
        """To everyone; the id."""
        async with self.db.write() as tx:
            return await announcements.announce(
                tx,
                kind=AnnouncementKind.ALERT,
                audience=Audience(None, alerts=True),
                alert=alert or Alert({"en": text}),
                now=now(),
                doubt=doubt,
            )

    async def progress(self, announcement_id: int) -> Progress:
        async with self.db.read() as tx:
            found = await announcements.progress(tx, announcement_id)
        assert found
        return found

    async def fanned(self, announcement_id: int) -> bool:
        async with self.db.read() as tx:
            query = select(announcement.c.fanned).where(announcement.c.id == announcement_id)
            return bool((await tx.execute(query)).scalar_one())

    async def owes(self, announcement_id: int) -> None:
        """Waits until the first deliveries are written. TimeoutError."""

        async def written() -> bool:
            return (await self.progress(announcement_id)).owed > 0

        await until(written)

    async def ended(self, announcement_id: int, within: float = PATIENCE) -> Progress:
        """Waits until every delivery has ended. TimeoutError."""
        await until(lambda: self._is_done(announcement_id), within)
        return await self.progress(announcement_id)

    async def _is_done(self, announcement_id: int) -> bool:
        return (await self.progress(announcement_id)).state is AnnouncementState.DONE

    async def told(self, text: str) -> Told:
        found = (await self.telegram.texts(text)).get(text)
        if found is None:
            return Told(0, 0, 0)
        sent, chats = int(found["sent"]), int(found["chats"])
        return Told(chats, sent - chats, max(found["repeated"].values(), default=min(sent, 1)))

    async def reaches(self, text: str, chats: int, within: float = PATIENCE) -> None:
        """Waits until so many have it. TimeoutError."""

        async def reached() -> bool:
            return (await self.told(text)).chats >= chats

        await until(reached, within)

    async def missing(self, text: str, everyone: set[int]) -> int:
        """How many do not have it."""
        return len(everyone - (await self.telegram.deliveries(text=text)).keys())

    async def answers(self, within: float = PATIENCE) -> float:
        """Seconds until a reader who asks is answered. AssertionError."""
        [reader] = await self.telegram.newcomers(1)
        begun = time.monotonic()
        await reader.sees("follow", after=await reader.says("/help"), within=within)
        return time.monotonic() - begun

    async def sends(self, chat_id: int = 0) -> list[Json]:
        """Requests that sent something, with `at` and `status`; of the last 2,000."""
        calls = await self.telegram.calls("sendMessage")
        return [call for call in calls if not chat_id or call["params"].get("chat_id") == chat_id]

    # Who tells them

    async def start(self, name: str = "bot", *, up: bool = True, roles: str = "serve,deliver", **more: str) -> Process:
        """`up`: waits until it is. Under a name that was used before, the log goes on."""
        log = self.folder / f"{name}.log"
        before = len(self.log(name))
        wanted = self.wanted | {"ROLES": roles} | more
        process = await self._stack.enter_async_context(logged("run", log=log, folder=self.folder, **wanted))

        async def ready() -> bool:
            said = self.log(name)[before:]
            assert process.returncode is None, said
            return "health at" in said

        if up:
            await until(ready)
        return process

    async def stop(self, process: Process, number: signal.Signals = signal.SIGTERM) -> float:
        """Seconds until it was out. TimeoutError."""
        begun = time.monotonic()
        process.send_signal(number)
        await asyncio.wait_for(process.wait(), PATIENCE)
        return time.monotonic() - begun

    async def kill(self, process: Process) -> None:
        await self.stop(process, signal.SIGKILL)

    def log(self, name: str = "bot") -> str:
        path = self.folder / f"{name}.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def complaints(self, name: str = "bot") -> int:
        """Warnings and errors in its log."""
        return len(_RECORD.findall(self.log(name)))


@asynccontextmanager
async def open_stage(url: str, folder: Path, *, quick: bool, cluster: Cluster | None = None) -> AsyncIterator[Stage]:
    """On the migrated database at `url`, as `open_database` takes it."""
    async with AsyncExitStack() as stack:
        playground = await stack.enter_async_context(Playground())
        telegram = await stack.enter_async_context(Telegram(playground.url))
        await migrate(url)
        db = await stack.enter_async_context(open_database(url))
        wanted = {
            "BOT_TOKEN": playground.token,
            "TELEGRAM_API_URL": playground.url,
            "ADMIN_IDS": str(playground.editor_id),
            "DATABASE_URL": _plain(url),
            "HTTP_PORT": "0",
            "PAID_BROADCAST": "1",
            "SEND_RATE": "1000",
            "DEFAULT_LANGUAGE": "en",
        }
        processes = await stack.enter_async_context(AsyncExitStack())
        yield Stage(playground, telegram, db, url, folder, wanted, quick, cluster, processes)


def _plain(url: str) -> str:
    """As an operator writes it."""
    where = make_url(url)
    return where.set(drivername=where.get_backend_name()).render_as_string(hide_password=False)


def _chat(number: int, chat_id: int, kind: ChatKind) -> dict[str, Any]:
    return {
        "number": number,
        "id": chat_id,
        "kind": kind,
        "title": "",
        "language": "en",
        "language_chosen": True,
        "time_zone": "Europe/Kyiv",
        "alerts": True,
        "state": "active",
        "created_at": now(),
    }
