"""Statements of the hot path: compiled once for each database, and run on the driver's own cursor.

What SQLAlchemy does for each execution costs several times what SQLite takes to answer. Conversions stay its own.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.types import TypeEngine

Statement = Select[Any] | Insert | Update | Delete
_Convert = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class _Form:
    """A statement as one database takes it."""

    sql: str
    binds: Sequence[tuple[str, Any, _Convert]]
    """(name, value where none is given, converter), in the order of their places."""
    row: Callable[[Iterable[Any]], Any]
    columns: Sequence[tuple[int, Callable[[Any], Any]]]
    """Which ones are converted, and how."""

    def parameters(self, given: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(
            [
                convert(given.get(name, value)) if convert else given.get(name, value)
                for name, value, convert in self.binds
            ]
        )

    def rows(self, found: Iterable[Sequence[Any]]) -> list[Any]:
        if not self.columns:
            return [self.row(values) for values in found]
        return [self.row(self._converted(values)) for values in found]

    def _converted(self, values: Sequence[Any]) -> Sequence[Any]:
        converted = list(values)
        for place, convert in self.columns:
            converted[place] = convert(converted[place])
        return converted


@dataclass(slots=True)
class Prepared:
    build: Callable[[str], Statement]
    """From the name of a dialect."""
    _forms: dict[str, _Form] = field(default_factory=dict)

    def rows(self, tx: Connection, **given: Any) -> list[Any]:
        """Rows with names; empty for a statement that returns none. Raises what the driver raises."""
        form = self._formed(tx)
        with closing(tx.connection.cursor()) as cursor:
            cursor.execute(form.sql, form.parameters(given))
            return form.rows(cursor.fetchall()) if cursor.description else []

    def count(self, tx: Connection, **given: Any) -> int:
        """How many rows were written."""
        form = self._formed(tx)
        with closing(tx.connection.cursor()) as cursor:
            cursor.execute(form.sql, form.parameters(given))
            return int(cursor.rowcount)

    def _formed(self, tx: Connection) -> _Form:
        form = self._forms.get(tx.dialect.name)
        if form is None:
            form = self._forms[tx.dialect.name] = _form(self.build(tx.dialect.name), tx.dialect)
        return form


def _form(statement: Statement, dialect: Dialect) -> _Form:
    compiled: Any = statement.compile(dialect=dialect)
    values = compiled.construct_params(_check=False)
    places = [(name, values[name], _to(compiled.binds[name].type, dialect)) for name in compiled.positiontup]
    columns = list(statement.selected_columns if isinstance(statement, Select) else statement.exported_columns)
    converted = [(at, _from(one.type, dialect)) for at, one in enumerate(columns)]
    row: Any = namedtuple("Row", [one.key for one in columns])  # type: ignore[misc]
    return _Form(str(compiled), places, row._make, [(at, convert) for at, convert in converted if convert])


def _to(kind: TypeEngine[Any], dialect: Dialect) -> _Convert:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _from(kind: TypeEngine[Any], dialect: Dialect) -> _Convert:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
