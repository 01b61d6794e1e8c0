"""How good the news is, against what editors wrote and people decided themselves.

    python -m benchmarks.quality [--corpus DIR] [--json FILE] [--only PART …]

Every row has a naive baseline beside it where there is one. Works with whatever sets the folder has.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.quality import breaking, corpus, feeds, keywords, links, pages, same_story, summaries, times
from benchmarks.quality.rows import Row

PARTS: Mapping[str, Callable[[Path], Iterator[Row]]] = {
    "summaries": summaries.measure,
    "links": links.measure,
    "feeds": feeds.measure,
    "pages": pages.measure,
    "same_story": same_story.measure,
    "keywords": keywords.measure,
    "breaking": breaking.measure,
    "times": times.measure,
}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description="How good the news is.")
    parser.add_argument("--corpus", type=Path, default=corpus.DEFAULT, help="a folder laid out like the default one")
    parser.add_argument("--json", type=Path, help="write the figures here as one flat object")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), metavar="PART", help=", ".join(PARTS))
    options = parser.parse_args(arguments)
    figures: dict[str, float] = {}
    print(f"{'':34}{'ours':>9}{'baseline':>10}")
    for key, ours, baseline in (row for part in options.only for row in PARTS[part](options.corpus)):
        print(f"{key:34}{ours:9.3f}" + (f"{baseline:10.3f}" if baseline is not None else ""), flush=True)
        figures |= {key: ours} | ({f"{key}.baseline": baseline} if baseline is not None else {})
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
