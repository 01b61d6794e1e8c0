"""A copy is put back whole, and what was there before is kept."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.store import Database, StoreUnavailable, chats, open_database
from bot.store.backup import BackupError, backup, restore
from bot.store.guard import alone
from tests.store.samples import meet

NOW = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path, sqlite_template: Path) -> str:
    shutil.copy(sqlite_template, tmp_path / "tagwire.db")
    return f"sqlite+aiosqlite:///{tmp_path / 'tagwire.db'}"


async def count(db: Database) -> int:
    async with db.read() as tx:
        return await chats.count(tx)


async def meet_one(url: str, chat_id: int) -> None:
    async with open_database(url) as db, db.write() as tx:
        await meet(tx, chat_id)


async def test_it_is_as_it_was(url: str, tmp_path: Path) -> None:
    await meet_one(url, 1)
    async with open_database(url) as db:
        async with db.write() as tx:
            await meet(tx, 2)
        await backup(url, tmp_path / "copy.db")
    await meet_one(url, 3)
    kept = await restore(url, tmp_path / "copy.db", NOW)
    assert kept == tmp_path / "tagwire.db.before-20260504-123000"
    for where, chats_there in ((url, 2), (f"sqlite+aiosqlite:///{kept}", 3)):
        async with open_database(where) as db:
            assert await count(db) == chats_there


async def test_a_journal_of_the_old_one_is_not_taken_for_the_new_one_s(url: str, tmp_path: Path) -> None:
    """As `kill -9` leaves it: the newest rows stand in the journal alone."""
    await backup(url, tmp_path / "copy.db")
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    async with open_database(url) as db:
        async with db.write() as tx:
            await meet(tx, 1)
        for file in tmp_path.glob("tagwire.db*"):
            shutil.copy(file, crashed / file.name)
    there = f"sqlite+aiosqlite:///{crashed / 'tagwire.db'}"
    kept = await restore(there, tmp_path / "copy.db", NOW)
    async with open_database(there) as db:
        assert await count(db) == 0
    async with open_database(f"sqlite+aiosqlite:///{kept}") as db:
        assert await count(db) == 1


async def test_a_copy_is_one_file_that_is_read_anywhere(url: str, tmp_path: Path) -> None:
    shelf = tmp_path / "100% #1?"
    await backup(url, shelf / "copy.db")
    await restore(url, shelf / "copy.db", NOW)
    assert [file.name for file in shelf.iterdir()] == ["copy.db"]


async def test_in_the_place_of_one_that_is_broken(url: str, tmp_path: Path) -> None:
    await backup(url, tmp_path / "copy.db")
    (tmp_path / "tagwire.db").write_bytes(b"a disk that failed" * 500)
    kept = await restore(url, tmp_path / "copy.db", NOW)
    assert kept
    assert kept.read_bytes().startswith(b"a disk that failed")
    async with open_database(url) as db:
        assert await count(db) == 0


async def test_where_there_is_none_yet(url: str, tmp_path: Path) -> None:
    await backup(url, tmp_path / "copy.db")
    assert await restore(f"sqlite+aiosqlite:///{tmp_path / 'new' / 'tagwire.db'}", tmp_path / "copy.db", NOW) is None
    assert (tmp_path / "new" / "tagwire.db").exists()


async def test_not_while_a_bot_runs(url: str, tmp_path: Path) -> None:
    await backup(url, tmp_path / "copy.db")
    with alone(url), pytest.raises(StoreUnavailable, match="in use"):
        await restore(url, tmp_path / "copy.db", NOW)


@pytest.mark.parametrize("wrong", ["missing", "text", "another", "newer"])
async def test_nothing_else_is_put_there(url: str, tmp_path: Path, wrong: str) -> None:
    await meet_one(url, 1)
    file = tmp_path / "wrong.db"
    if wrong == "text":
        file.write_text("no database at all" * 99, encoding="utf-8")
    elif wrong == "another":
        with closing(sqlite3.connect(file)) as other, other:
            other.execute("CREATE TABLE x (y)")
    elif wrong == "newer":
        await backup(url, file)
        with closing(sqlite3.connect(file)) as other, other:
            other.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(BackupError):
        await restore(url, file, NOW)
    async with open_database(url) as db:
        assert await count(db) == 1


async def test_postgresql_has_programs_of_its_own() -> None:
    with pytest.raises(BackupError, match="pg_restore"):
        await restore("postgresql+asyncpg://x@127.0.0.1:9/x", Path("copy"), NOW)
