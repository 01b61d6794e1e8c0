import asyncio
from datetime import timedelta
from typing import Any

from bot.news.article import Source
from bot.news.trouble import Trouble
from bot.store import Database, looks, processes, sources
from bot.store.looks import Health, Look
from bot.store.sources import Known
from tests.store.samples import NOON

SOON = NOON + timedelta(minutes=1)
HOUR = timedelta(hours=1)


async def claim(db: Database, *sources: str, now: object = NOON, owner: str = "p", most: int = 9) -> list[Look]:
    return await looks.claim(db, owner, sources, now, most=most, most_new=most)  # type: ignore[arg-type]


async def looked(db: Database, source: str, owner: str = "p", **fields: object) -> None:
    async with db.write() as tx:
        await looks.looked(tx, source, owner, **{"next_look": SOON, "now": NOON, **fields})  # type: ignore[arg-type]


async def failed(db: Database, source: str, failures: int, now: object = NOON) -> None:
    again: dict[str, object] = {"next_look": SOON, "failures": failures, "now": now}
    async with db.write() as tx:
        await looks.failed(tx, source, "p", trouble=Trouble.REFUSED, **again)  # type: ignore[arg-type]


async def health(db: Database) -> list[Health]:
    async with db.read() as tx:
        return await looks.health(tx)


async def test_a_new_source_is_due_at_once_and_silent(db: Database) -> None:
    assert await claim(db, "b", "a") == [Look("a"), Look("b")]
    assert (await claim(db, "a"))[0].first
    assert await health(db) == []


async def test_a_source_that_was_read_is_due_when_its_time_comes(db: Database) -> None:
    await claim(db, "a")
    await looked(db, "a", etag='"1"', top_modified="Mon")
    assert await claim(db, "a", "b") == [Look("b")]
    assert await claim(db, "a", now=SOON) == [Look("a", etag='"1"', top_modified="Mon", first=False)]
    await looked(db, "a", etag='"2"')
    assert await claim(db, "a", now=SOON) == [Look("a", etag='"2"', first=False)]
    assert await health(db) == [Health("a", NOON, NOON, SOON, 0, "")]


async def test_a_failed_look_keeps_what_the_last_good_one_left(db: Database) -> None:
    await claim(db, "a")
    await looked(db, "a", etag='"1"', next_look=NOON)
    await claim(db, "a")
    await failed(db, "a", 2, now=SOON)
    assert await claim(db, "a") == []
    assert await claim(db, "a", now=SOON) == [Look("a", etag='"1"', failures=2, first=False)]
    assert await health(db) == [Health("a", SOON, NOON, SOON, 2, "refused")]


async def test_a_source_that_was_never_read_is_still_silent(db: Database) -> None:
    await claim(db, "a")
    await failed(db, "a", 1)
    assert await claim(db, "a", now=SOON) == [Look("a", failures=1)]
    assert await health(db) == [Health("a", NOON, None, SOON, 1, "refused")]


async def test_a_source_is_read_by_one_process_until_it_is_done_or_dead(db: Database) -> None:
    for process in ("p", "q"):
        await processes.beat(db, process, ())
    assert await claim(db, "a", "b", most=1) == [Look("a")]
    assert await claim(db, "a", "b", owner="q") == [Look("b")]
    assert await claim(db, "a", "b", owner="q", most=0) == []
    await looked(db, "b", "q", next_look=NOON)
    assert [look.source_id for look in await claim(db, "a", "b")] == ["b", "a"]
    await processes.leave(db, "p")
    assert [look.source_id for look in await claim(db, "a", "b", owner="q")] == ["b", "a"]
    await looked(db, "a", "p", etag="late")  # It seemed dead, and its source is another's by now.
    assert (await claim(db, "a", owner="q"))[0].etag == ""


async def test_processes_that_claim_at_once_share_the_sources(db: Database) -> None:
    owners = [f"p{n}" for n in range(5)]
    for owner in owners:
        await processes.beat(db, owner, ())
    sources = [f"s{n}" for n in range(12)]
    taken = await asyncio.gather(*(claim(db, *sources, owner=owner, most=3) for owner in owners))
    names = [look.source_id for claimed in taken for look in claimed]
    assert len(names) == len(set(names))
    names += [look.source_id for look in await claim(db, *sources, owner="late")]
    assert sorted(names) == sorted(sources)


async def test_a_clock_that_was_set_back_stops_no_source(db: Database) -> None:
    await claim(db, "a", now=NOON + HOUR)
    await looked(db, "a", now=NOON + HOUR, next_look=SOON + HOUR)
    assert [look.source_id for look in await claim(db, "a", now=NOON)] == ["a"]


async def test_a_broken_source_remembers_since_when_and_who_knows_until_it_is_read(db: Database) -> None:
    async def known() -> Known:
        async with db.read() as tx:
            [one] = await sources.failing(tx)
        return one

    async with db.write() as tx:
        await sources.take_list(tx, [Source("a", "A", "en", "https://a.example/rss")], NOON)
    await claim(db, "a")
    await failed(db, "a", 1)
    await claim(db, "a", now=SOON)
    await failed(db, "a", 4, now=SOON)
    assert ((await known()).broken_since, (await known()).trouble, (await known()).parked) == (NOON, "refused", True)
    async with db.write() as tx:
        await looks.note_told(tx, ["a"], 7)
        await looks.note_told(tx, ["a"], 3)
    assert (await known()).told == {3, 7}
    await claim(db, "a", now=SOON + HOUR)
    await looked(db, "a")
    async with db.write() as tx:
        assert await sources.failing(tx) == []
        await looks.note_told(tx, ["a"], 7)
    await claim(db, "a", now=SOON + HOUR)
    await failed(db, "a", 1, now=SOON + HOUR)
    assert ((await known()).broken_since, (await known()).told, (await known()).parked) == (
        SOON + HOUR,
        frozenset(),
        False,
    )


async def test_an_unknown_trouble_of_another_version_is_odd(db: Database) -> None:
    async with db.write() as tx:
        await sources.take_list(tx, [Source("a", "A", "en", "https://a.example/rss")], NOON)
    await claim(db, "a")
    async with db.write() as tx:
        again: dict[str, Any] = {"failures": 1, "next_look": SOON, "now": NOON}
        await looks.failed(tx, "a", "p", trouble="answered 500", **again)  # type: ignore[arg-type]
        [one] = await sources.failing(tx)
    assert one.trouble is Trouble.ODD


async def test_new_sources_have_places_of_their_own(db: Database) -> None:
    await claim(db, "z")
    await looked(db, "z")
    claimed = await looks.claim(db, "p", ["a", "b", "c", "z"], SOON, most=1, most_new=2)
    assert [one.source_id for one in claimed] == ["z", "a", "b"]
    assert await looks.claim(db, "p", ["c", "z"], SOON, most=1, most_new=0) == claimed[:1]
