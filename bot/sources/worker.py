"""What runs inside a parser's process: one call after another, until stdin ends.

A message is its length in 8 bytes, then a pickle: `(seconds, function, arguments)` in, `(succeeded, value)` out.
"""

from __future__ import annotations

import logging
import math
import os
import pickle
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from bot.sources.errors import ParseFailed, ReadingError

READY = b"!"
LENGTH = 8
"""Bytes of a message's length, big-endian."""
MEMORY = 2_000_000_000
"""Bytes of address space that hostile input can make a parser take."""


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides when we end
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logging.disable()
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # a library that prints must not speak on our line
    answers.write(READY)
    while length := sys.stdin.buffer.read(LENGTH):
        answer = _answer(sys.stdin.buffer.read(int.from_bytes(length)))
        _write(answers.fileno(), framed(answer))


def framed(message: bytes) -> bytes:
    return len(message).to_bytes(LENGTH) + message


def _answer(request: bytes) -> bytes:
    try:
        seconds, function, arguments = pickle.loads(request)
        return pickle.dumps(_call(seconds, function, arguments))
    except Exception as error:  # the door of this process: the parent hears of whatever a parser does
        return pickle.dumps((False, ParseFailed(f"{type(error).__name__}: {error}"[:300])))


def _call(seconds: float, function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[bool, Any]:
    signal.alarm(math.ceil(seconds) + 1)  # ends us even in the middle of C code, should the parent be gone
    try:
        return True, function(*arguments)
    except ReadingError as error:
        return False, error
    finally:
        signal.alarm(0)


def _write(descriptor: int, message: bytes) -> None:
    view = memoryview(message)
    while view:
        view = view[os.write(descriptor, view) :]
