"""Databases as earlier versions left them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from alembic import command
from sqlalchemy import Connection, make_url

from bot.store.engines import postgresql_engine, ready_file, sqlite_engine
from bot.store.migrate import configured

T = TypeVar("T")


async def of_revision(url: str, revision: str, fill: Callable[[Connection], None]) -> None:
    def made(connection: Connection) -> None:
        command.upgrade(configured(connection), revision)
        fill(connection)

    await inside(url, made)


async def inside(url: str, act: Callable[[Connection], T]) -> T:
    """What `act` finds or does in one transaction, foreign keys not yet asked about."""
    where = make_url(url)
    if where.get_backend_name() == "sqlite":
        await ready_file(where)
        engine = sqlite_engine(where, "BEGIN IMMEDIATE", {"foreign_keys": "OFF"})
    else:
        engine = postgresql_engine(where, size=1)
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(act)
    finally:
        await engine.dispose()
