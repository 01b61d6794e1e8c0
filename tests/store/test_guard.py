"""A second process on one SQLite file is kept out, and a killed one leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from bot.playground import Playground
from bot.store import StoreUnavailable, open_database
from bot.store.backup import backup
from bot.store.guard import alone
from tests.house.tree import ROOT
from tests.processes import PATIENCE, finished, running

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


async def test_a_second_run_ends_at_once_and_says_why_until_the_first_is_killed(tmp_path: Path) -> None:
    async with Playground() as telegram:
        wanted = {"BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url, "HTTP_PORT": "0"}
        wanted["SOURCES_FILE"] = str(tmp_path / "sources.toml")
        feed = "id='a'\nname='A'\nlanguage='en'\nfeed='http://127.0.0.1:9/rss'\n"
        (tmp_path / "sources.toml").write_text(f"[[source]]\n{feed}", encoding="utf-8")
        async with running("run", folder=tmp_path, **wanted) as first:
            await up(first)
            second = await finished("run", folder=tmp_path, **wanted)
            assert second.code == 2
            assert f"DATABASE_URL: the database {tmp_path / 'data' / 'tagwire.db'} is in use" in second.err
            assert str(first.pid) in second.err
            assert (await finished("migrate", folder=tmp_path)).code == 0
            assert (await finished("backup", "copy.db", folder=tmp_path)).code == 0
            first.kill()
            await first.wait()
        async with running("run", folder=tmp_path, **wanted) as third:
            await up(third)


async def up(process: asyncio.subprocess.Process) -> None:
    assert process.stderr
    while b"is up" not in (said := await asyncio.wait_for(process.stderr.readline(), PATIENCE)):
        assert said


async def test_what_only_looks_is_not_kept_out(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'tagwire.db'}"
    with alone(url):
        async with open_database(url):
            await backup(url, tmp_path / "copy.db")


async def test_a_file_that_is_behind_is_not_changed_under_a_bot(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with alone(f"sqlite+aiosqlite:///{tmp_path / 'data' / 'tagwire.db'}"):
        refused = await finished("migrate", folder=tmp_path)
    assert refused.code == 2
    assert "in use" in refused.err
    assert (await finished("migrate", folder=tmp_path)).code == 0


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


@pytest.mark.parametrize("beside", ["", "-lock", "-wal"])
def test_a_file_of_somebody_else_is_named(tmp_path: Path, beside: str) -> None:
    """Where this account may write everything, as root, there is no such file."""
    file = tmp_path / f"tagwire.db{beside}"
    file.touch(mode=0o400)
    if os.access(file, os.W_OK):
        pytest.skip("this account may write every file")
    with (
        pytest.raises(StoreUnavailable, match=f"{file}: make this account"),
        alone(f"sqlite+aiosqlite:///{tmp_path / 'tagwire.db'}"),
    ):
        raise AssertionError("held")


def test_postgresql_takes_any_number() -> None:
    url = "postgresql+asyncpg://u:p@127.0.0.1:1/db"
    with alone(url), alone(url):
        pass
