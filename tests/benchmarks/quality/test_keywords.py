"""Its table of names, and a run on a folder of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.quality import keywords
from bot.enrich.keywords import phrase_key
from tests.benchmarks.quality.test_quality import keep

LEAST_WHOLE = 0.98


def test_a_table_of_names(tmp_path: Path) -> None:
    table = tmp_path / "xx.txt"
    table.write_text("[- а у]\nКрим\n\n[а | і]\nПраг/Праз\n\n[]\nБілий дім, Білого дому\n")
    assert keywords.paradigms(table) == [
        ("Крим", "Крима", "Криму"),
        ("Прага", "Празі"),
        ("Білий дім", "Білого дому"),
    ]


def test_there_are_no_figures_without_texts(tmp_path: Path) -> None:
    assert list(keywords.measure(tmp_path)) == []


def test_forms_are_found_where_the_baseline_finds_one(tmp_path: Path) -> None:
    rows = [{"text": "Ukraine asked."}, {"text": "It was Ukraine's day."}, {"text": "all in small letters: ukraine"}]
    keep(tmp_path / "quality" / "en_own.jsonl.gz", rows)
    found = {key: (ours, naive) for key, ours, naive in keywords.measure(tmp_path)}
    assert found == {"keywords.en.recall": (1.0, 0.5), "keywords.en.precision": (1.0, 1.0)}


@pytest.mark.parametrize("table", sorted(keywords.TABLES.glob("*.txt")), ids=lambda table: table.stem)
def test_nearly_every_name_has_one_key_in_all_its_forms(table: Path) -> None:
    names = keywords.paradigms(table)
    split = [forms for forms in names if len({phrase_key(form, table.stem) for form in forms}) > 1]
    assert len(split) <= (1 - LEAST_WHOLE) * len(names), split
