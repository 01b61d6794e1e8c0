from __future__ import annotations

import asyncio

import pytest

from bot.desk.couriers import Couriers


async def test_things_are_done_side_by_side_and_no_more_than_can_be() -> None:
    done: list[int] = []
    going = asyncio.Event()

    async def act(thing: int) -> None:
        await going.wait()
        done.append(thing)

    couriers = Couriers(3, act)
    couriers.begin([1, 2, 3])
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(couriers.until_free(1, 1), 0.05)
    going.set()
    assert await couriers.until_free(3, 1) == 3
    couriers.begin([4])
    await couriers.land(5)
    assert sorted(done) == [1, 2, 3, 4]


async def test_whoever_waits_for_many_takes_what_is_free_after_a_while() -> None:
    couriers: Couriers[int] = Couriers(3, lambda _: asyncio.sleep(60))
    couriers.begin([1])
    assert await couriers.until_free(3, 0.05) == 2
    await couriers.cut()


async def test_when_one_breaks_nothing_is_begun_and_the_others_end() -> None:
    done: list[int] = []

    async def act(thing: int) -> None:
        if thing == 1:
            raise LookupError
        await asyncio.sleep(0.1)
        done.append(thing)

    couriers = Couriers(3, act)
    couriers.begin([1, 2, 3])
    assert await couriers.until_free(3, 1) == 0
    assert isinstance(couriers.broken, LookupError)
    await couriers.land(5)
    assert sorted(done) == [2, 3]


async def test_what_takes_too_long_is_cut_short() -> None:
    cut: list[int] = []

    async def act(thing: int) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cut.append(thing)

    couriers = Couriers(2, act)
    couriers.begin([1])
    await couriers.land(0.05)
    assert cut == [1]
