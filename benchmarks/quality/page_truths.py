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
from zoneinfo import ZoneInfo

from lxml import html

from bot.sources.dates import date_in_path, read_iso, read_written

_CANONICAL = re.compile(rb'<link[^>]+rel="?canonical"?[^>]*?href="(https?://[^"]+)"', re.IGNORECASE)
_SOMEWHERE = "https://news.example/article"
_KYIV = ZoneInfo("Europe/Kyiv")


@dataclass(frozen=True, slots=True)
class Truth:
    """What is right for one page; None where nobody said."""

    name: str
    body: bytes
    url: str
    paragraphs: Sequence[str] | None = None
    wanted: Sequence[str] | None = None
    """Passages that the text must hold."""
    unwanted: Sequence[str] = ()
    title: str | None = None
    authors: Sequence[str] | None = None
    published_at: datetime | None = None
    tags: Sequence[str] | None = None
    slugs: Sequence[str] | None = None
    editions: Mapping[str, str] | None = None


def fundus(folder: Path) -> Iterator[Truth]:
    """The versions of a publisher's truth, in order, belong to its pages by date."""
    for told in sorted((folder / "fundus").glob("*/*.json")):
        versions = sorted(_json(told).items(), key=lambda version: [int(part) for part in version[0][1:].split("_")])
        pages = sorted(told.parent.glob(f"{told.stem}_[0-9]*.html.gz"))
        for page, (_, truth) in zip(pages, versions, strict=False):
            yield _fundus(page, truth)


def readability(folder: Path) -> Iterator[Truth]:
    for page in sorted((folder / "readability").glob("*/source.html.gz")):
        body = _page(page)
        expected = html.fromstring(_page(page.with_name("expected.html.gz")).decode())
        yield Truth(page.parent.name, body, _url(body), paragraphs=list(expected.itertext()))


def trafilatura_eval(folder: Path) -> Iterator[Truth]:
    known = folder / "trafilatura_eval" / "evaldata.json"
    for url, told in _json(known).items() if known.exists() else ():
        page = known.with_name(f"{told['file']}.gz")
        if page.exists():
            yield Truth(
                page.name,
                _page(page),
                url,
                wanted=told["with"],
                unwanted=told["without"],
                title=told.get("title"),
                authors=_parted(told["author"]) if "author" in told else None,
                tags=told.get("tags") or None,
            )


def ukrainska_pravda(folder: Path) -> Iterator[Truth]:
    """What the publisher's own selectors gave."""
    for told in sorted((folder / "up_pages").glob("*.selectors.json")):
        page, truth = told.with_name(told.name.replace(".selectors.json", ".html.gz")), _json(told)
        yield Truth(
            name=page.name,
            body=_page(page),
            url=truth["url"],
            paragraphs=truth["body"],
            title=truth["title"],
            authors=truth["authors"],
            published_at=_written(truth["date_text"], truth["url"], page.name),
            tags=[tag["name"] for tag in truth["tags"]],
            slugs=[tag["href"].rstrip("/").rpartition("/")[2] for tag in truth["tags"]],
            editions={name: href for name, href in truth["hreflang"].items() if name != "x-default"} or None,
        )


def _parted(names: str) -> list[str]:
    return [name.strip() for name in re.split("[;,]", names) if name.strip()]


def _written(text: str, url: str, name: str) -> datetime | None:
    """Where neither text nor address tell the year, the day of crawling in the file's name does."""
    crawled = re.search(r"(\d{4})-(\d\d)-(\d\d)\.html", name)
    near = date_in_path(url) or (date_in_path("/{}/{}/{}".format(*crawled.groups())) if crawled else None)
    return read_written(text, near=near, zone=_KYIV)


def _fundus(page: Path, truth: Mapping[str, Any]) -> Truth:
    body = _page(page)
    sections = [[*section["headline"], *section["paragraphs"]] for section in truth["body"]["sections"]]
    return Truth(
        name=page.name,
        body=body,
        url=_url(body),
        paragraphs=[*truth["body"]["summary"], *(text for section in sections for text in section)],
        title=truth.get("title"),
        authors=truth.get("authors"),
        published_at=read_iso(truth["publishing_date"]),
        tags=truth.get("topics"),
    )


def _url(body: bytes) -> str:
    found = _CANONICAL.search(body)
    return found[1].decode(errors="replace") if found else _SOMEWHERE


def _page(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
