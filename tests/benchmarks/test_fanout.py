import json
from pathlib import Path

from benchmarks.fanout import Run, judged, main


def test_a_small_one_writes_its_figures(tmp_path: Path) -> None:
    """Whether the promises hold, a few readers on a busy machine do not tell."""
    main(["--subscribers", "3000", "--rounds", "1", "--database", "sqlite", "--json", str(tmp_path / "figures")])
    figures = json.loads((tmp_path / "figures").read_text())
    assert figures["sqlite.fanout_over_plain.ratio"] > 0
    assert figures["sqlite.longest_lock_s"] > 0


def test_what_is_not_kept_is_told() -> None:
    kept = {"plain": [Run(2.0)], "fanned": [Run(2.4, 0.05, 1.0)], "beside": [Run(3.0, 0.06)]}
    assert not judged(kept)[1].broken
    broken = {"plain": [Run(1.0)], "fanned": [Run(2.0, 0.2, 90.0)], "beside": [Run(3.0, 0.3)]}
    figures, findings = judged(broken)
    assert figures["fanout_over_plain.ratio"] == 2.0
    assert [check.name for check in findings.broken] == [
        "fanout_over_plain.ratio",
        "longest_lock_s",
        "growth_mb",
    ]
