"""A run on a folder of our own."""

from __future__ import annotations

from pathlib import Path

from benchmarks.quality.breaking import measure
from tests.benchmarks.quality.test_quality import keep

ITEM = (
    "<item><title>{}</title><link>https://{}.example/{}</link>"
    "<pubDate>Mon, 02 Mar 2026 12:{:02}:00 GMT</pubDate></item>"
)
OLD = (
    "<item><title>BREAKING: old</title><link>https://one.example/0</link>"
    "<pubDate>Sun, 01 Mar 2026 12:00:00 GMT</pubDate></item>"
)


def test_a_replay_counts_each_reason(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds" / "real"
    feeds.mkdir(parents=True)
    for minute, publisher in enumerate(("one", "two", "three")):
        items = [
            ITEM.format("Dam on the Styr gives way above Luchany", publisher, 1, 5 * minute),
            ITEM.format(f"School {publisher} gets roof number {minute}", publisher, 2, 30),
        ]
        if publisher == "one":
            items.append(ITEM.format("BREAKING: bridge in Turiysk closed", publisher, 3, 40))
            items.append(OLD)
            items.append(ITEM.format("Breaking the ice with divers", publisher, 4, 50))
        (feeds / f"{publisher}.xml").write_text(f"<rss version='2.0'><channel>{''.join(items)}</channel></rss>")
    (feeds / "broken.xml").write_text("no feed")
    assert {key: (ours, naive) for key, ours, naive in measure(tmp_path)} == {
        "breaking.headlines_per_day": (8, None),
        "breaking.per_day": (2, 3),
        "breaking.per_day.label": (0, 0),
        "breaking.per_day.prefix": (1, 2),
        "breaking.per_day.burst": (1, 1),
    }


def test_archives_are_replayed_too(tmp_path: Path) -> None:
    rows = [{"id": "1", "lang": "uk", "title": "Міст", "date": "2026-03-01 12:00:00", "text": "", "paras": []}]
    keep(tmp_path / "quality" / "own_docs.jsonl.gz", [*rows, {**rows[0], "id": "2", "date": "2026-03-02 12:00:00"}])
    assert next(measure(tmp_path)) == ("breaking.headlines_per_day", 1, None)


def test_nothing_to_replay(tmp_path: Path) -> None:
    assert list(measure(tmp_path)) == []
