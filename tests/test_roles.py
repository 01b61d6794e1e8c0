"""How a process lives with the others."""

from __future__ import annotations

import asyncio

import pytest

from bot.gateway.pace import FREE_RATE, Pace
from bot.news.shares import share
from bot.roles import take_part
from tests.gateway.clock import run
from tests.gateway.wire import Wire, most_in


@pytest.mark.parametrize("processes", [("serve deliver",), ("serve", "deliver"), ("serve", "serve", "deliver")])
def test_the_free_rate_is_had_once(processes: tuple[str, ...]) -> None:
    """Of what Telegram takes no Stars for, all processes together send no more than is free."""
    whole = 1000.0
    serving, delivering = (sum(role in one for one in processes) for role in ("serve", "deliver"))
    wires = []
    for roles in processes:
        wires.append(wire := Wire(Pace(whole)))
        leads = "deliver" in roles
        part = share(whole, serves="serve" in roles, serving=serving, leads=leads, delivering=delivering)
        take_part(wire.pace, part, whole)

    async def edit(wire: Wire) -> None:
        await wire.pace.bulk(1)
        await wire.pace.unpaid()
        wire.leave(next(wire.chats), reply=True)

    async def story() -> None:
        acts = []
        for roles, wire in zip(processes, wires, strict=True):
            acts += [wire.say() for _ in range(100) if "serve" in roles]
            acts += [edit(wire) for _ in range(200) if "deliver" in roles]
        await asyncio.gather(*acts)
        for wire in wires:
            await wire.landed()

    run(story())
    counted = [time for wire in wires for time in wire.counted]
    assert FREE_RATE * 0.8 <= most_in(1, counted) <= FREE_RATE
