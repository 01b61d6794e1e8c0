"""Parsers in processes of their own, which can be killed: some hang or crash on what the web serves."""

from __future__ import annotations

import asyncio
import json
import os
import pickle
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self, TypeVar, TypeVarTuple, cast

from bot.news.trouble import Trouble
from bot.sources.errors import ParseFailed
from bot.sources.worker import LENGTH, READY, framed

IDLE = 60.0
"""Seconds after which an unused process is stopped: each holds 40 MB or more."""
_START = 30.0
"""Seconds that a process may take to start on a busy machine."""
_PROGRAM = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from bot.sources.worker import main; main()"

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")


class Parsers:
    """A small pool. Use as an async context manager; processes start when they are first needed."""

    def __init__(self, size: int = 2, *, idle: float = IDLE) -> None:
        self._size = size
        self._idle = idle
        self._free = asyncio.Semaphore(size)
        self._alive: set[_Worker] = set()
        self._spare: dict[_Worker, asyncio.TimerHandle] = {}
        self._ending: set[asyncio.Task[None]] = set()
        self._closed = asyncio.Event()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends calls that are under way, too: they raise ParseFailed."""
        self._closed.set()
        for worker in self._alive:
            worker.kill()
        for worker, timer in self._spare.items():
            timer.cancel()
            await self._end(worker)
        await asyncio.gather(*self._ending)
        for _ in range(self._size):  # all calls have come to their end when all places are free
            await self._free.acquire()
        for _ in range(self._size):
            self._free.release()

    async def run(self, function: Callable[[*Arguments], Result], *args: *Arguments, timeout: float = 5.0) -> Result:
        """Call a module's function there. Raises its ReadingErrors, and ParseFailed for whatever else goes wrong."""
        request = pickle.dumps((timeout, function, args))
        async with self._free:
            worker = await self._take()
            answered = False
            try:
                async with asyncio.timeout(timeout):
                    succeeded, value = pickle.loads(await worker.ask(request))
                answered = True
            except TimeoutError as error:
                raise ParseFailed(f"no result within {timeout:g} s") from error
            except (EOFError, OSError) as error:
                ours = Trouble.ODD if self._closed.is_set() else Trouble.HANGS
                raise ParseFailed("the parser took its process down", trouble=ours) from error
            finally:
                await (self._keep(worker) if answered else self._end(worker))
        if not succeeded:
            raise value
        return cast("Result", value)

    async def _take(self) -> _Worker:
        if self._closed.is_set():
            raise ParseFailed("the parsers are shut down", trouble=Trouble.ODD)
        if self._spare:
            worker, timer = self._spare.popitem()
            timer.cancel()
            return worker
        worker = await _Worker.start()
        self._alive.add(worker)
        if self._closed.is_set():
            worker.kill()
        return worker

    async def _keep(self, worker: _Worker) -> None:
        if self._closed.is_set():
            await self._end(worker)
        else:
            self._spare[worker] = asyncio.get_running_loop().call_later(self._idle, self._retire, worker)

    def _retire(self, worker: _Worker) -> None:
        del self._spare[worker]
        task = asyncio.create_task(self._end(worker))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _end(self, worker: _Worker) -> None:
        await worker.end()
        self._alive.discard(worker)


class _Worker:
    """One process and the two pipes to it."""

    def __init__(self, process: Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process, self._requests, self._answers = process, process.stdin, process.stdout

    @classmethod
    async def start(cls) -> Self:
        """With an empty environment, which holds the bot's secrets, and apart from the terminal's Ctrl-C."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-I", "-c", _PROGRAM, json.dumps(sys.path)),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env={},
            start_new_session=True,
        )
        worker = cls(process)
        try:
            async with asyncio.timeout(_START):
                await worker._answers.readexactly(len(READY))
        except (TimeoutError, EOFError) as error:
            await worker.end()
            raise ParseFailed("a parser's process did not start", trouble=Trouble.ODD) from error
        except asyncio.CancelledError:
            await worker.end()
            raise
        return worker

    async def ask(self, request: bytes) -> bytes:
        self._requests.write(framed(request))
        await self._requests.drain()
        return await self._answers.readexactly(int.from_bytes(await self._answers.readexactly(LENGTH)))

    def kill(self) -> None:
        """Whoever waits for an answer gets an EOFError."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                # Not Process.kill(), which would take the exit code away from asyncio's own watcher.
                os.kill(self._process.pid, signal.SIGKILL)

    async def end(self) -> None:
        self.kill()
        self._requests.close()
        await self._answers.read()  # to the end, so that its pipe is closed, too
        await self._process.wait()
