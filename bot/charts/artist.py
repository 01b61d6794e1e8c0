"""The process that draws: a library of 100 MB must not stay in the bot, nor hold up its loop."""

from __future__ import annotations

import asyncio
import json
import os
import pickle
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Sequence
from contextlib import suppress
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from bot.views.figures import Figure

TIMEOUT = 30.0
"""Seconds for all pictures of one answer, the start of the process included: on a busy machine that is most of it."""
_PROGRAM = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from bot.charts.draw import main; main()"


class NotDrawn(Exception):
    """There are no pictures, and why."""


class Charts:
    """Use as an async context manager: the library keeps its list of fonts in a folder of its own until the end."""

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout
        self._folder = TemporaryDirectory(prefix="tagwire-charts-", ignore_cleanup_errors=True)
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    async def draw(self, figures: Sequence[Figure]) -> tuple[bytes, ...]:
        """A PNG of each, one answer's after the other's. Raises NotDrawn."""
        if not figures:
            return ()
        async with self._turn:
            try:
                async with asyncio.timeout(self._timeout):
                    return await self._drawn(pickle.dumps(tuple(figures)))
            except TimeoutError:
                raise NotDrawn(f"no pictures within {self._timeout:g} s") from None
            except OSError as error:
                raise NotDrawn(f"no process to draw: {error}") from None

    async def _drawn(self, figures: bytes) -> tuple[bytes, ...]:
        """With an empty environment, which holds the bot's secrets, and apart from the terminal's Ctrl-C."""
        own = {"MPLCONFIGDIR": self._folder.name, "MPLBACKEND": "agg", "OPENBLAS_NUM_THREADS": "1"}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-c", _PROGRAM, json.dumps(sys.path)),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env=own,
            start_new_session=True,
        )
        try:
            pictures, _ = await process.communicate(figures)
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    os.kill(process.pid, signal.SIGKILL)
                await process.wait()
        if process.returncode or not pictures:
            raise NotDrawn(f"the process that draws ended with {process.returncode}")
        drawn: tuple[bytes, ...] = pickle.loads(pictures)
        return drawn
