"""A run on a folder of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.quality.same_story import f1, measure
from tests.benchmarks.quality.test_quality import keep

ONE = ("Styr bridge opens after repairs", "The bridge over the Styr in Luchany opened after four years of repairs.")
OTHER = (
    "Luchany: bridge across the Styr now open",
    "The Styr bridge in Luchany is open after four years of repairs.",
)
FAR = ("School gets new roof", "Pupils in Turiysk are back in their classrooms under a roof that does not leak.")


def pair(one: tuple[str, str], other: tuple[str, str], label: str) -> dict[str, str]:
    return {"lang": "en", "t1": one[0], "x1": one[1], "t2": other[0], "x2": other[1], "label": label}


def test_f1() -> None:
    assert f1([(0.9, True), (0.8, False), (0.1, True)], 0.5) == 0.5
    assert f1([(0.1, True)], 0.5) == 0


def test_pairs_with_and_without_dates(tmp_path: Path) -> None:
    undated = [pair(ONE, OTHER, "OK"), pair(ONE, FAR, "BAD")]
    keep(tmp_path / "quality" / "pairs_own.jsonl.gz", undated)
    dated = [{**pair(ONE, OTHER, "BAD"), "d1": "2026-01-01 10:00:00", "d2": "2026-03-01T10:00:00+00:00"}, undated[0]]
    keep(tmp_path / "quality" / "pairs_dated.jsonl.gz", dated)
    assert list(measure(tmp_path)) == [
        ("same_story.dated_en.f1", 1, pytest.approx(2 / 3)),
        ("same_story.dated_en.folds_precision", 1, None),
        ("same_story.own_en.f1", 1, 1),
        ("same_story.own_en.folds_precision", 1, None),
    ]


def test_an_archive_tells_how_often_one_publisher_would_be_folded(tmp_path: Path) -> None:
    documents = [
        {
            "id": str(day),
            "lang": "en",
            "title": title,
            "date": f"2026-03-{day:02} 12:00:00",
            "paras": [{"t": text, "li": False, "promo": False}],
        }
        for day, (title, text) in ((1, ONE), (9, OTHER), (9, FAR), (9, ONE))
    ]
    keep(tmp_path / "quality" / "own_docs.jsonl.gz", [{**row, "id": str(n)} for n, row in enumerate(documents)])
    assert list(measure(tmp_path)) == [("same_story.own.folds_per_1000", 250, None)]
