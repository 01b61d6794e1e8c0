from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text

from bot.store import Database, counters
from bot.store.leadership import POLLING, Fenced, check_lead, lead, leading, take_lead
from bot.store.sessions import open_session

PATIENCE = 30.0
"""Seconds that a busy machine may take."""


@asynccontextmanager
async def leader(
    db: Database, owner: str, job: Callable[[asyncio.Event, str], Awaitable[None]]
) -> AsyncIterator[asyncio.Event]:
    stop = asyncio.Event()
    task = asyncio.create_task(lead(db, POLLING, owner, stop, job))
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(task, PATIENCE)


async def cut(db: Database) -> None:
    """Ends every session of the database but our own, as a network or an operator does."""
    async with db.write() as tx:
        await tx.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )


class Jobs:
    """Who leads now, in the order of taking over."""

    def __init__(self) -> None:
        self.terms: dict[str, str] = {}
        self.turns: asyncio.Queue[str] = asyncio.Queue()

    def of(self, owner: str) -> Callable[[asyncio.Event, str], Awaitable[None]]:
        async def job(over: asyncio.Event, term: str) -> None:
            assert self.terms.get(owner) != term
            self.terms[owner] = term
            self.turns.put_nowait(owner)
            await over.wait()

        return job

    async def next(self) -> str:
        return await asyncio.wait_for(self.turns.get(), PATIENCE)


async def test_who_stops_before_leading_never_leads(db: Database) -> None:
    stop = asyncio.Event()
    stop.set()
    async with leading(db, POLLING, "a", stop) as over:
        assert over.is_set()


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_a_standby_takes_over_from_one_that_stops(db: Database) -> None:
    jobs = Jobs()
    async with leader(db, "a", jobs.of("a")) as stop:
        assert await jobs.next() == "a"
        async with leader(db, "b", jobs.of("b")):
            await asyncio.sleep(0.1)
            assert jobs.turns.empty()
            stop.set()
            assert await jobs.next() == "b"
            async with db.write() as tx:
                await tx.run_sync(check_lead, POLLING, jobs.terms["b"])
                with pytest.raises(Fenced):
                    await tx.run_sync(check_lead, POLLING, jobs.terms["a"])


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_a_cut_session_is_noticed_and_the_lead_taken_anew(db: Database) -> None:
    jobs = Jobs()
    async with leader(db, "a", jobs.of("a")):
        assert await jobs.next() == "a"
        await cut(db)
        assert await jobs.next() == "a"


async def test_different_works_have_leaders_of_their_own(db: Database) -> None:
    stop = asyncio.Event()
    async with leading(db, "one", "a", stop) as one, leading(db, "another", "b", stop) as another:
        assert not one.is_set()
        assert not another.is_set()


async def test_a_job_that_is_fenced_or_loses_the_database_is_done_again(db: Database) -> None:
    faults: list[Exception] = [Fenced("x"), ConnectionResetError(), TimeoutError()]
    done = asyncio.Event()

    async def job(over: asyncio.Event, term: str) -> None:
        if faults:
            raise faults.pop()
        done.set()

    async with leader(db, "a", job):
        await asyncio.wait_for(done.wait(), PATIENCE)


async def test_what_else_a_job_raises_ends_it(db: Database) -> None:
    async def job(over: asyncio.Event, term: str) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await lead(db, POLLING, "a", asyncio.Event(), job)


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_who_was_paused_writes_nothing_more(db: Database) -> None:
    async with db.write() as tx:
        await take_lead(tx, POLLING, "a")
    async with db.write() as tx:
        await tx.run_sync(check_lead, POLLING, "a")
        taking = asyncio.create_task(_take(db, "b"))
        await asyncio.sleep(0.05)
        assert not taking.done()  # What the old leader is writing is finished first.
        await counters.put(tx, "x", 1)
    await taking
    with pytest.raises(Fenced):
        async with db.write() as tx:
            await tx.run_sync(check_lead, POLLING, "a")


async def _take(db: Database, owner: str) -> None:
    async with db.write() as tx:
        await take_lead(tx, POLLING, owner)


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_silence_ends_what_a_paused_process_holds(db: Database) -> None:
    async with open_session(db, asyncio.Event()) as session:
        assert await session.ask("SHOW idle_session_timeout") == "8s"
    async with db.write() as tx:
        assert (await tx.execute(text("SHOW idle_in_transaction_session_timeout"))).scalar() == "8s"
