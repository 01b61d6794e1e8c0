"""What a fault is, and what was seen of it, beside what was promised."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from benchmarks.faults.stage import Stage

BOTH = ("sqlite", "postgresql")


class Impossible(Exception):
    """The fault cannot be done on this machine; says why."""


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    seen: float
    least: float
    most: float

    @property
    def holds(self) -> bool:
        return self.least <= self.seen <= self.most

    @property
    def expected(self) -> str:
        if self.least == self.most:
            return f"{self.name} {self.most:g}"
        return f"{self.name} ≤ {self.most:g}" if self.most < float("inf") else f"{self.name} ≥ {self.least:g}"


@dataclass(slots=True)
class Findings:
    """Figures, each with what was promised of it."""

    checks: list[Check] = field(default_factory=list)

    def exactly(self, name: str, seen: float, promised: float) -> None:
        self.checks.append(Check(name, seen, promised, promised))

    def at_most(self, name: str, seen: float, promised: float) -> None:
        self.checks.append(Check(name, seen, 0, promised))

    def at_least(self, name: str, seen: float, promised: float) -> None:
        """Also for what shows that the fault was really met."""
        self.checks.append(Check(name, seen, promised, float("inf")))

    @property
    def broken(self) -> list[Check]:
        return [check for check in self.checks if not check.holds]


Act = Callable[[Stage, Findings], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Fault:
    """`act` does it and notes what was seen. It takes seconds on a stage that is `quick`."""

    name: str
    act: Act
    databases: tuple[str, ...] = BOTH
    of_store: bool = True
    """The database has a part in it, so that it is always done on each."""
    small_disk: bool = False
    """SQLite's file is to lie on a disk that can be filled."""

    def on(self, database: str, *, quick: bool) -> bool:
        return database in self.databases and (self.of_store or not quick or database == self.databases[0])
