"""Where the two databases' SQL differs."""

from __future__ import annotations

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.database import Transaction


def insert(tx: Transaction, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return sqlite.insert(table) if on_sqlite(tx) else postgresql.insert(table)


def on_sqlite(tx: Transaction) -> bool:
    return tx.dialect.name == "sqlite"
