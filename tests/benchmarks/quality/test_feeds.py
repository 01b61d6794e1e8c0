"""The part about feeds, on a few feeds of our own."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

from benchmarks.quality.feeds import measure

ITEM = "<item><title>{0}</title><link>https://herald.example/{0}</link></item>"


def rss(items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>Herald</title>{items}</channel></rss>".encode()


def keep(folder: Path, suite: dict[str, bytes], real: dict[str, bytes]) -> None:
    (folder / "feeds" / "conformance").mkdir(parents=True)
    (folder / "feeds" / "real").mkdir()
    with tarfile.open(folder / "feeds" / "conformance" / "own.tar.gz", "w:gz") as archive:
        for name, body in suite.items():
            member = tarfile.TarInfo(name)
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))
    for name, body in real.items():
        (folder / "feeds" / "real" / name).write_bytes(body)


def test_feeds_are_counted_by_file_and_refusals_are_no_exceptions(tmp_path: Path) -> None:
    one, two = ITEM.format("one"), ITEM.format("two")
    silent = "<item><author>somebody@herald.example</author></item>"
    keep(tmp_path, {"good.xml": rss(one + two), "none.xml": b"no feed"}, {"repeats.xml": rss(one + one + silent)})
    rows = list(measure(tmp_path))
    ours = {key: figure for key, figure, _ in rows}
    naive = {key: figure for key, _, figure in rows}
    assert (ours["feeds.raised"], naive["feeds.raised"]) == (0, 1)
    assert ours["feeds.entries_share"] == 1
    assert ours["feeds.items_share"] == 1
    assert 0 < ours["feeds.slowest_s"] < 30


def test_a_folder_without_feeds_has_no_figures(tmp_path: Path) -> None:
    assert list(measure(tmp_path)) == []
