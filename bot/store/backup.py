"""A copy of the SQLite database, also while a bot writes to it."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.store.engines import parsed


class BackupError(Exception):
    """No copy was made; the text says why and what to do."""


async def backup(url: str, file: Path) -> None:
    """`url` as for `open_database`. An existing file is never overwritten."""
    where = parsed(url)
    if where.get_backend_name() != "sqlite":
        raise BackupError("backup copies SQLite files; for PostgreSQL use pg_dump.")
    await asyncio.to_thread(_copy, Path(where.database or ""), file)


def _copy(source: Path, file: Path) -> None:
    if not source.is_file():
        raise BackupError(f"there is no database at {source} yet.")
    if file.exists():
        raise BackupError(f"{file} exists already; name a new file.")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        live, copy = sqlite3.connect(f"file:{source}?mode=ro", uri=True), sqlite3.connect(file)
        with closing(live), closing(copy):
            live.backup(copy)
    except (sqlite3.Error, OSError) as error:
        file.unlink(missing_ok=True)
        raise BackupError(f"{file} cannot be written: {error}") from None
