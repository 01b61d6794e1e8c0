"""Fixtures that every room's tests may ask for."""

from tests.databases import (
    database_url,
    db,
    empty_url,
    kind,
    postgresql_server,
    postgresql_template,
    sqlite_template,
)

__all__ = [
    "database_url",
    "db",
    "empty_url",
    "kind",
    "postgresql_server",
    "postgresql_template",
    "sqlite_template",
]
