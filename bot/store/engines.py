"""From a database's URL to its engines: how each database is opened, and what is said when it cannot be."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

from sqlalchemy import URL, Connection, create_engine, event, make_url
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, NullPool, QueuePool

from bot.store import trips
from bot.store.tables.columns import without_refused

T = TypeVar("T")

BUSY = 10.0
"""Seconds that a statement waits for another process's lock on a SQLite file."""
TURN = 60.0
"""Seconds that a caller waits for a free connection."""
PAUSED = 8.0
"""Seconds after which PostgreSQL ends the session of a process that stopped in the middle: a standby waits for it."""

# Compiling a query that costs a millisecond takes a hundred, and new rows make the planner think that it pays.
_SERVER = {"jit": "off", "idle_in_transaction_session_timeout": str(round(PAUSED * 1000))}


class StoreUnavailable(Exception):
    """The database cannot be opened. The message is one line, for people, and without the password."""


def parsed(url: str) -> URL:
    """Raises StoreUnavailable for anything that is not the URL of a database we know."""
    try:
        where = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreUnavailable("the database's URL cannot be read") from None
    if where.drivername not in ("sqlite+aiosqlite", "postgresql+asyncpg"):
        raise StoreUnavailable(f"no such kind of database: {where.drivername}")
    if is_sqlite(where) and where.database in (None, "", ":memory:"):
        raise StoreUnavailable("SQLite needs a file: what is kept in memory is lost")
    if is_sqlite(where) and where.host:
        raise StoreUnavailable("a SQLite file's path begins after three slashes: sqlite:///data/tagwire.db")
    if "@" in (where.host or ""):  # what stands before it is a part of the password, so it is not repeated
        raise StoreUnavailable("an @ in the user or the password is written %40")
    return where


def is_sqlite(where: URL) -> bool:
    return where.get_backend_name() == "sqlite"


async def ready_file(where: URL) -> None:
    """Makes a SQLite file ready, with its folder; any error comes from here, where it leaves no thread behind."""
    await asyncio.to_thread(_ready, Path(where.database or ""))


def sqlite_engine(where: URL, begin: str, pragmas: dict[str, str], *, size: int = 1) -> AsyncEngine:
    """Transactions open with the words `begin`, on the way of their first statement."""
    engine = create_async_engine(
        where,
        connect_args={"isolation_level": None, "timeout": BUSY, "async_creator_fn": trips.connect},
        poolclass=AsyncAdaptedQueuePool,
        pool_size=size,
        max_overflow=0,
        pool_timeout=TURN,
        hide_parameters=True,
        json_serializer=_json,
    )
    event.listen(engine.sync_engine, "connect", partial(_set, pragmas))
    event.listen(engine.sync_engine, "begin", partial(_begin, begin))
    return engine


class WriterThread:
    """One connection to a SQLite file in a thread of its own, for transactions that run there in one go."""

    def __init__(self, where: URL, begin: str, pragmas: dict[str, str]) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite")
        self._engine = create_engine(
            where.set(drivername="sqlite+pysqlite"),
            connect_args={"isolation_level": None, "timeout": BUSY, "check_same_thread": False},
            poolclass=QueuePool,
            pool_size=1,
            hide_parameters=True,
            json_serializer=_json,
        )
        event.listen(self._engine, "connect", partial(_set, pragmas))
        self._begin = begin
        self._connection: Connection | None = None

    async def run(self, act: Callable[[Connection], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._transaction, act)

    def close(self) -> None:
        self._thread.shutdown()
        if self._connection:
            self._connection.close()
        self._engine.dispose()

    def _transaction(self, act: Callable[[Connection], T]) -> T:
        """By the driver alone: SQLAlchemy's own transaction would take longer than most of what happens in it."""
        if self._connection is None:
            self._connection = self._engine.connect()
        driver: Any = self._connection.connection.driver_connection
        driver.execute(self._begin)
        try:
            done = act(self._connection)
            driver.commit()
            return done
        finally:
            driver.rollback()
            if self._connection.in_transaction():
                self._connection.rollback()


def postgresql_engine(where: URL, *, size: int = 10) -> AsyncEngine:
    return create_async_engine(
        where.set(query={}),
        connect_args={"timeout": BUSY, "server_settings": _SERVER, "dsn": _options(where)},
        pool_size=size,
        max_overflow=0,
        pool_timeout=TURN,
        pool_pre_ping=True,
        hide_parameters=True,
        json_serializer=_json,
    )


def sessions_engine(where: URL) -> AsyncEngine:
    """Every connection is a session of its own: for locks and notifications, which live as long as it does."""
    options = {"timeout": BUSY, "dsn": _options(where)}
    return create_async_engine(where.set(query={}), connect_args=options, poolclass=NullPool, hide_parameters=True)


def _options(where: URL) -> str:
    """What stands after the `?`, which the driver takes as PostgreSQL's own programs do (`sslmode=require`)."""
    return f"postgresql:///?{urlencode(where.query, doseq=True)}"


@contextmanager
def unavailable(url: str) -> Iterator[None]:
    """Says in one line what is wrong with the database, whatever the driver calls it."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreUnavailable(f"cannot open {_place(url)}: {_line(error)}") from None
    except DBAPIError as error:
        raise StoreUnavailable(f"cannot open {_place(url)}: {_line(error.orig or error)}") from None
    except TimeoutError:
        raise StoreUnavailable(f"cannot open {_place(url)}: no answer within {BUSY:g} s") from None
    except OSError as error:
        raise StoreUnavailable(f"cannot open {_place(url)}: {error.strerror or _line(error)}") from None
    except ModuleNotFoundError as error:
        raise StoreUnavailable(f"{error.name} is not installed: pip install 'tagwire[postgres]'") from None
    except _driver_errors() as error:
        raise StoreUnavailable(f"cannot open {_place(url)}: {_line(error)}") from None


def _driver_errors() -> tuple[type[Exception], ...]:
    """What asyncpg raises before SQLAlchemy has a connection whose errors it could translate."""
    try:
        import asyncpg
    except ModuleNotFoundError:
        return ()
    return (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


def trouble() -> tuple[type[Exception], ...]:
    """What a database that is away or cut off raises, however it was asked."""
    on_its_cursor = sqlite3.Error, AsyncAdapt_asyncpg_dbapi.Error
    return (SQLAlchemyError, OSError, *on_its_cursor, *_driver_errors())


def _ready(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, timeout=BUSY)) as file:
        deadline = time.monotonic() + BUSY
        while not _in_wal(file, patient=time.monotonic() < deadline):
            time.sleep(0.01)


def _in_wal(file: sqlite3.Connection, *, patient: bool) -> bool:
    """Sets the journal's mode, which stays with the file. No timeout of SQLite's covers this one lock."""
    try:
        file.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if not patient or "locked" not in str(error):
            raise
        return False
    return True


def _set(pragmas: dict[str, str], connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for name, value in pragmas.items():
        cursor.execute(f"PRAGMA {name} = {value}")
    cursor.close()


def _begin(words: str, connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    driver.begin(words)


def _json(value: object) -> str:
    return without_refused(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _place(url: str) -> str:
    where = make_url(url)
    if is_sqlite(where):
        return f"the database {where.database}"
    port = f":{where.port}" if where.port else ""
    return f"the database {where.database} at {where.host or 'localhost'}{port}"


def _line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
