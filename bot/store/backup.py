"""Copies of the SQLite database, also while a bot writes to it, and the way back from one."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from bot.store.engines import parsed
from bot.store.guard import alone
from bot.store.migrate import revisions


class BackupError(Exception):
    """Nothing was copied; the text says why and what to do."""


async def backup(url: str, file: Path) -> None:
    """`url` as for `open_database`. An existing file is never overwritten."""
    await asyncio.to_thread(_back_up, _path(url, "backup", "pg_dump"), file)


async def restore(url: str, file: Path, now: datetime) -> Path | None:
    """The database is what the copy is; what it was is kept beside it, and its path told (None where there was none).

    Raises StoreUnavailable while a bot runs on it.
    """
    path = _path(url, "restore", "pg_restore")
    with alone(url):
        return await asyncio.to_thread(_restore, path, file, f"{path.name}.before-{now:%Y%m%d-%H%M%S}")


def _path(url: str, act: str, instead: str) -> Path:
    where = parsed(url)
    if where.get_backend_name() != "sqlite":
        raise BackupError(f"{act} copies SQLite files; for PostgreSQL use {instead}.")
    return Path(where.database or "")


def _back_up(source: Path, file: Path) -> None:
    if not source.is_file():
        raise BackupError(f"there is no database at {source} yet.")
    if file.exists():
        raise BackupError(f"{file} exists already; name a new file.")
    _copy(source, file)


def _restore(path: Path, file: Path, aside: str) -> Path | None:
    """By a copy of the present one, and of the new one by a rename: a crash leaves either whole."""
    _check(file)
    new, old = path.with_name(f"{path.name}.new"), path.with_name(aside)
    new.unlink(missing_ok=True)
    _copy(file, new)
    if path.exists():
        _set_aside(path, old)
    new.replace(path)
    return old if old.exists() else None


def _set_aside(path: Path, old: Path) -> None:
    try:
        _copy(path, old)
    except BackupError:  # it may be what is to be mended: then it is moved as it is, and its journal with it
        for end in ("-wal", "-shm", ""):
            if (file := path.with_name(path.name + end)).exists():
                file.replace(old.with_name(old.name + end))
    # What the journal holds is in the copy; beside another file it would be taken for that one's.
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _check(file: Path) -> None:
    if not file.is_file():
        raise BackupError(f"there is no file {file}.")
    try:
        with closing(_opened(file)) as copy:
            sound = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
            version = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise BackupError(f"{file} is no copy of a Tagwire database ({error}).") from None
    if sound != "ok":
        raise BackupError(f"{file} is damaged ({sound}); take an older copy.")
    if not version or version[0] not in revisions():
        raise BackupError(f"{file} was made by a newer version; install that one first.")


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)


def _copy(source: Path, file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        live, copy = _opened(source), sqlite3.connect(file)
        with closing(live), closing(copy):
            live.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file that can be read anywhere, with none beside it
    except (sqlite3.Error, OSError) as error:
        file.unlink(missing_ok=True)
        raise BackupError(f"{file} cannot be written: {error}") from None
