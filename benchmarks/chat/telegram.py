"""A thin Telegram in a process of its own: it hands out what a crowd asks, and measures when it is answered.

It keeps no limits and reads no markup. A request has arrived when its last byte was read here, an update is handed
over when the answer to getUpdates was made: the way through the sockets is in the figures.
"""

from __future__ import annotations

import asyncio
import gc
import json
import multiprocessing
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.connection import Connection
from random import Random
from typing import Any

from aiohttp import web

from benchmarks.chat.crowd import READERS, Crowd, Json, screen
from benchmarks.receiver import ME

PATIENCE = 10.0
"""Seconds that an answer may take after the last was asked before it counts as lost."""
POLL = 50.0
START = 60.0
"""Seconds that a bot may take to ask for the first time."""
_clock = time.perf_counter


@dataclass(frozen=True, slots=True)
class Plan:
    """What the crowd does. What is asked in the first `warm` seconds is not counted."""

    rate: float
    seconds: float
    warm: float
    people: int
    topics: list[str]
    words: list[str]
    commands: frozenset[str] = frozenset()
    echo: bool = False


@dataclass(slots=True)
class Asked:
    """Times are in seconds of one clock; None for what did not come."""

    kind: str
    counted: bool
    asked_at: float
    handed_at: float | None = None
    answered_at: float | None = None
    shown_at: float | None = None
    """When a message was sent or edited, which for a tap may be later than its acknowledgement."""


@dataclass(frozen=True, slots=True)
class Seen:
    asked: Sequence[Asked]
    took: float
    """Seconds of what is counted."""
    sent_to_readers: int
    """By the broadcast, in that time."""
    cpu: float
    """Seconds of this process's CPU in it."""


@dataclass(slots=True)
class Telegram:
    waiting: deque[Json] = field(default_factory=deque)
    came: asyncio.Event = field(default_factory=asyncio.Event)
    polled: asyncio.Event = field(default_factory=asyncio.Event)
    """The bot is there."""
    running: dict[int, Asked] = field(default_factory=dict)
    """What was asked last in each chat."""
    queries: dict[str, int] = field(default_factory=dict)
    """Tap → its chat."""
    crowd: Crowd | None = None
    to_readers: int = 0
    message_ids: Iterator[int] = field(default_factory=lambda: count(1_000_000))
    update_ids: Iterator[int] = field(default_factory=lambda: count(700_000_001))

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        method = request.path.rpartition("/")[2].lower()
        if request.content_type == "application/json":
            body = await request.read()
            arrived = _clock()
            asked: Json = json.loads(body)
        else:
            asked = dict(await request.post())
            arrived = _clock()
        if method == "getupdates":
            return _ok(await self._updates(asked))
        return _ok(self._taken(method, asked, arrived))

    async def load(self, plan: Plan) -> Seen:
        await self.polled.wait()
        crowd = self.crowd = Crowd(plan.people, plan.topics, plan.words, plan.commands, plan.echo, Random(1))
        everything: list[Asked] = []
        start = _clock()
        since, readers, cpu = start, 0, 0.0
        for number in range(int(plan.rate * (plan.warm + plan.seconds))):
            at = start + number / plan.rate
            await asyncio.sleep(max(at - _clock(), 0))
            counted = at - start >= plan.warm
            if counted and not cpu:
                since, readers, cpu = _clock(), self.to_readers, time.process_time()
            if (asked := self._ask(crowd, counted)) is not None:
                everything.append(asked)
        took, readers, cpu = _clock() - since, self.to_readers - readers, time.process_time() - cpu
        await self._all_shown(everything)
        return Seen([one for one in everything if one.counted], took, readers, cpu)

    async def _all_shown(self, asked: Sequence[Asked]) -> None:
        until = _clock() + PATIENCE
        while _clock() < until and any(one.shown_at is None for one in asked):  # noqa: ASYNC110 - for what others do
            await asyncio.sleep(0.05)

    def _ask(self, crowd: Crowd, counted: bool) -> Asked | None:
        now = _clock()
        wish = crowd.asks(now)
        if wish is None:
            return None
        kind, chat_id, update = wish
        asked = self.running[chat_id] = Asked(kind, counted, now)
        if "callback_query" in update:
            self.queries[update["callback_query"]["id"]] = chat_id
        self.waiting.append({"update_id": next(self.update_ids)} | update)
        self.came.set()
        return asked

    async def _updates(self, asked: Json) -> list[Json]:
        self.polled.set()
        offset = int(asked.get("offset") or 0)
        while self.waiting and self.waiting[0]["update_id"] < offset:
            self.waiting.popleft()
        if not self.waiting:
            self.came.clear()
            try:
                async with asyncio.timeout(min(float(asked.get("timeout") or 0), POLL)):
                    await self.came.wait()
            except TimeoutError:
                return []
        updates = list(self.waiting)[: int(asked.get("limit") or 100)]
        now = _clock()
        for update in updates:
            chat = update.get("message") or update["callback_query"]["message"]
            self.running[chat["chat"]["id"]].handed_at = now
        return updates

    def _taken(self, method: str, asked: Json, arrived: float) -> object:
        if method == "getme":
            return ME
        if method == "getmycommands":
            return []
        if method == "answercallbackquery":
            self._answered(self.queries.pop(str(asked["callback_query_id"]), 0), arrived, shown=False)
            return True
        chat_id = int(asked.get("chat_id") or 0)
        if not method.startswith(("send", "edit")) or not chat_id:
            return True
        message_id = int(asked["message_id"]) if method.startswith("edit") else next(self.message_ids)
        if chat_id >= READERS:
            self.to_readers += 1
        else:
            self._answered(chat_id, arrived, shown=True)
            if self.crowd is not None:
                self.crowd.shows(chat_id, screen(asked, message_id))
        chat = {"id": chat_id, "type": "private", "first_name": "Reader"}
        return {"message_id": message_id, "from": ME, "chat": chat, "date": 1_790_000_000, "text": "said"}

    def _answered(self, chat_id: int, arrived: float, *, shown: bool) -> None:
        asked = self.running.get(chat_id)
        if asked is None or self.crowd is None:
            return
        asked.answered_at = asked.answered_at or arrived
        if shown:
            asked.shown_at = asked.shown_at or arrived
            self.crowd.answered(chat_id)


def _ok(result: object) -> web.Response:
    told = json.dumps({"ok": True, "result": result}, ensure_ascii=False, separators=(",", ":"))
    return web.Response(body=told.encode(), content_type="application/json")


class Line:
    """From the benchmark to its Telegram's process."""

    def __init__(self, root: str, line: Connection) -> None:
        self.root = root
        self._line = line

    async def load(self, plan: Plan) -> Seen:
        seen: Seen = await self._asks(plan, plan.seconds + plan.warm + PATIENCE + START)
        return seen

    async def sent_to_readers(self) -> int:
        return int(await self._asks(None, PATIENCE))

    async def _asks(self, question: Plan | None, within: float) -> Any:
        self._line.send(question)
        if not await asyncio.to_thread(self._line.poll, within):
            raise TimeoutError("the Telegram of the benchmark does not answer")
        return self._line.recv()


@contextmanager
def serving() -> Iterator[Line]:
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield Line(ours.recv(), ours)
    finally:
        process.terminate()
        process.join()


def _serve(line: Connection) -> None:
    asyncio.run(_served(line))


async def _served(line: Connection) -> None:
    telegram = Telegram()
    runner = web.ServerRunner(web.Server(telegram.answer, access_log=None))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=256)
    await site.start()
    line.send("http://{}:{}".format(*runner.addresses[0][:2]))
    gc.freeze()
    while True:
        question: Plan | None = await asyncio.to_thread(line.recv)
        line.send(telegram.to_readers if question is None else await telegram.load(question))
