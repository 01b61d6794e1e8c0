from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gateway.pace import TOKEN, Pace
from bot.gateway.throttle import LEAST, RECOVERY
from tests.gateway.clock import run
from tests.gateway.wire import GROUP, PERSON, Wire, flooded, now, played, poured


def test_a_flood_holds_its_chat_and_no_other() -> None:
    async def story() -> None:
        wire = Wire(Pace(30))
        flooded(wire.pace, -7, 40)
        assert wire.pace.held(-7) == 40
        assert wire.pace.held(-8) == 0
        assert wire.pace.new_holds.get_nowait() == (-7, 40)
        assert wire.pace.new_holds.empty()
        held = asyncio.create_task(wire.say(0, -7, GROUP))
        for _ in range(3):
            await wire.say()
        assert wire.pace.wait_for(-7, GROUP) >= 40
        assert wire.pace.wait_for(-8, GROUP) == 0
        assert await wire.pace.bulk(1) == 1
        assert max(wire.replies) < 1
        await held
        assert 40 <= max(wire.replies) < 41

    run(story())


def test_a_hold_that_comes_while_a_reply_waits_for_its_place_is_kept() -> None:
    async def story() -> tuple[float, float]:
        wire = Wire(Pace(1))
        await wire.say(0, 1)
        first, second = (asyncio.create_task(wire.say(0, chat_id)) for chat_id in (7, 8))
        await asyncio.sleep(0.5)
        wire.pace.hold(7, 20)
        await second
        other = now()
        await first
        return other, now()

    other, held = run(story())
    assert other < 3
    assert held >= 20.5


@settings(max_examples=50)
@given(st.floats(0, 2), st.floats(0.1, 60), st.lists(st.floats(0, 5), max_size=20))
def test_nothing_leaves_while_the_token_waits(start: float, seconds: float, replies: list[float]) -> None:
    wire = Wire(Pace(30))

    async def wait() -> None:
        await asyncio.sleep(start)
        wire.pace.hold(TOKEN, seconds)
        wire.pace.hold(TOKEN, seconds / 2)
        assert wire.pace.wait_for(5, PERSON) == pytest.approx(seconds)

    async def pour() -> None:
        while len(left) < 100:
            granted = await wire.pace.bulk(10)
            left.extend([now()] * granted)
            for _ in range(granted):
                wire.leave(next(wire.chats), reply=False)

    left: list[float] = []
    played(wire, wait, pour, *(lambda at=at: wire.say(at) for at in replies))
    assert not [time for time in left + wire.replies if start + 1e-6 < time < start + seconds - 1e-6]
    assert len(wire.replies) == len(replies)


def test_floods_of_two_chats_stop_everything_until_the_longest_wait_is_over() -> None:
    async def story() -> None:
        wire = Wire(Pace(30))
        flooded(wire.pace, 1, 9)
        await asyncio.sleep(0.5)
        flooded(wire.pace, 2, 5)
        told = [wire.pace.new_holds.get_nowait() for _ in range(3)]
        assert told == [(1, 9), (2, 5.5), (TOKEN, 9)]
        await wire.say()
        assert now() == pytest.approx(9)

    run(story())


def test_two_floods_that_have_nothing_to_do_with_each_other() -> None:
    async def story() -> None:
        wire = Wire(Pace(30))
        flooded(wire.pace, 1, 9)
        flooded(wire.pace, 1, 9)
        await asyncio.sleep(1.1)
        flooded(wire.pace, 2, 5)
        await wire.say()
        assert now() == pytest.approx(1.1)

    run(story())


def test_the_rate_steps_down_and_recovers() -> None:
    wire = Wire(Pace(30))

    async def story() -> None:
        for chat_id in (1, 2, 3, 4):  # what was in flight says the same again
            flooded(wire.pace, chat_id, 1)
        await poured(wire, 1 + RECOVERY + 5)()

    played(wire, story)

    def in_second(second: int) -> int:
        return sum(1 + second <= time < 2 + second for time in wire.counted)

    assert 14 <= in_second(1) <= 16
    assert 20 <= in_second(30) <= 24
    assert 29 <= in_second(int(RECOVERY) + 3) <= 30


def test_floods_again_and_again_leave_a_tenth() -> None:
    async def story() -> int:
        wire = Wire(Pace(100, free_rate=100))
        for _ in range(6):
            flooded(wire.pace, 1, 1)
            flooded(wire.pace, 2, 1)
            await asyncio.sleep(1)
        await poured(wire, 1)()
        return len(wire.counted)

    assert 100 * LEAST - 1 <= run(story()) <= 100 * LEAST + 3


def test_a_wait_that_is_told_again_at_its_end_slows_nothing_down() -> None:
    """As by another process, or by the database, a moment after it was over."""

    async def story() -> int:
        wire = Wire(Pace(100))
        flooded(wire.pace, 1, 5)
        flooded(wire.pace, 2, 5)
        await asyncio.sleep(5.01)
        for left in (0.3, 0.2, 0.1):
            wire.pace.hold(TOKEN, left)
        await asyncio.sleep(0.5)
        await poured(wire, 1)()
        return len(wire.counted)

    assert run(story()) >= 45
