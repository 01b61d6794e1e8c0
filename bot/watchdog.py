"""The watchdog: a process whose event loop hangs says where, and ends, so that whoever supervises it starts it anew."""

from __future__ import annotations

import asyncio
import faulthandler
import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager

HANGS = 30.0
"""Seconds in which the loop did not turn once."""
SEIZED = 4
"""Times as long, after which the process ends even where something holds the whole interpreter."""
TURN = 0.25
"""Seconds between two looks at the loop by itself."""
STDERR = 2
EXIT = 70
"""EX_SOFTWARE of sysexits."""

_log = logging.getLogger(__name__)


@contextmanager
def watched(stalled: Callable[[float], None], hangs: float = HANGS) -> Iterator[None]:
    """Watches the running loop to the end of the block; `stalled` is told the seconds that each turn came late."""
    over, fed = threading.Event(), threading.Event()
    thread = threading.Thread(target=_watch, args=(fed, over, hangs), name="watchdog", daemon=True)
    thread.start()
    feeding = asyncio.create_task(_feed(fed, stalled))
    try:
        yield
    finally:
        feeding.cancel()
        over.set()
        thread.join()
        faulthandler.cancel_dump_traceback_later()


async def _feed(fed: threading.Event, stalled: Callable[[float], None]) -> None:
    clock = asyncio.get_running_loop().time
    while True:
        fed.set()
        expected = clock() + TURN
        await asyncio.sleep(TURN)
        stalled(max(clock() - expected, 0.0))


def _watch(fed: threading.Event, over: threading.Event, hangs: float) -> None:
    """Counts its own turns and not the time: a machine that slept, or a process that was stopped, hangs nowhere."""
    missed, turns = 0, 10
    while not over.wait(hangs / turns):
        faulthandler.dump_traceback_later(hangs * SEIZED, exit=True, file=STDERR)
        missed = 0 if fed.is_set() else missed + 1
        fed.clear()
        if missed >= turns:
            _end(hangs)


def _end(hangs: float) -> None:
    # Whoever hangs may hold the log's own lock: then this comes without words.
    faulthandler.dump_traceback_later(hangs, exit=True, file=STDERR)
    _log.critical("the event loop has not turned for %g s; the process ends. Where it hangs:\n%s", hangs, _stacks())
    logging.shutdown()
    os._exit(EXIT)


def _stacks() -> str:
    names = {thread.ident: thread.name for thread in threading.enumerate()}
    return "\n".join(
        f"{names.get(ident, ident)}:\n{''.join(traceback.format_stack(frame))}"
        for ident, frame in sys._current_frames().items()
        if ident != threading.get_ident()
    )
