"""Telegram's pace: how long a push takes at the free limit, and a reply meanwhile; how many a paid second holds.

At the free limit the whole bot, a process of its own, sends to the local Telegram, which enforces its limits. For the
paid rate our dispatch road claims, draws, sends and settles in one process, and the receiving Telegram is in another.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from benchmarks import sample
from benchmarks.faults.findings import Findings
from benchmarks.faults.stage import Stage, open_stage
from benchmarks.receiver import receiving
from benchmarks.send import TOKEN
from bot.desk.announce import announce_breaking
from bot.desk.dispatch import Dispatch, Road
from bot.gateway.connection import connect
from bot.gateway.pace import FREE_RATE, Pace
from bot.gateway.sender import Sender
from bot.locales import load
from bot.news.chats import ChatKind
from bot.news.delivery import Outcome, Sent
from bot.news.story import BreakingReason
from bot.views.post import Post
from tests.people import Person, labels

LAST = 1.03
"""How many times N / rate the last reader may wait."""
REPLY = 0.3
"""Seconds, of 99 in 100 replies while a push runs."""
PAID_RATE = 1000
LEEWAY = 1.1
"""How much faster our pace is set than what is to be held: a place is taken from the claim on and kept a second after
the answer, so that of a pace of 1,000 about 960 leave in a second."""
CORES = 1.0
ASKERS = 8
"""Who take turns, so that none is held back by a chat's own pace."""
ASKED_EVERY = 0.25
"""Seconds. Together they stay below the share of the rate that replies keep."""
PATIENCE = 10.0
"""Seconds that a reply may take before it counts as lost."""
STORIES = 10
"""That /latest lists."""
_LOOK = 0.005


async def at_free_limit(readers: int) -> dict[str, float]:
    """One push alone, and one while readers ask."""
    with tempfile.TemporaryDirectory(prefix="tagwire-pace-") as name:
        url = f"sqlite+aiosqlite:///{name}/tagwire.db"
        async with open_stage(url, Path(name), quick=False) as stage:
            editor = await stage.telegram.editor()
            await stage.meet([editor.id], ChatKind.PRIVATE)
            for number in range(STORIES):
                await sample.story(stage.db, number)
            askers = await stage.telegram.newcomers(ASKERS)
            await stage.telegram.limits()
            await stage.start(SEND_RATE=f"{FREE_RATE:g}", PAID_BROADCAST="0")
            first, last = await _pushed(stage, editor, await _followed(stage, STORIES, readers))
            for asker in askers:  # what is done once, when a reader is met, is no part of a reply
                await _answered(stage, asker)
            beside = await _followed(stage, STORIES + 1, readers)
            pushing = asyncio.create_task(_pushed(stage, editor, beside))
            waits = await _asked(stage, askers, pushing)
            refused = float((await stage.telegram.flood())["refused"])
    return {
        "free.first_reader_s": first,
        "free.last_reader_s": last,
        "free.over_ideal.ratio": last * FREE_RATE / readers,
        "free.refused": refused,
        "reply.p50_s": quantile(waits, 0.5),
        "reply.p99_s": quantile(waits, 0.99),
        "reply.count": len(waits),
        "reply.last_reader_s": (await pushing)[1],
    }


@dataclass(frozen=True, slots=True)
class _Story:
    number: int
    readers: frozenset[int]


async def _followed(stage: Stage, number: int, readers: int) -> _Story:
    """The newest story, of which so many new readers are to be told."""
    people = await stage.telegram.newcomers(readers)
    _, tag_ids = await sample.story(stage.db, number)
    await sample.followers(stage.db, tag_ids[0], [person.id for person in people])
    return _Story(number, frozenset(person.id for person in people))


async def _pushed(stage: Stage, editor: Person, story: _Story) -> tuple[float, float]:
    """Seconds from the editor's tap until the first and the last reader have it."""
    sent = stage.playground.world.deliveries.sent
    offer = await editor.sees("breaking", after=await editor.says("/breaking"), within=PATIENCE)
    await editor.taps(labels(offer)[0], offer)
    sure = await editor.sees(f"({story.number})", after=offer["message_id"], within=PATIENCE)
    start, first = time.monotonic(), 0.0
    tapping = asyncio.create_task(editor.taps("✅", sure))
    async with asyncio.timeout(4 * len(story.readers) / FREE_RATE + PATIENCE):
        while (told := sum(sent[reader] > 0 for reader in story.readers)) < len(story.readers):
            first = first or (told and time.monotonic() - start)
            await asyncio.sleep(_LOOK)
    last = time.monotonic() - start
    await tapping
    return first, last


async def _asked(stage: Stage, askers: Sequence[Person], pushing: asyncio.Task[tuple[float, float]]) -> list[float]:
    """Seconds that each reply took."""
    asking: list[asyncio.Task[float]] = []
    for asker in cycle(askers):
        if pushing.done():
            break
        asking.append(asyncio.create_task(_answered(stage, asker)))
        await asyncio.sleep(ASKED_EVERY)
    return [await one for one in asking]


async def _answered(stage: Stage, asker: Person) -> float:
    """From the update's sending to the arrival of the reply at Telegram; inf for one that does not come."""
    calls = stage.playground.world.deliveries.sent
    before, start = calls[asker.id], time.monotonic()
    await asker.says("/latest")
    while calls[asker.id] == before:
        if time.monotonic() - start > PATIENCE:
            return math.inf
        await asyncio.sleep(_LOOK)
    return time.monotonic() - start


def quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(math.ceil(share * len(ordered)), len(ordered)) - 1]


def _paid(root: str, seconds: int) -> dict[str, float]:
    return asyncio.run(_at_paid_rate(root, seconds))


async def _at_paid_rate(root: str, seconds: int) -> dict[str, float]:
    """Measured from the second second on: the first has its places at once."""
    chat_ids = range(1, PAID_RATE * (seconds + 1) + 1)
    marks: list[tuple[float, float]] = []
    stop, sent = asyncio.Event(), 0
    async with sample.store() as db, connect(TOKEN, root) as telegram:
        pace = Pace(LEEWAY * PAID_RATE)
        sender = Sender(telegram, pace)

        async def send(chat_id: int, kind: ChatKind, thread_id: int, post: Post) -> Outcome:
            nonlocal sent
            outcome = await sender.post(chat_id, kind, thread_id, post, paid=True)
            assert isinstance(outcome, Sent), outcome
            sent += 1
            if sent in (PAID_RATE, len(chat_ids)):
                marks.append((time.perf_counter(), time.process_time()))
            if sent == len(chat_ids):
                stop.set()
            return outcome

        story_id, tag_ids = await sample.story(db, 1)
        await sample.followers(db, tag_ids[0], chat_ids)
        async with db.write() as tx:
            await announce_breaking(tx, story_id, BreakingReason.EDITOR, sample.now())
        road = Road(db, "benchmark", load(), send, pace.bulk, pace.give_back, pace.wait_for, sample.now)
        await Dispatch(road).run(stop)
    (first, cpu_first), (last, cpu_last) = marks
    took = last - first
    return {"paid.messages_per_s": PAID_RATE * seconds / took, "paid.cores": (cpu_last - cpu_first) / took}


def at_paid_rate(seconds: int) -> dict[str, float]:
    spawn = multiprocessing.get_context("spawn")
    with receiving() as root, ProcessPoolExecutor(1, mp_context=spawn) as pool:
        return pool.submit(_paid, root, seconds).result()


def judged(figures: dict[str, float]) -> Findings:
    findings = Findings()
    findings.at_most("free.over_ideal.ratio", figures["free.over_ideal.ratio"], LAST)
    findings.exactly("free.refused", figures["free.refused"], 0)
    findings.at_most("reply.p99_s", figures["reply.p99_s"], REPLY)
    findings.at_least("paid.messages_per_s", figures["paid.messages_per_s"], PAID_RATE)
    findings.at_most("paid.cores", figures["paid.cores"], CORES)
    return findings


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pace", description="How quickly everyone has it.")
    parser.add_argument("--readers", type=int, default=1000, help="at the free limit")
    parser.add_argument("--seconds", type=int, default=5, help="at the paid rate")
    parser.add_argument("--json", type=Path, help="write the figures here as one flat object")
    options = parser.parse_args(arguments)
    figures = at_paid_rate(options.seconds) | asyncio.run(at_free_limit(options.readers))
    findings = judged(figures)
    promised = {check.name: check for check in findings.checks}
    for name, figure in figures.items():
        check = promised.get(name)
        told = f"   {check.expected}{'' if check.holds else '   <- BROKEN'}" if check else ""
        print(f"{name:26}{figure:10.3f}{told}")
    if options.json:
        told_figures = {name: round(figure, 4) for name, figure in figures.items()}
        options.json.write_text(json.dumps(told_figures, indent=1) + "\n", encoding="utf-8")
    return 1 if findings.broken else 0


if __name__ == "__main__":
    sys.exit(main())
