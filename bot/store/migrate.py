"""Bringing a database's tables up to this version of the program: one tree of revisions for both databases."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from bot.store.engines import (
    StoreUnavailable,
    is_sqlite,
    parsed,
    postgresql_engine,
    ready_file,
    sqlite_engine,
    unavailable,
)

_LOCK = 0x7A67_7769_7265
"""Number of the PostgreSQL advisory lock that migrating processes queue for."""


async def migrate(url: str) -> None:
    """Makes or upgrades the tables, all or nothing; a second one at the same time waits and finds nothing to do.

    Raises StoreUnavailable when the database cannot be opened or was made by a newer version.
    """
    with unavailable(url):
        where = parsed(url)
        if is_sqlite(where):
            await ready_file(where)
            # Foreign keys stay off: SQLite changes a table by making it anew, and dropping the old one with them on
            # would delete every child row.
            engine = sqlite_engine(where, "BEGIN IMMEDIATE", {"foreign_keys": "OFF"})
        else:
            engine = postgresql_engine(where, size=1)
        try:
            async with engine.begin() as connection:
                await connection.run_sync(_upgrade)
        finally:
            await engine.dispose()


def revisions() -> list[str]:
    """Of the schema, newest first."""
    return [one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()]


def configured(connection: Connection) -> Config:
    """For Alembic's commands, inside the connection's transaction."""
    config = _config()
    config.attributes["connection"] = connection
    return config


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


def _upgrade(connection: Connection) -> None:
    # Whoever else migrates waits here: on SQLite, too, where the first statement opens the transaction.
    on_sqlite = connection.dialect.name == "sqlite"
    connection.execute(text("SELECT :lock" if on_sqlite else "SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    try:
        command.upgrade(configured(connection), "head")
    except CommandError as error:
        raise StoreUnavailable(f"this version cannot migrate the database: {error}") from None
    if on_sqlite:
        _check_foreign_keys(connection)


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).first()
    if broken:
        raise StoreUnavailable(f"a migration would leave rows of {broken[0]} without their {broken[2]}")
