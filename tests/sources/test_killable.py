import asyncio
import os

import pytest

from bot.news.trouble import Trouble
from bot.sources.errors import FeedError, ParseFailed
from bot.sources.killable import Parsers
from tests.sources import slow_parsers as bad_days


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_results_come_back_and_processes_are_used_again() -> None:
    async with Parsers(size=1) as parsers:
        big = b"x" * 3_000_000
        assert await parsers.run(bad_days.echo, big, timeout=20) == big
        first = await parsers.run(bad_days.own_process)
        assert first != os.getpid()
        assert await parsers.run(bad_days.own_process) == first
        assert await parsers.run(bad_days.print_much) == "still here"
        assert "BOT_TOKEN" not in await parsers.run(bad_days.environment)
    assert not is_running(first)


async def test_a_parser_that_hangs_is_killed_and_replaced() -> None:
    async with Parsers(size=1) as parsers:
        first = await parsers.run(bad_days.own_process)
        with pytest.raises(ParseFailed, match=r"no result within 0\.2 s") as caught:
            await parsers.run(bad_days.hang, timeout=0.2)
        assert caught.value.trouble is Trouble.HANGS
        assert not is_running(first)
        assert await parsers.run(bad_days.own_process) != first


async def test_a_parser_that_crashes_is_replaced() -> None:
    async with Parsers(size=1) as parsers:
        first = await parsers.run(bad_days.own_process)
        with pytest.raises(ParseFailed, match="took its process down"):
            await parsers.run(bad_days.crash)
        assert await parsers.run(bad_days.own_process) != first


async def test_errors_of_reading_come_back_as_they_are_and_others_as_failures() -> None:
    async with Parsers(size=1) as parsers:
        first = await parsers.run(bad_days.own_process)
        with pytest.raises(FeedError) as caught:
            await parsers.run(bad_days.refuse)
        assert (caught.value.reason, caught.value.retry_after) == ("no feed", 5)
        assert caught.value.trouble is Trouble.NO_FEED
        for stumbling in (bad_days.stumble, bad_days.answer_what_cannot_be_sent, bad_days.take_all_memory):
            with pytest.raises(ParseFailed):
                await parsers.run(stumbling)
        assert await parsers.run(bad_days.own_process) == first


async def test_a_cancelled_call_leaves_no_process_behind() -> None:
    async with Parsers(size=1) as parsers:
        first = await parsers.run(bad_days.own_process)
        task = asyncio.create_task(parsers.run(bad_days.hang, timeout=30))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not is_running(first)


async def test_closing_ends_calls_under_way_and_refuses_new_ones() -> None:
    async with Parsers(size=2) as parsers:
        await parsers.run(bad_days.own_process)
        task = asyncio.create_task(parsers.run(bad_days.hang, timeout=30))
        await asyncio.sleep(0.05)
    with pytest.raises(ParseFailed) as cut:
        await task
    with pytest.raises(ParseFailed, match="shut down") as refused:
        await parsers.run(bad_days.own_process)
    assert {cut.value.trouble, refused.value.trouble} == {Trouble.ODD}


async def test_an_idle_process_is_stopped() -> None:
    async with Parsers(size=1, idle=0.05) as parsers:
        first = await parsers.run(bad_days.own_process)
        for _ in range(100):
            if not is_running(first):
                break
            await asyncio.sleep(0.05)
        assert await parsers.run(bad_days.own_process) != first


async def test_no_more_processes_than_asked_for() -> None:
    async with Parsers(size=2) as parsers:
        pids = await asyncio.gather(*(parsers.run(bad_days.own_process) for _ in range(6)))
        assert len(set(pids)) <= 2
