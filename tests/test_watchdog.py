"""A process whose event loop hangs ends by itself, says where, and does not end for less."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import time
from pathlib import Path

import pytest

from bot.watchdog import EXIT, watched
from tests.processes import PATIENCE, environment

PROGRAM = """
import asyncio, re, sys, time
from bot import logs
from bot.watchdog import watched

def hangs_here():
    {act}

async def main():
    logs.configure("INFO", "json", ["hunter2-secret"])
    with watched(lambda _: None, hangs=0.5):
        await asyncio.sleep(0.3)
        print("turning", flush=True)
        hangs_here()
        await asyncio.sleep({then})

asyncio.run(main())
"""


async def ran(act: str, then: float = 0.0, *, stop: float = 0.0) -> tuple[int, str]:
    """Exit code and what stood on stderr; `stop`: seconds for which the whole process is stopped meanwhile."""
    code = PROGRAM.format(act=act, then=then)
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, env=environment({}), stdout=pipe, stderr=pipe
    )
    assert process.stdout
    await asyncio.wait_for(process.stdout.readline(), PATIENCE)
    if stop:
        process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(stop)
        process.send_signal(signal.SIGCONT)
    _, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode or 0, err.decode()


async def test_a_loop_that_hangs_ends_the_process_and_says_where() -> None:
    code, err = await ran("time.sleep(600)")
    assert code == EXIT
    [line] = [json.loads(line) for line in err.splitlines()]
    assert line["level"] == "CRITICAL"
    assert "hangs_here" in line["message"]


async def test_what_holds_the_whole_interpreter_ends_it_too() -> None:
    """A regular expression that takes for ever lets no other thread of Python's run."""
    code, err = await ran('re.match("(a+)+b", "a" * 60)')
    assert code != 0
    assert "hangs_here" in err


@pytest.mark.parametrize("stop", [0.0, 1.0])
async def test_a_loop_that_turns_is_left_alone(stop: float) -> None:
    """Also where the process was stopped for longer than a loop may hang."""
    assert await ran("time.sleep(0.1)", 1.5, stop=stop) == (0, "")


async def test_stalls_are_told() -> None:
    stalls: list[float] = []
    with watched(stalls.append, hangs=60):
        await asyncio.sleep(0)
        time.sleep(0.6)  # noqa: ASYNC251
        await asyncio.sleep(0.3)
    assert max(stalls) >= 0.3


def test_it_is_where_it_belongs() -> None:
    assert "watched(" in (Path(__file__).parents[1] / "bot" / "roles.py").read_text(encoding="utf-8")
