from __future__ import annotations

import asyncio
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gateway.pace import Pace
from bot.gateway.turns import GROUP_MOST, GROUP_SHARE, PERSON_BURST
from bot.news.chats import ChatKind
from bot.news.delivery import Lane
from tests.gateway.clock import run
from tests.gateway.wire import CHANNEL, GROUP, PERSON, Wire, most_in, now, played


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


async def leaves(pace: Pace, lane: Lane, messages: int = 1) -> float:
    """When a delivery to the one group leaves, which asks again when it is told to."""
    while True:
        wait = pace.wait_for(-7, GROUP, lane)
        if not wait and messages > 1:
            await pace.bulk(1)
            wait = await pace.more(-7, GROUP, messages)
            pace.answered(-7, None, 0, reply=False, messages=messages if not wait else 0)
        if not wait:
            return now()
        await asyncio.sleep(wait)


async def asks_and_asks(pace: Pace, answered: list[float]) -> None:
    """Somebody who writes the next question as soon as there is an answer."""
    while True:
        await pace.reply(-7, GROUP)
        answered.append(now())
        await asyncio.sleep(0.05)
        pace.answered(-7, None, 0.05, reply=True)
        await asyncio.sleep(0.01)


def test_breaking_news_does_not_wait_behind_headlines_to_its_group() -> None:
    async def story() -> None:
        pace = Pace(30)
        headlines = [asyncio.create_task(leaves(pace, Lane.HEADLINE)) for _ in range(120)]
        await asyncio.sleep(1)
        assert await leaves(pace, Lane.BREAKING) <= 61
        left = await asyncio.gather(*headlines)
        assert most_in(60, [now(), *left]) <= GROUP_MOST
        assert max(left) <= 120 * 3.4 + 10

    run(story())


def test_breaking_news_does_not_wait_behind_headlines_to_a_person() -> None:
    async def story() -> float:
        pace = Pace(30)
        for _ in range(120):
            pace.wait_for(7, PERSON, Lane.HEADLINE)
        return pace.wait_for(7, PERSON, Lane.BREAKING)

    assert run(story()) <= 1.5


def test_an_album_that_breaks_is_not_outrun_by_what_is_short() -> None:
    async def story() -> float:
        pace, answered = Pace(30), list[float]()
        headlines = [asyncio.create_task(leaves(pace, Lane.HEADLINE)) for _ in range(200)]
        asking = asyncio.create_task(asks_and_asks(pace, answered))
        await asyncio.sleep(1)
        at = await leaves(pace, Lane.BREAKING, 10)
        for task in (asking, *headlines):
            task.cancel()
        return at

    assert run(story()) <= 200


def test_questions_without_end_leave_news_its_share_of_a_group() -> None:
    async def story() -> None:
        pace, answered = Pace(30), list[float]()
        asking = asyncio.create_task(asks_and_asks(pace, answered))
        await asyncio.sleep(5)
        assert await leaves(pace, Lane.BREAKING) <= 61
        news = [asyncio.create_task(leaves(pace, lane)) for lane in (Lane.BREAKING, Lane.HEADLINE) for _ in range(20)]
        begun, before = now(), len(answered)
        left = await asyncio.gather(*news)
        asking.cancel()
        assert max(left) - begun <= 20 * 40
        assert len(answered) - before >= (max(left) - begun) / 60 * (GROUP_MOST - 3 * GROUP_SHARE)

    run(story())


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.floats(0, 200), st.sampled_from(list(Lane)[1:]), st.sampled_from([1, 1, 1, 2, 10])), max_size=60
    ),
    st.lists(st.floats(0, 200), max_size=60),
)
def test_whatever_a_group_is_to_get_leaves_within_its_limit(
    owed: list[tuple[float, Lane, int]], asked: list[float]
) -> None:
    async def story() -> None:
        pace, counted = Pace(1000), list[float]()

        async def owe(at: float, lane: Lane, messages: int) -> None:
            await asyncio.sleep(at)
            counted.extend([await leaves(pace, lane, messages)] * messages)

        async def ask(at: float) -> None:
            await asyncio.sleep(at)
            await pace.reply(-7, GROUP)
            counted.append(now())
            pace.answered(-7, None, 0, reply=True)

        await asyncio.gather(*(owe(*one) for one in owed), *map(ask, asked))
        assert most_in(60, counted) <= GROUP_MOST
        assert now() <= 300 + len(counted) * 10

    run(story())


def test_whoever_does_not_come_back_holds_up_nobody() -> None:
    async def story() -> None:
        pace = Pace(30)
        for _ in range(120):  # and they are cancelled
            pace.wait_for(-7, GROUP, Lane.BREAKING)
        await asyncio.sleep(80)
        for lane in (Lane.HEADLINE, Lane.BREAKING):
            waits = [pace.wait_for(-7, GROUP, lane) for _ in range(10)]
            assert waits == [0] * 10
        assert pace.wait_for(-7, GROUP, Lane.BREAKING) <= 61

    run(story())


def test_an_album_that_must_wait_takes_nothing_of_the_minute() -> None:
    async def story() -> None:
        pace = Pace(1000)
        for _ in range(15):
            assert pace.wait_for(-7, GROUP, Lane.HEADLINE) == 0
        for _ in range(10):
            await pace.bulk(1)
            assert pace.wait_for(-7, GROUP, Lane.HEADLINE) == 0
            assert await pace.more(-7, GROUP, 10) > 0
        for _ in range(5):
            await pace.reply(-7, GROUP)
        assert now() < 1

    run(story())


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
