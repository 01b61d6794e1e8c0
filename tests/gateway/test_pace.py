from __future__ import annotations

import asyncio
from bisect import bisect_left
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gateway.pace import SLACK, Pace
from tests.gateway.clock import run


@dataclass
class Wire:
    """When replies and bulk left, in seconds of the loop."""

    pace: Pace
    replies: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    bulk: list[float] = field(default_factory=list)

    async def say(self, at: float = 0) -> None:
        await asyncio.sleep(max(at - now(), 0))
        asked = now()
        await self.pace.reply()
        self.replies.append(now())
        self.waits.append(now() - asked)

    async def pour(self, messages: int, most: int) -> None:
        while messages:
            count = await self.pace.bulk(min(most, messages))
            assert 1 <= count <= min(most, messages)
            self.bulk.extend([now()] * count)
            messages -= count

    @property
    def left(self) -> list[float]:
        return sorted(self.replies + self.bulk)


def now() -> float:
    return asyncio.get_running_loop().time()


def most_in_a_second(left: list[float]) -> int:
    return max((i + 1 - bisect_left(left, time - 1 + 1e-9) for i, time in enumerate(left)), default=0)


def together(wire: Wire, replies: list[float], messages: int, most: int = 100) -> Wire:
    async def story() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(wire.pour(messages, most))
            for at in replies:
                group.create_task(wire.say(at))

    run(story())
    return wire


RATES = st.sampled_from([0.5, 1, 3, 7.5, 30, 1000])


@settings(deadline=None, max_examples=60)
@given(RATES, st.lists(st.floats(0, 3), max_size=40), st.integers(0, 60), st.integers(1, 100))
def test_no_second_holds_more_than_the_rate(rate: float, replies: list[float], messages: int, most: int) -> None:
    wire = together(Wire(Pace(rate)), replies, messages, most)
    assert len(wire.left) == len(replies) + messages
    assert most_in_a_second(wire.left) <= max(rate, 1)


def test_bulk_alone_takes_the_whole_rate() -> None:
    for rate in (30, 1000):
        wire = together(Wire(Pace(rate)), [], 10 * rate)
        assert wire.bulk[-1] <= 10 * (1 + SLACK) + 0.1


def test_bulk_leaves_evenly_so_that_a_first_reply_soon_finds_a_place() -> None:
    wire = together(Wire(Pace(30)), [5.013], 300)
    assert max(wire.waits) <= 2 / 30


def test_replies_within_their_share_hardly_wait_for_a_broadcast() -> None:
    wire = together(Wire(Pace(30)), [4 + i / 5 for i in range(50)], 400)
    assert max(wire.waits[6:]) <= 2 / 30


def test_a_flood_of_replies_leaves_bulk_its_share() -> None:
    wire = together(Wire(Pace(30)), [0.0] * 300, 60)
    assert wire.bulk[-1] <= 60 / 6 * (1 + SLACK) + 1.5
    assert wire.replies[-1] <= 300 / 24 * (1 + SLACK) + 1.5


def test_replies_go_in_the_order_of_asking() -> None:
    async def story() -> list[int]:
        pace, done = Pace(3), list[int]()

        async def say(number: int) -> None:
            await pace.reply()
            done.append(number)

        async with asyncio.TaskGroup() as group:
            for number in range(10):
                group.create_task(say(number))
        return done

    assert run(story()) == list(range(10))


@settings(deadline=None, max_examples=30)
@given(st.floats(0, 2), st.floats(0.1, 60), st.lists(st.floats(0, 5), max_size=20))
def test_nothing_leaves_during_a_pause(start: float, seconds: float, replies: list[float]) -> None:
    async def story() -> list[float]:
        wire = Wire(Pace(30))

        async def ask_to_wait() -> None:
            await asyncio.sleep(start)
            wire.pace.pause(seconds)
            wire.pace.pause(seconds / 2)

        async with asyncio.TaskGroup() as group:
            group.create_task(ask_to_wait())
            group.create_task(wire.pour(100, 10))
            for at in replies:
                group.create_task(wire.say(at))
        return wire.left

    left = run(story())
    assert not [time for time in left if start + 1e-9 < time < start + seconds - 1e-9]
    assert len(left) == 100 + len(replies)


def test_who_stops_waiting_leaves_no_trace() -> None:
    async def story() -> float:
        pace = Pace(1)
        await pace.reply()
        impatient = [asyncio.create_task(pace.reply()), asyncio.create_task(pace.bulk(1))]
        await asyncio.sleep(0.1)
        for task in impatient:
            task.cancel()
        await asyncio.gather(*impatient, return_exceptions=True)
        await pace.bulk(1)
        return now()

    assert run(story()) <= 1 + SLACK + 0.1
