"""Couriers: tasks that last and do one thing after another. A task for each would cost as much as to send a message."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Generic, TypeVar

T = TypeVar("T")


class Couriers(Generic[T]):
    """`act` does one thing. What it raises ends the work: nothing is begun any more."""

    def __init__(self, count: int, act: Callable[[T], Awaitable[None]]) -> None:
        self.free = count
        """Things that can be begun at once."""
        self.broken: BaseException | None = None
        self._count = count
        self._act = act
        self._begun: asyncio.Queue[T] = asyncio.Queue()
        self._awaited = 0
        self._room = asyncio.Event()
        self._tasks = [asyncio.create_task(self._work()) for _ in range(count)]
        for task in self._tasks:
            task.add_done_callback(self._ended)

    def begin(self, things: Iterable[T]) -> None:
        """At most as many as are free."""
        for thing in things:
            self.free -= 1
            self._begun.put_nowait(thing)

    async def until_free(self, count: int, patience: float) -> int:
        """Waits until so many can be begun, after `patience` seconds for any, or until one broke; how many can."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._until(count, or_broken=True), patience)
        await self._until(1, or_broken=True)
        return 0 if self.broken else self.free

    async def land(self, grace: float) -> None:
        """Waits for what is begun; what takes more than `grace` seconds is cut short."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._until(self._count), grace)
        await self.cut()

    async def cut(self) -> None:
        """Nothing is under way any more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.wait(self._tasks)

    async def _until(self, count: int, *, or_broken: bool = False) -> None:
        while self.free < count and not (or_broken and self.broken):
            self._awaited = count
            self._room.clear()
            await self._room.wait()

    async def _work(self) -> None:
        while True:
            thing = await self._begun.get()
            try:
                await self._act(thing)
            finally:
                self.free += 1
                if self.free >= self._awaited:
                    self._room.set()

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            self.broken = error
            self._room.set()
