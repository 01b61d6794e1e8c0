"""How a database is, for `doctor`: looked at without making, migrating or changing it."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, text

from bot.store import sources
from bot.store.database import open_database
from bot.store.engines import StoreUnavailable, is_sqlite, parsed, postgresql_engine, unavailable
from bot.store.guard import check_writable
from bot.store.migrate import revisions
from bot.store.sources import Known

BUSY = 5.0
"""Seconds that the bot, which may be writing, is waited for."""
_ALLOWED = text(
    "SELECT current_setting('server_version_num')::int, current_setting('transaction_read_only'),"
    " has_schema_privilege(current_schema(), 'CREATE'), to_regclass('alembic_version') IS NOT NULL"
)
OLDEST = 14
"""Of PostgreSQL's versions."""


@dataclass(frozen=True, slots=True)
class Condition:
    where: str
    version: str | None
    """Its schema's; None for a database without tables."""
    behind: int
    """Revisions of the schema that it lacks."""
    free: int | None = None
    """Bytes free on its disk; None where nobody here knows."""


async def look_at(url: str) -> Condition:
    """Raises StoreUnavailable for what cannot be opened or written to, or was made by a newer version."""
    where = parsed(url)
    with unavailable(url):
        if not is_sqlite(where):
            return await _postgresql(where)
        return await asyncio.to_thread(_sqlite, Path(where.database or ""))


async def sources_in(url: str) -> list[Known]:
    """Those of the file and those that editors added; none in a database that is behind. Raises as `look_at`."""
    found = await look_at(url)
    if found.version is None or found.behind:
        return []
    async with open_database(url) as db, db.read() as tx:
        return await sources.known(tx)


def _sqlite(path: Path) -> Condition:
    path = path.resolve()
    folder = next(one for one in path.parents if one.exists())
    free = shutil.disk_usage(folder).free
    check_writable(path)
    if not path.exists():
        return Condition(f"{path}, which the first start makes", None, len(revisions()), free)
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=BUSY)) as file:
        file.execute("BEGIN IMMEDIATE")
        tables = file.execute("SELECT name FROM sqlite_master WHERE name = 'alembic_version'").fetchall()
        found = file.execute("SELECT version_num FROM alembic_version").fetchone() if tables else None
        file.execute("ROLLBACK")
    version = found[0] if found else None
    return Condition(str(path), version, _behind(version), free)


async def _postgresql(where: URL) -> Condition:
    engine = postgresql_engine(where, size=1)
    try:
        async with engine.connect() as connection:
            version = await connection.run_sync(_examined)
    finally:
        await engine.dispose()
    return Condition(f"PostgreSQL at {where.host or 'localhost'}", version, _behind(version))


def _examined(connection: Connection) -> str | None:
    server, read_only, may_create, made = connection.execute(_ALLOWED).one()
    if server < OLDEST * 10_000:
        raise StoreUnavailable(f"PostgreSQL {server // 10_000} is too old: {OLDEST} is needed")
    if read_only == "on":
        raise StoreUnavailable("the database is read only: it is a standby, or DATABASE_URL names the wrong server")
    if not may_create:
        raise StoreUnavailable("the database's user may make no tables: GRANT CREATE ON SCHEMA public TO it")
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if made else None


def _behind(version: str | None) -> int:
    known = revisions()
    if version is None:
        return len(known)
    if version not in known:
        raise StoreUnavailable(f"the database was made by a newer version (its schema is {version}): install that one")
    return known.index(version)
