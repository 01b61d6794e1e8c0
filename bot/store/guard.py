"""A SQLite file belongs to one process: the guard keeps a second one out, and dies with the first."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.store.engines import StoreUnavailable, is_sqlite, parsed, unavailable


@contextmanager
def alone(url: str) -> Iterator[None]:
    """This process has the SQLite file for itself; PostgreSQL takes any number. `url` as for `open_database`.

    Raises StoreUnavailable when another process has it. The lock is the system's, on a file beside the database that
    stays: so `kill -9` frees it.
    """
    where = parsed(url)
    if not is_sqlite(where):
        yield
        return
    path = Path(where.database or "").resolve()
    with unavailable(url):
        check_writable(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.with_name(f"{path.name}-lock").open("a+", encoding="ascii")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise StoreUnavailable(_taken(path, file.read().strip())) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def check_writable(path: Path) -> None:
    """Raises StoreUnavailable where this account may not write the file, what stands beside it, or the folder."""
    folder = next(one for one in path.parents if one.exists())
    beside = [path.with_name(path.name + end) for end in ("", "-lock", "-wal", "-shm")]
    for one in (folder, *beside):
        if one.exists() and not os.access(one, os.W_OK):
            raise StoreUnavailable(f"nothing can be written into {one}: make this account its owner")


def _taken(path: Path, holder: str) -> str:
    return (
        f"the database {path} is in use by another Tagwire, process {holder or 'unknown'}. Stop that one first; "
        "several at once need PostgreSQL (DATABASE_URL=postgresql://USER:PASSWORD@HOST/NAME)"
    )
