"""Answers that are none, resets, silence: what surely did not arrive comes once, what may have is counted."""

from __future__ import annotations

from benchmarks.faults.findings import Fault, Findings
from benchmarks.faults.stage import Stage
from bot.news.delivery import DeliveryState, Doubt

TIMES = 20
ARRIVED = ("cut", "reset_after")
"""The message is in the chat, though we are not told so."""


async def broken_answers(stage: Stage, seen: Findings) -> None:
    """Pages of a proxy, 5xx, answers cut short."""
    await _each(stage, seen, "html502", "500", "cut")


async def resets(stage: Stage, seen: Findings) -> None:
    """Before Telegram has the request, and after."""
    await _each(stage, seen, "reset_before", "reset_after")


async def slow_answers(stage: Stage, seen: Findings) -> None:
    await _each(stage, seen, "slow", seconds=1.0)


async def stalls(stage: Stage, seen: Findings) -> None:
    """Telegram says nothing for longer than we wait."""
    await _each(stage, seen, "stall", seconds=2.0 if stage.quick else 60.0)


async def skip_doubts(stage: Stage, seen: Findings) -> None:
    """An alert that rather comes to some not at all than to one twice; the process is killed on the way."""
    everyone, text = await stage.readers(200), stage.text()
    for kind in ("cut", "reset_after", "html502"):
        await stage.telegram.fault(kind, 5, method="sendMessage", probability=0.1)
    bot = await stage.start(SEND_RATE="100")
    one = await stage.announce(text, Doubt.SKIP)
    await stage.reaches(text, 60)
    await stage.kill(bot)
    await stage.start()
    progress, told = await stage.ended(one), await stage.told(text)
    skipped = progress.outcomes.get(DeliveryState.SKIPPED, 0)
    seen.exactly("repeats", told.repeats, 0)
    seen.exactly("without an end", len(everyone) - progress.outcomes.get(DeliveryState.SENT, 0) - skipped, 0)
    seen.at_most("not told", len(everyone) - told.chats, skipped)
    seen.exactly("skipped", skipped, progress.doubts)
    seen.at_least("in doubt", progress.doubts, 1)


async def _each(stage: Stage, seen: Findings, *kinds: str, seconds: float = 0.0) -> None:
    """A broadcast under each fault."""
    everyone = await stage.readers(150)
    await stage.start()
    for kind in kinds:
        text = stage.text()
        await stage.telegram.fault(kind, TIMES, seconds=seconds, method="sendMessage", probability=0.3)
        progress = await stage.ended(await stage.announce(text), within=120)
        left = (await stage.telegram.state())["faults"]
        met, told = TIMES - sum(TIMES - fault["used"] for fault in left), await stage.told(text)
        await stage.telegram.no_faults()
        seen.exactly(f"{kind} lost", await stage.missing(text, everyone), 0)
        seen.exactly(f"{kind} repeats", told.repeats, met if kind in ARRIVED else 0)
        seen.exactly(f"{kind} in doubt", progress.doubts, 0 if kind == "slow" else met)
        seen.at_least(f"{kind} met", met, 1)


FAULTS = [
    Fault("broken_answers", broken_answers, of_store=False),
    Fault("resets", resets, of_store=False),
    Fault("slow_answers", slow_answers, of_store=False),
    Fault("stalls", stalls, of_store=False),
    Fault("skip_doubts", skip_doubts),
]
