"""Feeds as publishers and the authors of parsers write them: what escapes, what is found, and how long it takes.

Ours goes the road of production: inline, or in a process that is killed when it hangs. The baseline is the fast parser
alone, for which every exception is one that escapes; what there is to find is what feedparser finds. An entry counts
once, and only if it says anything to a reader: many of the suites hold nothing but, say, somebody's address.
"""

from __future__ import annotations

import asyncio
import io
import tarfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fastfeedparser
import feedparser

from benchmarks.quality.rows import Row
from bot.sources import FeedError, Fetched, ParseFailed, Parsers
from bot.sources.reading import feed_of

_URL = "https://publisher.example/feed"
_FEEDPARSER_SECONDS = 30.0
_TELLING = ("link", "title", "summary", "content")


@dataclass(frozen=True, slots=True)
class Reading:
    found: int
    seconds: float
    raised: str = ""


def measure(folder: Path) -> Iterator[Row]:
    files = dict(_files(folder / "feeds"))
    if not files:
        return
    ours, theirs = asyncio.run(_in_production(files))
    naive = {name: _naive(body) for name, body in files.items()}
    for name, reading in ours.items():
        if reading.raised:
            print(f"  {name}: {reading.raised}")
    yield "feeds.raised", _raised(ours), _raised(naive)
    yield "feeds.entries_share", _share(ours, theirs, 0), _share(naive, theirs, 0)
    yield "feeds.entries_share_all", _share(ours, theirs, 1), _share(naive, theirs, 1)
    yield "feeds.slowest_s", _slowest(ours), _slowest(naive)


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted((folder / "conformance").glob("*.tar.gz")):
        with tarfile.open(path) as archive:
            for member in archive:
                if member.isfile() and (file := archive.extractfile(member)):
                    yield f"{path.name}/{member.name}", file.read()
    for path in sorted((folder / "real").glob("*")):
        yield path.name, path.read_bytes()


async def _in_production(files: dict[str, bytes]) -> tuple[dict[str, Reading], dict[str, tuple[int, int]]]:
    """Our readings, and what feedparser finds: entries that tell anything, each once, and all of them."""
    ours: dict[str, Reading] = {}
    theirs: dict[str, tuple[int, int]] = {}
    async with Parsers() as parsers:
        for name, body in files.items():
            ours[name] = await _ours(parsers, body)
            try:
                theirs[name] = await parsers.run(found_by_feedparser, body, timeout=_FEEDPARSER_SECONDS)
            except ParseFailed:
                theirs[name] = (0, 0)
    return ours, theirs


async def _ours(parsers: Parsers, body: bytes) -> Reading:
    """Whatever escapes is counted, so it is caught here whatever it is."""
    started, found, raised = time.perf_counter(), 0, ""
    try:
        found = len((await feed_of(parsers, Fetched(_URL, body, "", "", "", ""))).items)
    except FeedError:
        pass
    except Exception as error:  # a door: this is what is measured
        raised = f"{type(error).__name__}: {error}"
    return Reading(found, time.perf_counter() - started, raised)


def found_by_feedparser(body: bytes) -> tuple[int, int]:
    entries = feedparser.parse(io.BytesIO(body))["entries"]
    telling = [entry for entry in entries if any(_said(entry, field) for field in _TELLING)]
    return len({tuple(_said(entry, field) for field in ("id", *_TELLING[:3])) for entry in telling}), len(entries)


def _said(entry: Any, field: str) -> str:
    return str(entry.get(field) or "").strip()


def _naive(body: bytes) -> Reading:
    started, found, raised = time.perf_counter(), 0, ""
    try:
        found = len(fastfeedparser.parse(body)["entries"])
    except Exception as error:  # a door: this is what is measured
        raised = f"{type(error).__name__}: {error}"
    return Reading(found, time.perf_counter() - started, raised)


def _raised(readings: dict[str, Reading]) -> float:
    return float(sum(bool(reading.raised) for reading in readings.values()))


def _share(readings: dict[str, Reading], theirs: dict[str, tuple[int, int]], column: int) -> float:
    """No file can make up for what is missed in another."""
    found = sum(min(reading.found, theirs[name][column]) for name, reading in readings.items())
    return found / max(sum(counts[column] for counts in theirs.values()), 1)


def _slowest(readings: dict[str, Reading]) -> float:
    return max(reading.seconds for reading in readings.values())
