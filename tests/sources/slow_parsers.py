"""What parsers do on bad days, for their processes to run."""

import os
import signal
import sys
import time

from bot.sources.errors import FeedError


def echo(value: object) -> object:
    return value


def own_process() -> int:
    return os.getpid()


def environment() -> dict[str, str]:
    return dict(os.environ)


def hang() -> None:
    time.sleep(60)


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def take_all_memory() -> int:
    return len(bytearray(8_000_000_000))


def print_much() -> str:
    print("noise" * 1000)
    sys.stdout.flush()
    return "still here"


def refuse() -> None:
    raise FeedError("no feed", retry_after=5)


def stumble() -> None:
    raise KeyError("surprise")


def answer_what_cannot_be_sent() -> object:
    return lambda: None
