from __future__ import annotations

import asyncio
from bisect import bisect_left
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from itertools import count, cycle
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gateway.pace import FREE_RATE, TOKEN, Pace
from bot.gateway.throttle import LEAST, RECOVERY
from bot.gateway.turns import GROUP_MOST, PERSON_BURST
from bot.news.chats import ChatKind
from tests.gateway.clock import run

PERSON, GROUP, CHANNEL = ChatKind.PRIVATE, ChatKind.GROUP, ChatKind.CHANNEL
Way = tuple[float, float]
"""Seconds there and back."""
QUICK = 0.01


def now() -> float:
    return asyncio.get_running_loop().time()


@dataclass
class Wire:
    """A network and a Telegram. Every message goes to a chat of its own unless one is given."""

    pace: Pace
    ways: Iterator[Way] = field(default_factory=lambda: cycle([(QUICK / 2, QUICK / 2)]))
    counted: list[float] = field(default_factory=list)
    """When Telegram counted what arrived, in seconds of the loop."""
    waits: list[float] = field(default_factory=list)
    """Of replies."""
    replies: list[float] = field(default_factory=list)
    """When they left."""
    chats: Iterator[int] = field(default_factory=lambda: count(1_000_000))
    flights: set[asyncio.Task[None]] = field(default_factory=set)

    async def say(self, at: float = 0, chat_id: int = 0, kind: ChatKind = PERSON) -> None:
        await asyncio.sleep(max(at - now(), 0))
        asked, chat_id = now(), chat_id or next(self.chats)
        await self.pace.reply(chat_id, kind)
        self.waits.append(now() - asked)
        self.replies.append(now())
        self.leave(chat_id, reply=True)

    async def pour(self, messages: int, most: int = 16) -> None:
        while messages:
            granted = await self.pace.bulk(min(most, messages))
            assert 1 <= granted <= min(most, messages)
            for _ in range(granted):
                chat_id = next(self.chats)
                assert self.pace.wait_for(chat_id, PERSON) == 0
                self.leave(chat_id, reply=False)
            messages -= granted

    def leave(self, chat_id: int, *, reply: bool) -> None:
        flight = asyncio.create_task(self._fly(chat_id, reply))
        self.flights.add(flight)
        flight.add_done_callback(self.flights.discard)

    async def _fly(self, chat_id: int, reply: bool) -> None:
        there, back = next(self.ways)
        await asyncio.sleep(there)
        self.counted.append(now())
        await asyncio.sleep(back)
        self.pace.answered(chat_id, None, there + back, reply=reply)

    async def landed(self) -> None:
        while self.flights:
            await asyncio.wait(self.flights)


def played(wire: Wire, *acts: Callable[[], Awaitable[None]]) -> Wire:
    async def story() -> None:
        await asyncio.gather(*(act() for act in acts))
        await wire.landed()

    run(story())
    return wire


def together(wire: Wire, replies: list[float], messages: int, most: int = 16) -> Wire:
    says = [lambda at=at: wire.say(at) for at in replies]
    return played(wire, lambda: wire.pour(messages, most), *says)


def most_in(seconds: float, times: list[float]) -> int:
    times = sorted(times)
    return max((i + 1 - bisect_left(times, time - seconds + 1e-6) for i, time in enumerate(times)), default=0)


RATES = st.sampled_from([0.5, 1, 3, 7.5, 30, 1000])
LATE = st.tuples(st.floats(0, 2), st.floats(0, 2))


@settings(deadline=None, max_examples=100)
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


def test_replies_are_never_paid_for() -> None:
    wire = together(Wire(Pace(1000)), [0.0] * 100, 2000, most=32)
    assert most_in(1, wire.replies) <= FREE_RATE


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
    assert most_in(1, wire.counted) <= FREE_RATE
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


@pytest.mark.parametrize(("kind", "most", "seconds"), [(GROUP, GROUP_MOST, 60), (CHANNEL, GROUP_MOST, 60)])
def test_a_group_gets_its_messages_of_a_minute(kind: ChatKind, most: int, seconds: float) -> None:
    wire = Wire(Pace(30))
    played(wire, *([lambda: wire.say(0, -7, kind)] * 50))
    assert most_in(seconds, wire.counted) == most
    assert 2 * seconds < max(wire.counted) < 2 * seconds + 3


@given(st.lists(st.floats(0, 20), min_size=1, max_size=40))
def test_a_person_gets_one_a_second_and_short_bursts(asked: list[float]) -> None:
    wire = Wire(Pace(30))
    played(wire, *(lambda at=at: wire.say(at, 7) for at in asked))
    for seconds in range(1, 20):
        assert most_in(seconds, wire.counted) <= PERSON_BURST + seconds
    assert wire.waits.count(0) >= min(len(asked), PERSON_BURST)


@pytest.mark.parametrize(("kind", "every"), [(GROUP, 3.4), (PERSON, 1.5)])
def test_deliveries_to_one_chat_are_put_off_about_once_each(kind: ChatKind, every: float) -> None:
    """However late they come back."""
    late = Random(1)

    async def story() -> int:
        pace, asked, gone = Pace(30), 0, 0
        asks = [0.0] * 100
        while asks:
            at = min(asks)
            await asyncio.sleep(at - now())
            asks.remove(at)
            asked += 1
            if wait := pace.wait_for(-7, kind):
                asks.append(now() + wait + late.random())
            else:
                gone += 1
        assert gone == 100
        assert now() <= 100 * every + 10
        return asked

    assert run(story()) <= 220


def test_a_reply_goes_before_bulk_to_its_chat() -> None:
    async def story() -> bool:
        pace = Pace(30)
        for _ in range(PERSON_BURST):
            assert pace.wait_for(7, PERSON) == 0
        reply = asyncio.create_task(pace.reply(7, PERSON))
        for _ in range(200):
            await asyncio.sleep(0.01)
            if reply.done():
                return True
            assert pace.wait_for(7, PERSON) > 0
        return False

    assert run(story())


def flooded(pace: Pace, chat_id: int, seconds: float) -> None:
    pace.give_back(-1)
    pace.answered(chat_id, seconds, QUICK, reply=False)


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


@settings(deadline=None, max_examples=50)
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


def poured(wire: Wire, seconds: float) -> Callable[[], Awaitable[None]]:
    async def pour() -> None:
        until = now() + seconds
        while now() < until:
            await wire.pour(1)

    return pour


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


def test_an_album_counts_all_its_messages() -> None:
    async def story() -> None:
        wire = Wire(Pace(30))
        at: list[float] = []
        for chat_id in range(1, 13):
            assert await wire.pace.bulk(1) == 1
            assert wire.pace.wait_for(chat_id, PERSON) == 0
            assert await wire.pace.more(chat_id, PERSON, 10) == 0
            at += [now()] * 10
            wire.pace.answered(chat_id, None, 0, reply=False, messages=10)
        assert most_in(1, at) <= 30
        assert now() <= 5

    run(story())


def test_an_album_larger_than_a_second() -> None:
    async def story() -> float:
        wire = Wire(Pace(3))
        for chat_id in (1, 2):
            await wire.pace.bulk(1)
            assert await wire.pace.more(chat_id, PERSON, 10) == 0
            wire.pace.answered(chat_id, None, 0, reply=False, messages=10)
        await wire.pace.reply(3, PERSON, 10)
        return now()

    assert run(story()) <= 5


def test_albums_fill_a_groups_minute() -> None:
    async def story() -> list[float]:
        pace, waits = Pace(1000), []
        for _ in range(3):
            await pace.bulk(1)
            waits.append(pace.wait_for(-7, GROUP) or await pace.more(-7, GROUP, 10))
            if not waits[-1]:
                pace.answered(-7, None, 0, reply=False, messages=10)
        return waits

    first, second, third = run(story())
    assert first == second == 0
    assert third > 59


def test_chats_are_forgotten_once_nothing_limits_them() -> None:
    async def story() -> int:
        pace, most = Pace(1000), 0
        for chat_id in range(1, 50_001):
            if chat_id % 1000 == 0:
                await asyncio.sleep(1)
                pace.hold(-chat_id, 1)
            assert pace.wait_for(chat_id, PERSON) == 0
            most = max(most, len(pace._turns))
        return most

    assert run(story()) <= 5_000
