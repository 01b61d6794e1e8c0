"""A few of `python -m benchmarks.faults` in their short form, on the database that is the harder for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.faults.families import FAULTS
from benchmarks.faults.findings import Findings
from benchmarks.faults.stage import open_stage

CASES = [
    ("sqlite", "kill_in_fan_out"),
    ("postgresql", "kill_in_fan_out"),
    ("sqlite", "storm_over_restart"),
    ("sqlite", "database_locked"),
    ("sqlite", "clock_jumps"),
    ("postgresql", "poison"),
    ("postgresql", "migrate_in_the_middle"),
]


@pytest.mark.parametrize(("kind", "name"), CASES)
async def test_what_is_promised_is_kept(name: str, database_url: str, tmp_path: Path) -> None:
    [fault] = [fault for fault in FAULTS if fault.name == name]
    seen = Findings()
    async with open_stage(database_url, tmp_path, quick=True) as stage:
        await fault.act(stage, seen)
    assert seen.checks
    assert not seen.broken


def test_what_is_not_kept_is_told() -> None:
    seen = Findings()
    seen.exactly("lost", 0, 0)
    seen.at_most("repeats", 33, 32)
    seen.at_least("kills", 0, 1)
    assert [check.expected for check in seen.broken] == ["repeats ≤ 32", "kills ≥ 1"]


def test_every_fault_has_a_name_of_its_own() -> None:
    names = [fault.name for fault in FAULTS]
    assert len(set(names)) == len(names)
