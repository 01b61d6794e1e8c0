"""Chats that block, leave, are thrown away or move, before a broadcast and in the middle; and what all refuse."""

from __future__ import annotations

import asyncio

from sqlalchemy import select

from benchmarks.faults.findings import Fault, Findings
from benchmarks.faults.stage import Stage, until
from bot.desk.dispatch import IN_FLIGHT
from bot.desk.quarantine import ENOUGH
from bot.locales import load
from bot.news.delivery import DeliveryState
from bot.store.tables import chat
from tests.people import Person
from tests.processes import PATIENCE

NOTICED = 3.0
"""Seconds in which an editor would be told twice."""


async def gone_chats(stage: Stage, seen: Findings) -> None:
    """Blocked, deactivated, kicked, left, deleted; the bot learns of it by what Telegram answers."""
    everyone, groups, text = await stage.readers(60), await stage.groups(12), stage.text()
    gone = sorted(everyone)[:12]
    for person in gone[:6]:
        await _person(stage, person).blocks()
    for person in gone[6:]:
        await _person(stage, person).deactivates()
    for place, status in enumerate(("kicked", "left", "deleted")):
        for group in groups[place * 3 : place * 3 + 3]:
            await stage.telegram.bot_becomes(status, group)
    await stage.start(roles="deliver")
    progress = await stage.ended(await stage.announce(text))
    reached = everyone - set(gone) | set(groups[9:])
    seen.exactly("lost", await stage.missing(text, reached), 0)
    seen.exactly("told", (await stage.told(text)).chats, len(reached))
    seen.exactly("gone", progress.outcomes.get(DeliveryState.GONE, 0), 21)
    calls = len(await stage.sends())
    await stage.ended(await stage.announce(stage.text()))
    seen.exactly("asked again", len(await stage.sends()) - calls - len(reached), 0)


async def leave_in_the_middle(stage: Stage, seen: Findings) -> None:
    """Readers block the bot, and groups throw it out, while a broadcast is on its way to them."""
    readers, groups, text = await stage.readers(150), await stage.groups(10), stage.text()
    everyone = readers | set(groups)
    await stage.start(SEND_RATE="25")
    one = await stage.announce(text)
    await stage.reaches(text, 30)
    await until(lambda: stage.fanned(one))
    untold = sorted(everyone - (await stage.telegram.deliveries(text=text)).keys())
    leaving = untold[:5] + untold[-30:]  # a group's id is negative
    await asyncio.gather(*(_leave(stage, chat_id) for chat_id in leaving))
    progress, told = await stage.ended(one), await stage.told(text)
    ended = progress.outcomes.get(DeliveryState.SENT, 0) + progress.outcomes.get(DeliveryState.GONE, 0)
    seen.exactly("lost", await stage.missing(text, everyone - set(leaving)), 0)
    seen.exactly("without an end", len(everyone) - ended, 0)
    seen.at_least("gone", progress.outcomes.get(DeliveryState.GONE, 0), 1)
    seen.exactly("repeats", told.repeats, 0)


async def migrate_in_the_middle(stage: Stage, seen: Findings) -> None:
    """Groups become supergroups: some at the very request, some beside it, where an update tells of it too."""
    groups, everyone = await stage.groups(12), await stage.readers(30 if stage.quick else 60)
    before, text = await _numbers(stage), stage.text()
    for group in groups[:6]:
        await stage.telegram.fault("migrate", 1, method="sendMessage", chat_id=group)
    await stage.start(SEND_RATE="20")
    one = await stage.announce(text)
    for group in groups[6:]:
        await stage.telegram.migrates(group)
        await asyncio.sleep(0.1)
    await stage.ended(one)
    await stage.answers()
    after, told = await _numbers(stage), await stage.told(text)
    moved = {number: chat_id for number, chat_id in after.items() if before.get(number) in groups}
    seen.exactly("told", told.chats, len(groups) + len(everyone))
    seen.exactly("repeats", told.repeats, 0)
    seen.exactly("chats kept their place", len(moved), len(groups))
    seen.exactly("moved", len(set(moved.values()) - set(groups)), len(groups))
    again = stage.text()
    await stage.ended(await stage.announce(again))
    seen.exactly("lost the next time", await stage.missing(again, everyone | set(moved.values())), 0)


async def poison(stage: Stage, seen: Findings) -> None:
    """A message that Telegram refuses whoever gets it, beside one that it takes."""
    readers, text = await stage.readers(60 if stage.quick else 200), stage.text()
    bot, editor = await stage.start(), await stage.telegram.editor()
    await editor.sees("", after=await editor.says("/start"), within=PATIENCE)
    everyone, notice = readers | {editor.id}, load()[editor.language].gettext("A broadcast was stopped")
    poisoned = await stage.announce("<b>This never closes.")
    healthy = await stage.announce(text)
    ended = await stage.ended(poisoned)
    await stage.ended(healthy)
    refused = [call for call in await stage.sends() if call["status"] == 400]
    seen.exactly("others lost", await stage.missing(text, everyone), 0)
    seen.exactly("refused for good", ended.outcomes.get(DeliveryState.REFUSED, 0), len(everyone))
    seen.at_most("tried", len(refused), ENOUGH + 2 * IN_FLIGHT)
    await editor.sees(notice, within=PATIENCE)
    await stage.stop(bot)
    await stage.start()
    await asyncio.sleep(NOTICED)
    seen.exactly("notices to the editor", (await stage.telegram.deliveries(notice)).get(editor.id, 0), 1)


async def _leave(stage: Stage, chat_id: int) -> None:
    if chat_id < 0:
        await stage.telegram.bot_becomes("kicked", chat_id)
    else:
        await _person(stage, chat_id).blocks()


def _person(stage: Stage, person_id: int) -> Person:
    return Person(stage.telegram, person_id, "", "en")


async def _numbers(stage: Stage) -> dict[int, int]:
    """Our number of each chat → Telegram's id."""
    async with stage.db.read() as tx:
        return {row.number: row.id for row in await tx.execute(select(chat.c.number, chat.c.id))}


FAULTS = [
    Fault("gone_chats", gone_chats, of_store=False),
    Fault("leave_in_the_middle", leave_in_the_middle, of_store=False),
    Fault("migrate_in_the_middle", migrate_in_the_middle),
    Fault("poison", poison),
]
