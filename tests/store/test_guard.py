"""A second process on one SQLite file is kept out, and a killed one leaves nothing behind."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from bot.store import StoreUnavailable, open_database
from bot.store.backup import backup
from bot.store.guard import alone
from tests.house.tree import ROOT

HOLDER = """
import sys, time
from bot.store.guard import alone
with alone(sys.argv[1]):
    print("held", flush=True)
    time.sleep(60)
"""


async def test_a_second_process_is_told_who_has_the_file_until_that_one_is_killed(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'news' / 'tagwire.db'}"
    holder = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLDER, url, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert holder.stdout
        assert await holder.stdout.readline() == b"held\n"
        with pytest.raises(StoreUnavailable, match=f"process {holder.pid}") as refused, alone(url):
            raise AssertionError("two at once")
        assert "PostgreSQL" in str(refused.value)
        assert "\n" not in str(refused.value)
    finally:
        holder.kill()
        await holder.wait()
    with alone(url):
        pass


async def test_what_only_looks_is_not_kept_out(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'tagwire.db'}"
    with alone(url):
        async with open_database(url):
            await backup(url, tmp_path / "copy.db")


def test_one_file_by_two_names_is_one_file(tmp_path: Path) -> None:
    (tmp_path / "other").symlink_to(tmp_path)
    one, other = (f"sqlite+aiosqlite:///{folder / 'tagwire.db'}" for folder in (tmp_path, tmp_path / "other"))
    with alone(one), pytest.raises(StoreUnavailable), alone(other):
        raise AssertionError("two at once")


def test_a_folder_that_cannot_be_written_into(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(StoreUnavailable, match="cannot open"),
        alone(f"sqlite+aiosqlite:///{tmp_path / 'file' / 'x.db'}"),
    ):
        raise AssertionError("held")


def test_postgresql_takes_any_number() -> None:
    url = "postgresql+asyncpg://u:p@127.0.0.1:1/db"
    with alone(url), alone(url):
        pass
