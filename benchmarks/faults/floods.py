"""Telegram says 429: nothing leaves before `retry_after` is over, after a restart and from other processes too."""

from __future__ import annotations

import asyncio
import math
import signal
import time
from asyncio.subprocess import Process
from collections.abc import Sequence

from benchmarks.faults.findings import Fault, Findings
from benchmarks.faults.stage import Stage, now, until
from bot.desk.dispatch import IN_FLIGHT
from bot.store import holds
from tests.people import Json

LANDED = 0.5
"""Seconds after a 429 in which what had left before it still arrives."""
READ = 0.05
"""Seconds by which two clocks may differ."""
OF_ALL = 0
"""The chat id of a wait of the whole token."""


async def storm(stage: Stage, seen: Findings) -> None:
    """Every send is refused for some seconds."""
    everyone, text = await stage.readers(200), stage.text()
    await stage.start()
    await stage.telegram.fault("429", None, seconds=2)
    one = await stage.announce(text)
    await until(lambda: _refused(stage))
    await asyncio.sleep(2 if stage.quick else 8)
    await stage.telegram.no_faults()
    await stage.ended(one)
    await _note(stage, seen, text, everyone)


async def storm_over_restart(stage: Stage, seen: Findings) -> None:
    """The process is killed, then stopped, in the middle of a wait."""
    everyone, text = await stage.readers(60 if stage.quick else 200), stage.text()
    begun = time.monotonic()
    bot = await stage.start()
    long = math.ceil(5 * (time.monotonic() - begun))  # enough to stop and be up again, however busy the machine is
    one = await stage.announce(text)
    for number in (signal.SIGKILL,) if stage.quick else (signal.SIGKILL, signal.SIGTERM):
        over = await _flood(stage, seconds=long)
        await stage.stop(bot, number)
        bot = await stage.start(SEND_RATE="50")
        seen.at_least("seconds left when it was up again", round(over - time.monotonic(), 1), 0)
    await stage.ended(one)
    await _note(stage, seen, text, everyone)


async def storm_elsewhere(stage: Stage, seen: Findings) -> None:
    """One process is told to wait; another answers, and a third takes over what the first delivered."""
    everyone, text = await stage.readers(200), stage.text()
    first: Process = await stage.start("first", roles="deliver")
    await stage.start("answers", roles="serve")
    await stage.start("standby", roles="deliver")
    one = await stage.announce(text)
    await _flood(stage, seconds=5)
    await stage.kill(first)
    seen.at_least("seconds until a reader is answered", round(await stage.answers(), 1), 2)
    await stage.ended(one)
    await _note(stage, seen, text, everyone)


async def one_group(stage: Stage, seen: Findings) -> None:
    """Only the group that is refused waits."""
    [group] = await stage.groups(1)
    everyone, text = await stage.readers(100), stage.text()
    await stage.start(SEND_RATE="100")
    await stage.telegram.fault("429", 1, seconds=8, chat_id=group)
    one, begun = await stage.announce(text), time.monotonic()
    await stage.reaches(text, len(everyone))
    seen.at_most("seconds for all others", round(time.monotonic() - begun, 1), 6)
    await stage.ended(one)
    await _note(stage, seen, text, everyone | {group}, await stage.sends(group))


async def lower_limit(stage: Stage, seen: Findings) -> None:
    """Telegram lets through a third of what we were told that it does."""
    everyone, text = await stage.readers(60 if stage.quick else 150), stage.text()
    await stage.telegram.limits(True, a_second=10)
    await stage.start(SEND_RATE="30", PAID_BROADCAST="0")
    one = await stage.announce(text)
    await stage.ended(one, within=120)
    flood = await stage.telegram.flood()
    seen.exactly("lost", await stage.missing(text, everyone), 0)
    seen.at_least("refused", flood["refused"], 1)
    seen.at_most("early", flood["early"], IN_FLIGHT)


async def _flood(stage: Stage, seconds: float) -> float:
    """Everybody is refused until the wait of the whole token is written down; until when it lasts, at least."""
    begun = time.monotonic()
    await stage.telegram.fault("429", None, seconds=seconds)

    async def written() -> bool:
        async with stage.db.read() as tx:
            return any(hold.chat_id == OF_ALL for hold in await holds.current(tx, now()))

    await until(written)
    await stage.telegram.no_faults()
    return begun + seconds


async def _refused(stage: Stage) -> bool:
    return any(call["status"] == 429 for call in await stage.sends())


async def _note(
    stage: Stage, seen: Findings, text: str, everyone: set[int], sends: Sequence[Json] | None = None
) -> None:
    sends = await stage.sends() if sends is None else sends
    refused = [call for call in sends if call["status"] == 429]
    told = await stage.told(text)
    seen.exactly("lost", await stage.missing(text, everyone), 0)
    seen.exactly("repeats", told.repeats, 0)
    seen.at_least("refused", len(refused), 1)
    seen.exactly("early", early(sends), 0)
    waves = len({round(call["at"] / 2) for call in refused})
    seen.at_most("refused at once", len(refused) / max(waves, 1), IN_FLIGHT)


def early(sends: Sequence[Json]) -> int:
    """How many left while a wait was running."""
    refused = [call for call in sends if call["status"] == 429]
    return sum(_early(call["at"], refused) for call in sends)


def _early(at: float, refused: Sequence[Json]) -> bool:
    """Whether a wait was running then, for longer than what was under way needs to arrive."""
    return any(call["at"] + LANDED < at < call["at"] + _wait(call) - READ for call in refused)


def _wait(call: Json) -> float:
    return float(call["answer"]["parameters"]["retry_after"])


FAULTS = [
    Fault("storm_429", storm, of_store=False),
    Fault("storm_over_restart", storm_over_restart),
    Fault("storm_elsewhere", storm_elsewhere, ("postgresql",)),
    Fault("one_group_429", one_group, of_store=False),
    Fault("lower_limit", lower_limit, of_store=False),
]
