"""Whatever schema a database has, its rows arrive whole in this version's: every table, every column, on both kinds.

`test_upgrade.py` asks what the rows of the first version mean afterwards; here nothing may get lost on any way.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Connection, Date, DateTime, Float, Integer, MetaData, Table, select

from bot.store import migrate, open_database
from bot.store.migrate import revisions
from tests.store.samples import meet
from tests.store.schemas import inside, of_revision

ROWS = 3
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
MEANT: Mapping[str, tuple[Any, ...]] = {
    "kind": ("private", "group", "channel"),
    "language": ("uk", "ru", "en"),
    "level": ("all", "breaking", "all"),
    "time_zone": ("Europe/Kyiv",),
}
"""Columns that mean one of a few words."""
STATES: Mapping[str, tuple[str, ...]] = {
    "announcement": ("ready", "ready", "ready"),
    "delivery": ("due", "sent", "refused"),
    "draft": ("sent", "cancelled", "sent"),
    "chat": ("active",),
    "source": ("on",),
}
REWRITTEN = {("announcement", "state"), ("announcement", "done_at"), ("announcement", "opens_at")}
"""What revision 0002 works out anew of what was before."""
Rows = dict[str, list[dict[str, Any]]]


def _tables(connection: Connection) -> list[Table]:
    """Those that others refer to come first."""
    known = MetaData()
    known.reflect(connection)
    return [table for table in known.sorted_tables if table.name != "alembic_version"]


def _fill(connection: Connection) -> None:
    for table in _tables(connection):
        for number in range(1, ROWS + 1):
            written = [column for column in table.columns if not (column.identity or column.server_default)]
            connection.execute(
                table.insert().values({column.name: _value(table, column, number) for column in written})
            )


def _value(table: Table, column: Column[Any], number: int) -> Any:
    """Another one in each row, as unique columns want it; what refers to a row finds it under the same number."""
    if column.name == "state" and table.name in STATES:
        return STATES[table.name][(number - 1) % len(STATES[table.name])]
    if column.name in MEANT:
        return MEANT[column.name][(number - 1) % len(MEANT[column.name])]
    kind = column.type
    if isinstance(kind, JSON):
        return []
    if isinstance(kind, Boolean):
        return True
    if isinstance(kind, DateTime):
        return NOON.replace(minute=number)
    if isinstance(kind, Date):
        return NOON.replace(day=number).date()
    if isinstance(kind, Integer | Float):
        return number
    return f"{column.name} {number} «ї» 🌉"


def _read(connection: Connection) -> Rows:
    return {
        table.name: sorted(
            (dict(row) for row in connection.execute(select(table)).mappings()), key=lambda row: _key(table, row)
        )
        for table in _tables(connection)
    }


def _key(table: Table, row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(row[column.name]) for column in table.primary_key.columns)


@pytest.mark.parametrize("revision", revisions()[:0:-1])
async def test_every_row_and_column_arrives(empty_url: str, revision: str) -> None:
    await of_revision(empty_url, revision, _fill)
    before = await inside(empty_url, _read)
    await migrate(empty_url)
    after = await inside(empty_url, _read)
    for table, rows in before.items():
        assert len(after[table]) == len(rows), table
        for old, new in zip(rows, after[table], strict=True):
            stays = {name for name in old if name in new and (table, name) not in REWRITTEN}
            assert {name: new[name] for name in stays} == {name: old[name] for name in stays}, table
    async with open_database(empty_url) as db, db.write() as tx:
        assert (await meet(tx, 12345)).number > ROWS
