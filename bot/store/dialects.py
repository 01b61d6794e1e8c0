"""Where the two databases' SQL differs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Connection,
    Table,
    Text,
    bindparam,
    cast,
    column,
    func,
    select,
    text,
    type_coerce,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.database import Transaction
from bot.store.tables.columns import Moment

SQLITE, POSTGRESQL = DIALECTS = ("sqlite", "postgresql")
INSERTS: dict[str, Callable[[Table], postgresql.Insert | sqlite.Insert]] = {
    SQLITE: sqlite.insert,
    POSTGRESQL: postgresql.insert,
}


def insert(tx: Transaction | Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return INSERTS[tx.dialect.name](table)


def on_sqlite(tx: Transaction | Connection) -> bool:
    return tx.dialect.name == SQLITE


def clock(tx: Transaction) -> ColumnElement[datetime]:
    """The database's own."""
    now = func.strftime("%Y-%m-%d %H:%M:%f", "now") if on_sqlite(tx) else func.now()
    return type_coerce(now, Moment)


def in_index_order(tx: Connection) -> None:
    """For queries that walk an index in its order and stop early.

    PostgreSQL's statistics know nothing of a million rows of a moment ago: its planner would take any index and sort.
    """
    if not on_sqlite(tx):
        tx.execute(text("SET LOCAL enable_sort = off"))


def json_row(dialect: str, parameter: str) -> ColumnElement[Any]:
    """A row of the JSON array that the statement is given as `parameter`.

    Many rows travel as one parameter: for hundreds of them that costs a fraction of as many sets of parameters.
    """
    return _given(dialect, parameter)


def among(dialect: str, column: ColumnElement[int], parameter: str) -> ColumnElement[bool]:
    """Whether the column is one of the whole numbers of the JSON array that the statement is given as `parameter`."""
    value = _given(dialect, parameter)
    if dialect == SQLITE:
        return column.in_(select(value))
    # An array is looked up by the column's index; of a query, PostgreSQL rather tries every row of the table.
    numbers = select(cast(cast(value, Text), BigInteger)).scalar_subquery()
    return column == func.any(func.array(numbers))


def number(row: ColumnElement[Any], name: str) -> ColumnElement[int]:
    """A whole number of up to 64 bits in a `json_row`."""
    return cast(row[name].as_string(), BigInteger)


def _given(dialect: str, parameter: str) -> ColumnElement[Any]:
    rows = func.json_each if dialect == SQLITE else func.json_array_elements
    given = rows(bindparam(parameter, type_=JSON)).table_valued(column("value", JSON), name="given")
    value: ColumnElement[Any] = given.c.value
    return value
