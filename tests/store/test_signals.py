from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.store import Database, signals
from tests.store.test_leadership import PATIENCE, cut


class Ear:
    """Counts how often each word was heard."""

    def __init__(self) -> None:
        self.heard: dict[str, int] = {}
        self.any = asyncio.Event()

    def on(self, word: str) -> None:
        self.heard[word] = self.heard.get(word, 0) + 1
        self.any.set()

    async def hears(self, word: str, times: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.heard.get(word, 0) < times:
                self.any.clear()
                await self.any.wait()
        assert self.heard[word] == times


@asynccontextmanager
async def listening(db: Database) -> AsyncIterator[Ear]:
    ear, stop = Ear(), asyncio.Event()
    on = {word: lambda word=word: ear.on(word) for word in ("one", "two")}
    task = asyncio.create_task(signals.listen(db, on, stop))
    try:
        yield ear
    finally:
        stop.set()
        await asyncio.wait_for(task, PATIENCE)


async def tell(db: Database, *words: str) -> None:
    async with db.write() as tx:
        for word in words:
            await signals.tell(tx, word)


async def test_a_word_is_heard_once_for_each_transaction_that_commits(db: Database) -> None:
    async with listening(db) as ear, listening(db) as other:
        await ear.hears("one", 1)  # Something may have been missed before.
        await other.hears("one", 1)
        with pytest.raises(LookupError):
            async with db.write() as tx:
                await signals.tell(tx, "one")
                raise LookupError
        await tell(db, "one", "one", "of a newer version")
        await tell(db, "two")
        await ear.hears("two", 2)
        await ear.hears("one", 2)
        await other.hears("one", 2)


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_after_a_cut_it_listens_again_and_calls_everybody(db: Database) -> None:
    async with listening(db) as ear:
        await ear.hears("one", 1)
        await cut(db)
        await ear.hears("one", 2)
        await tell(db, "one")
        await ear.hears("one", 3)
