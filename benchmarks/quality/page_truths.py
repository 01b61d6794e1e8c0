"""Pages with what third parties, or careful eyes, say that they hold: one iterator for each set of the folder."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from lxml import html

_CANONICAL = re.compile(rb'<link[^>]+rel="?canonical"?[^>]*?href="(https?://[^"]+)"', re.IGNORECASE)
_SOMEWHERE = "https://news.example/article"


@dataclass(frozen=True, slots=True)
class Truth:
    """What is right for one page; None where nobody said."""

    name: str
    body: bytes
    url: str
    text: str
    title: str | None = None
    authors: Sequence[str] | None = None
    published_at: datetime | None = None
    tags: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class Segments:
    """Passages that a page's text must hold, and others that it must not."""

    body: bytes
    url: str
    wanted: Sequence[str]
    unwanted: Sequence[str]


def fundus(folder: Path) -> Iterator[Truth]:
    """The versions of a publisher's truth, in order, belong to its pages by date."""
    for told in sorted((folder / "fundus").glob("*/*.json")):
        versions = sorted(_json(told).items(), key=lambda version: [int(part) for part in version[0][1:].split("_")])
        pages = sorted(told.parent.glob(f"{told.stem}_[0-9]*.html.gz"))
        for page, (_, truth) in zip(pages, versions, strict=False):
            yield _fundus(page, truth)


def readability(folder: Path) -> Iterator[Truth]:
    for page in sorted((folder / "readability").glob("*/source.html.gz")):
        body = gzip.decompress(page.read_bytes())
        expected = html.fromstring(gzip.decompress((page.parent / "expected.html.gz").read_bytes()).decode())
        yield Truth(page.parent.name, body, _url(body), " ".join(expected.itertext()))


def trafilatura_eval(folder: Path) -> Iterator[Segments]:
    known = folder / "trafilatura_eval" / "evaldata.json"
    for url, told in _json(known).items() if known.exists() else ():
        page = known.parent / f"{told['file']}.gz"
        if page.exists():
            yield Segments(gzip.decompress(page.read_bytes()), url, told["with"], told["without"])


def ukrainska_pravda(folder: Path) -> Iterator[tuple[bytes, Mapping[str, Any]]]:
    """Each page and what its publisher's own selectors gave."""
    for told in sorted((folder / "up_pages").glob("*.selectors.json")):
        page = told.with_name(told.name.replace(".selectors.json", ".html.gz"))
        if page.exists():
            yield gzip.decompress(page.read_bytes()), _json(told)


def _fundus(page: Path, truth: Mapping[str, Any]) -> Truth:
    body = gzip.decompress(page.read_bytes())
    parts = [*truth["body"]["summary"]]
    for section in truth["body"]["sections"]:
        parts += [*section["headline"], *section["paragraphs"]]
    return Truth(
        name=page.name.removesuffix(".html.gz"),
        body=body,
        url=_url(body),
        text="\n".join(parts),
        title=truth.get("title"),
        authors=truth.get("authors"),
        published_at=datetime.fromisoformat(truth["publishing_date"]) if truth.get("publishing_date") else None,
        tags=truth.get("topics"),
    )


def _url(body: bytes) -> str:
    found = _CANONICAL.search(body)
    return found[1].decode(errors="replace") if found else _SOMEWHERE


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
