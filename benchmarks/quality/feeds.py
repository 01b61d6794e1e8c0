"""Feeds as publishers and the authors of parsers write them: what escapes, what is found, and how long it takes.

Ours goes the road of production: inline, or in a process that is killed when it hangs. The baseline is the fast parser
alone, for which every exception is one that escapes; what there is to find is what feedparser finds. Of entries, every
one counts that is seen; of items, only what has an address or says anything to a reader, and once: many entries of the
suites hold nothing but, say, somebody's address, and of these nothing can be kept.
"""

from __future__ import annotations

import asyncio
import io
import tarfile
import time
from collections.abc import Callable, Iterator
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
    """`items` are what a reader gets of the `entries`."""

    entries: int
    items: int
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
    for key, count in (("entries", _entries), ("items", _items)):
        found = {name: count(told) for name, told in theirs.items()}
        yield f"feeds.{key}_share", _share(ours, found, count), _share(naive, found, count)
    yield "feeds.slowest_s", _slowest(ours), _slowest(naive)


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted((folder / "conformance").glob("*.tar.gz")):
        with tarfile.open(path) as archive:
            for member in archive:
                if member.isfile() and (file := archive.extractfile(member)):
                    yield f"{path.name}/{member.name}", file.read()
    for path in sorted((folder / "real").glob("*")):
        yield path.name, path.read_bytes()


async def _in_production(files: dict[str, bytes]) -> tuple[dict[str, Reading], dict[str, Reading]]:
    """Our readings, and feedparser's: as items those entries that tell anything, each once."""
    ours: dict[str, Reading] = {}
    theirs: dict[str, Reading] = {}
    async with Parsers() as parsers:
        for name, body in files.items():
            ours[name] = await _ours(parsers, body)
            try:
                theirs[name] = await parsers.run(found_by_feedparser, body, timeout=_FEEDPARSER_SECONDS)
            except ParseFailed:
                theirs[name] = Reading(0, 0, 0.0)
    return ours, theirs


async def _ours(parsers: Parsers, body: bytes) -> Reading:
    """Whatever escapes is counted, so it is caught here whatever it is."""
    started, entries, items, raised = time.perf_counter(), 0, 0, ""
    try:
        feed = await feed_of(parsers, Fetched(_URL, body, "", "", "", ""))
        entries, items = feed.entries, len(feed.items)
    except FeedError:
        pass
    except Exception as error:  # a door: this is what is measured
        raised = f"{type(error).__name__}: {error}"
    return Reading(entries, items, time.perf_counter() - started, raised)


def found_by_feedparser(body: bytes) -> Reading:
    entries = feedparser.parse(io.BytesIO(body))["entries"]
    telling = [entry for entry in entries if any(_said(entry, field) for field in _TELLING)]
    distinct = {tuple(_said(entry, field) for field in ("id", *_TELLING[:3])) for entry in telling}
    return Reading(len(entries), len(distinct), 0.0)


def _said(entry: Any, field: str) -> str:
    return str(entry.get(field) or "").strip()


def _naive(body: bytes) -> Reading:
    started, found, raised = time.perf_counter(), 0, ""
    try:
        found = len(fastfeedparser.parse(body)["entries"])
    except Exception as error:  # a door: this is what is measured
        raised = f"{type(error).__name__}: {error}"
    return Reading(found, found, time.perf_counter() - started, raised)


def _raised(readings: dict[str, Reading]) -> float:
    return float(sum(bool(reading.raised) for reading in readings.values()))


def _share(readings: dict[str, Reading], there: dict[str, int], count: Callable[[Reading], int]) -> float:
    """No file can make up for what is missed in another."""
    return sum(min(count(reading), there[name]) for name, reading in readings.items()) / max(sum(there.values()), 1)


def _entries(reading: Reading) -> int:
    return reading.entries


def _items(reading: Reading) -> int:
    return reading.items


def _slowest(readings: dict[str, Reading]) -> float:
    return max(reading.seconds for reading in readings.values())
