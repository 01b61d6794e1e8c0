"""A small run; whether memory stays flat, only a long one tells."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.soak import PARTS, Held, flatness, judged, judged_memory, main


def test_a_small_one_takes_everything_in_and_sends_everything(tmp_path: Path) -> None:
    main(["--deliveries", "400", "--articles", "20", "--json", str(tmp_path / "figures")])
    figures = json.loads((tmp_path / "figures").read_text())
    assert figures["deliveries"] == figures["deliveries_wanted"] == 400
    assert figures["articles"] == 20
    assert figures["answered_share"] == 1
    assert figures["bot.end_mb"] > 10


def test_a_leak_is_seen_after_the_warm_up_only() -> None:
    flat = [(float(at), 100.0 + at % 2) for at in range(1000)]
    warming = [(at, mb if at > 150 else 40.0) for at, mb in flat]
    assert flatness(warming)["farthest_off"] < 0.02
    leaking = flatness([(at, mb + at / 20) for at, mb in flat])
    assert leaking["farthest_off"] > 0.2
    assert leaking["slope_mb_per_hour"] == pytest.approx(180, rel=0.05)


def test_a_run_too_short_to_judge_is_not_refused() -> None:
    for count in range(1, 2 * PARTS):
        assert flatness([(float(at), 50.0) for at in range(count)])["farthest_off"] == 0


def test_a_parser_that_comes_is_no_leak_but_one_that_grows_is() -> None:
    coming = [Held(float(at), 100.0, (50.0,) * (1 + at // 500)) for at in range(1000)]
    figures = judged_memory(coming)
    assert (figures["bot.farthest_off"], figures["parser.farthest_off"]) == (0, 0)
    assert figures["all.most_mb"] == 200
    growing = judged_memory([Held(one.at, one.own, (50.0 + one.at / 20,)) for one in coming])
    assert growing["parser.farthest_off"] > 0.2


def test_what_is_not_kept_is_told() -> None:
    kept = {"bot.farthest_off": 0.04, "deliveries": 400.0, "deliveries_wanted": 400.0, "answered_share": 1.0}
    assert not judged(kept).broken
    for name, figure in (
        ("bot.farthest_off", 0.2),
        ("parser.farthest_off", 0.2),
        ("deliveries", 399.0),
        ("answered_share", 0.9),
    ):
        assert [check.name for check in judged(kept | {name: figure}).broken] == [name]
