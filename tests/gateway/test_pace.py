from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import cycle

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gateway.pace import FREE_RATE, Pace
from tests.gateway.clock import run
from tests.gateway.wire import PERSON, Way, Wire, most_in, now, played, poured, together

RATES = st.sampled_from([0.5, 1, 3, 7.5, 30, 1000])
LATE = st.tuples(st.floats(0, 2), st.floats(0, 2))


@settings(max_examples=100)
@given(
    RATES,
    st.lists(st.floats(0, 3), max_size=40),
    st.integers(0, 60),
    st.integers(1, 100),
    st.tuples(st.floats(0, 0.5), st.floats(0, 0.5)),
    st.lists(LATE, max_size=60),
)
def test_no_second_of_telegrams_holds_more_than_the_rate(
    rate: float, replies: list[float], messages: int, most: int, quickest: Way, late: list[Way]
) -> None:
    """Whatever round trips there are, once one was as quick as the network can be."""
    there, back = quickest

    def ways() -> Iterator[Way]:
        yield quickest
        for more_there, more_back in cycle([*late, (0.0, 0.0)]):
            yield there + more_there, back + more_back

    wire = Wire(Pace(rate), ways())
    together(wire, [0.0, *replies], messages, most)
    assert len(wire.counted) == 1 + len(replies) + messages
    assert most_in(1, wire.counted) <= max(rate, 1)


def test_bulk_alone_takes_the_whole_rate_whatever_the_round_trip() -> None:
    for rate, seconds in ((7, 40), (30, 40), (1000, 10)):
        for trip in (0.002, 0.2):
            wire = Wire(Pace(rate), cycle([(trip / 2, trip / 2)]))
            together(wire, [], seconds * rate, most=32)
            assert max(wire.counted) <= trip + 1.015 * seconds
            assert most_in(1, wire.counted) <= rate


def test_round_trips_that_differ_cost_only_what_they_differ_by() -> None:
    wire = Wire(Pace(30), cycle([(0.02, 0.02), (0.03, 0.02), (0.02, 0.04)]))
    together(wire, [], 1000)
    assert max(wire.counted) <= 1.03 * 1000 / 30


def test_bulk_comes_in_waves_so_that_claiming_stays_cheap() -> None:
    async def story() -> int:
        wire, waves = Wire(Pace(1000)), 0
        while now() < 5:
            waves += 1
            granted = await wire.pace.bulk(32)
            for _ in range(granted):
                wire.leave(next(wire.chats), reply=False)
        await wire.landed()
        assert len(wire.counted) >= 4900
        return waves

    assert run(story()) <= 5000 / 32 * 1.1


def test_bulk_leaves_evenly_so_that_a_first_reply_soon_finds_a_place() -> None:
    for at in (5.013, 5.05, 5.5):
        assert max(together(Wire(Pace(30)), [at], 300).waits) <= 0.15


def test_replies_within_their_share_hardly_wait_for_a_broadcast() -> None:
    wire = together(Wire(Pace(30)), [4 + i / 5 for i in range(150)], 900)
    assert sorted(wire.waits)[-3] <= 0.15


def test_a_flood_of_replies_leaves_bulk_its_share() -> None:
    wire = Wire(Pace(30))
    ended: list[float] = []

    async def pour() -> None:
        await wire.pour(60)
        ended.append(now())

    played(wire, pour, *([wire.say] * 300))
    assert ended[0] <= 60 / 6 * 1.05 + 1
    assert max(wire.replies) <= 300 / 24 * 1.05 + 1


def test_replies_beyond_the_free_rate_are_paid_for_and_do_not_wait() -> None:
    wire = together(Wire(Pace(300)), [i / 50 for i in range(500)], 3000, most=32)
    assert 0.8 * FREE_RATE <= most_in(1, wire.free) <= FREE_RATE
    assert most_in(1, wire.counted) <= 300
    assert max(wire.waits) <= 0.15


def test_where_nothing_is_paid_for_replies_keep_to_the_free_rate() -> None:
    wire = together(Wire(Pace(30)), [0.0] * 100, 100)
    assert len(wire.free) == 100
    assert most_in(1, wire.counted) <= FREE_RATE


def test_what_cannot_be_paid_for_leaves_replies_their_share() -> None:
    wire = Wire(Pace(1000))
    unpaid: list[float] = []

    async def change() -> None:
        await wire.pace.unpaid()
        unpaid.append(now())
        wire.leave(next(wire.chats), reply=True)

    async def pour() -> None:
        edits: list[asyncio.Task[None]] = []
        while len(edits) < 300:
            edits += [asyncio.create_task(change()) for _ in range(await wire.pace.bulk(16))]
            while sum(not edit.done() for edit in edits) > 16:
                await asyncio.sleep(0.01)
        await asyncio.gather(*edits)

    played(wire, pour, *(lambda at=at: wire.say(at) for at in range(2, 12)))
    assert max(unpaid) <= 300 / 22
    assert most_in(1, wire.free) <= FREE_RATE
    assert max(wire.waits) <= 0.1


def test_replies_go_in_the_order_of_asking() -> None:
    async def story() -> list[int]:
        wire, done = Wire(Pace(3)), list[int]()

        async def say(number: int, chat_id: int) -> None:
            await wire.pace.reply(chat_id, PERSON)
            wire.leave(chat_id, reply=True)
            done.append(number)

        await asyncio.gather(*(say(number, 7) for number in range(10)))
        await asyncio.gather(*(say(number, 100 + number) for number in range(10, 20)))
        return done

    assert run(story()) == list(range(20))


def test_who_stops_waiting_leaves_no_trace() -> None:
    async def story() -> float:
        pace = Pace(1)
        await pace.reply(1, PERSON)
        impatient = [asyncio.create_task(pace.reply(2, PERSON)), asyncio.create_task(pace.bulk(1))]
        await asyncio.sleep(0.1)
        for task in impatient:
            task.cancel()
        await asyncio.gather(*impatient, return_exceptions=True)
        pace.answered(1, None, 0.1, reply=True)
        await pace.bulk(1)
        return now()

    assert run(story()) <= 1.2


def test_places_that_are_given_back_are_granted_again() -> None:
    async def story() -> float:
        pace = Pace(30)
        for _ in range(100):
            pace.give_back(await pace.bulk(16))
        return now()

    assert run(story()) < 0.1


def test_the_rate_may_change_on_the_way() -> None:
    async def story() -> tuple[int, int]:
        wire = Wire(Pace(30))
        await poured(wire, 10)()
        before, wire.pace.rate = len(wire.counted), 10
        await asyncio.sleep(1)
        await poured(wire, 10)()
        return before, len(wire.counted) - before

    before, after = run(story())
    assert before >= 290
    assert 99 <= after <= 110
