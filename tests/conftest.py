"""Fixtures that every room's tests may ask for."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

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

# How long an example takes is for benchmarks: a busy machine fails no test.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

LONG = ".", "browser", "benchmarks"
"""Folders whose tests run the whole program: they begin first, so that none of them is left alone at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    root = Path(__file__).parent
    places = {str(folder): place for place, folder in enumerate(LONG)}
    items.sort(key=lambda item: places.get(str(item.path.parent.relative_to(root)), len(LONG)))
