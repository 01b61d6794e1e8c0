import asyncio
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import Database, StoreUnavailable, counters, open_database
from bot.store.tables import chat, story
from tests.store.samples import NOON

SECRET = "hunter2-öß"
CHAT = {
    "id": 1,
    "kind": "private",
    "title": "",
    "language": "en",
    "language_chosen": False,
    "time_zone": "UTC",
    "alerts": True,
    "state": "active",
    "created_at": NOON,
}


async def test_a_transaction_commits_at_its_end(db: Database) -> None:
    async with db.write() as tx:
        await counters.put(tx, "x", 7)
    async with db.read() as tx:
        assert await counters.get(tx, "x") == 7


async def test_an_error_takes_everything_back(db: Database) -> None:
    with pytest.raises(LookupError):
        async with db.write() as tx:
            await counters.put(tx, "x", 7)
            raise LookupError
    async with db.read() as tx:
        assert await counters.get(tx, "x") is None


async def test_a_cancelled_transaction_leaves_a_usable_database(db: Database) -> None:
    started = asyncio.Event()

    async def hang() -> None:
        async with db.write() as tx:
            await counters.put(tx, "x", 7)
            started.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hang())
    await started.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with db.write() as tx:
        assert await counters.get(tx, "x") is None
        await counters.put(tx, "x", 8)
    async with db.read() as tx:
        assert await counters.get(tx, "x") == 8


async def test_writers_cancelled_at_any_moment_leave_a_usable_database(db: Database) -> None:
    async def add() -> None:
        async with db.write() as tx:
            await counters.add(tx, "x", 1)

    for pauses in range(30):
        task = asyncio.create_task(add())
        for _ in range(pauses):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await add()
    async with db.read() as tx:
        assert await counters.get(tx, "x")


async def test_a_reader_cannot_write(db: Database) -> None:
    with pytest.raises(DBAPIError):
        async with db.read() as tx:
            await counters.put(tx, "x", 7)


async def test_a_reader_sees_one_moment_and_waits_for_no_writer(db: Database) -> None:
    async with db.read() as reading, db.write() as writing:
        assert await counters.get(reading, "x") is None
        await counters.put(writing, "x", 7)
        await writing.commit()
        assert await counters.get(reading, "x") is None


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_read_then_write_transactions_lose_nothing_on_sqlite(db: Database) -> None:
    async def increment() -> None:
        async with db.write() as tx:
            known = await counters.get(tx, "x") or 0
            await asyncio.sleep(0)
            await counters.put(tx, "x", known + 1)

    await asyncio.gather(*(increment() for _ in range(12)))
    async with db.read() as tx:
        assert await counters.get(tx, "x") == 12


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_sqlite_is_set_up_on_every_connection(db: Database) -> None:
    async with db.write() as writing, db.read() as one, db.read() as two:
        for tx, reads_only in ((writing, 0), (one, 1), (two, 1)):
            assert await _pragma(tx, "journal_mode") == "wal"
            assert await _pragma(tx, "foreign_keys") == 1
            assert await _pragma(tx, "synchronous") == 1
            assert await _pragma(tx, "busy_timeout") == 10_000
            assert await _pragma(tx, "query_only") == reads_only


async def _pragma(tx: AsyncConnection, name: str) -> object:
    return (await tx.execute(text(f"PRAGMA {name}"))).scalar()


async def test_foreign_keys_hold(db: Database) -> None:
    with pytest.raises(DBAPIError):
        async with db.write() as tx:
            await tx.execute(text("INSERT INTO tag_spelling (spelling, tag_id) VALUES ('x', 99)"))


async def test_times_come_back_in_utc_whatever_their_zone(db: Database) -> None:
    kyiv = datetime(2026, 5, 4, 15, 0, 0, 123456, tzinfo=timezone(timedelta(hours=3)))
    async with db.write() as tx:
        await tx.execute(insert(story).values(created_at=kyiv))
        back = (await tx.execute(select(story.c.created_at))).scalar_one()
        assert back == kyiv
        assert back.tzinfo is UTC


async def test_a_naive_time_is_refused(db: Database) -> None:
    with pytest.raises(StatementError, match="without a zone"):
        async with db.write() as tx:
            await tx.execute(insert(story).values(created_at=datetime(2026, 5, 4)))


async def test_text_that_a_database_would_refuse_is_kept_without_it(db: Database) -> None:
    async with db.write() as tx:
        await tx.execute(insert(chat).values(CHAT | {"title": "a\0b\ud800c"}))
        assert (await tx.execute(select(chat.c.title))).scalar() == "abc"


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_errors_do_not_show_what_was_written(db: Database) -> None:
    with pytest.raises(DBAPIError) as caught:
        async with db.write() as tx:
            await tx.execute(insert(chat).values(CHAT | {"title": SECRET, "kind": None}))
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("", "cannot be read"),
        ("sqlite+aiosqlite://", "needs a file"),
        (f"postgresql+asyncpg://u:{SECRET}/x@host:70/db", "cannot"),
        (f"mysql+aiomysql://u:{SECRET}@host/db", "no such kind of database: mysql+aiomysql"),
        (f"postgresql+asyncpg://u:{SECRET}@127.0.0.1:1/db", "cannot open the database db at 127.0.0.1:1"),
        (f"postgresql+asyncpg://u:{SECRET}@host:port/db", "cannot be read"),
        (f"postgresql+asyncpg://u:p@{SECRET}@host/db", "%40"),
        (f"postgresql+asyncpg://u:{SECRET}@127.0.0.1:1/db?sslmode=require", "cannot open the database db"),
        (f"postgresql+asyncpg://u:{SECRET}@127.0.0.1:1/db?sslmode=verify-full&sslrootcert=/none", "No such file"),
        ("sqlite+aiosqlite://data/tagwire.db", "three slashes"),
    ],
)
async def test_a_database_that_cannot_be_opened_says_why_in_one_line(url: str, says: str) -> None:
    with pytest.raises(StoreUnavailable) as caught:
        async with open_database(url):
            raise AssertionError("opened")
    assert says in str(caught.value)
    assert SECRET not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert SECRET not in repr(caught.value.__cause__)


async def test_a_path_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("not a database, however long it is read " * 100)
    for path, says in (("text", "not a database"), ("text/x.db", "cannot open"), (".", "cannot open")):
        with pytest.raises(StoreUnavailable, match=says):
            async with open_database(f"sqlite+aiosqlite:///{tmp_path / path}"):
                raise AssertionError("opened")


async def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "down" / "x.db"
    async with open_database(f"sqlite+aiosqlite:///{path}"):
        assert path.exists()


async def test_wrong_password_and_missing_database(postgresql_server: str) -> None:
    right = postgresql_server.rsplit("@", 1)[1].rpartition("/")[0]
    with pytest.raises(StoreUnavailable, match="password authentication failed") as caught:
        async with open_database(f"postgresql+asyncpg://tagwire:{SECRET}@{right}/postgres"):
            raise AssertionError("opened")
    assert SECRET not in str(caught.value)
    with pytest.raises(StoreUnavailable, match='"nowhere" does not exist'):
        async with open_database(f"{postgresql_server.rpartition('/')[0]}/nowhere"):
            raise AssertionError("opened")


async def test_options_are_postgresqls_own(postgresql_server: str) -> None:
    async with open_database(f"{postgresql_server}?sslmode=prefer&application_name=news") as db, db.read() as tx:
        assert (await tx.execute(text("SHOW application_name"))).scalar() == "news"
    with pytest.raises(StoreUnavailable, match="SSL"):
        async with open_database(f"{postgresql_server}?sslmode=require"):
            raise AssertionError("opened without")


async def test_the_password_is_not_shown(postgresql_server: str) -> None:
    password = postgresql_server.split(":")[2].split("@", maxsplit=1)[0]
    async with open_database(postgresql_server) as db:
        assert password not in f"{db!r} {db.writer!r} {db.reader!r} {db.writer.url}"
