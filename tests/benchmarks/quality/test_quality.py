"""Its measures, and a run on a folder of our own."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from benchmarks.quality.__main__ import PARTS, main
from benchmarks.quality.measures import ndcg, rouge
from benchmarks.quality.summaries import leaks
from tests.enrich.texts import BRIDGE_UK, article

OF_THE_FOLDER = [part for part in PARTS if part != "times"]
"""What depends on the folder alone; `times` would grow its archive of 100,000 here."""


def test_rouge() -> None:
    assert rouge("a b c d", ["a b c d"], "xx") == (100, 100, 100)
    assert rouge("", ["a b"], "xx") == (0, 0, 0)
    one, two, longest = rouge("c a b", ["a b d", "x"], "xx")
    assert (round(one), round(two), round(longest)) == (67, 50, 67)
    assert rouge("missiles", ["missile"], "en")[0] == 100


def test_ndcg() -> None:
    assert ndcg([1, 2, 3], {1, 2}) == 1
    assert ndcg([3, 1], {1}) == pytest.approx(0.6309, abs=1e-4)
    assert ndcg([], {1}) == 0
    assert ndcg([9, 9, 9, 9, 9, 1], {1}) == 0


def test_a_leak_is_seen() -> None:
    one = article(*BRIDGE_UK)
    assert leaks(one, f"Міст відкрили. {BRIDGE_UK[1].text}")
    assert not leaks(one, BRIDGE_UK[0].text)


def test_a_run_on_a_small_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = "Міст через річку Стир у Лучанах відкрили після чотирьох років робіт."
    documents = [
        {
            "id": str(day),
            "lang": "uk",
            "title": f"Міст, день {day}",
            "date": f"2026-03-0{day} 12:00:00",
            "paras": [part],
        }
        for day, part in enumerate([{"t": words, "li": False, "promo": False}] * 2, start=1)
    ]
    keep(tmp_path / "quality" / "own_docs.jsonl.gz", documents)
    keep(tmp_path / "quality" / "own_links.jsonl.gz", [{"q": "2", "gold": ["1"], "gold_bg": ["1"]}])
    keep(tmp_path / "quality" / "own_recaps.jsonl.gz", [{"id": "1", "by": "2", "ref": words}])
    keep(tmp_path / "quality" / "en_own.jsonl.gz", [{"text": "A bridge opened.", "refs": ["A bridge opened."]}])
    main(["--corpus", str(tmp_path), "--json", str(tmp_path / "figures.json"), "--only", *OF_THE_FOLDER])
    figures = json.loads((tmp_path / "figures.json").read_text())
    assert figures["summary.own.r1"] == figures["summary.en_own.rl"] == 100
    assert figures["background.own.ndcg5"] == figures["related.own.ndcg5"] == 1
    assert "summary.own.r1" in capsys.readouterr().out


def test_an_empty_folder_has_no_figures(tmp_path: Path) -> None:
    main(["--corpus", str(tmp_path), "--json", str(tmp_path / "figures.json"), "--only", *OF_THE_FOLDER])
    assert json.loads((tmp_path / "figures.json").read_text()) == {}


def keep(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(row)}\n" for row in rows)
