"""A replay of real headlines in their order: how many a day would be breaking, by reason. It should not cry wolf.

Headlines come from the feeds and archives of the folder, each with its publisher; stories are those that would fold.
The baseline takes any title that has one of the words in it, and for a burst two publishers instead of three.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.quality import corpus
from benchmarks.quality.rows import Row
from bot.enrich.rarity import rarity
from bot.enrich.same import FOLDS, Telling, same_event, telling
from bot.news.breaking import BURST_WITHIN, breaking_reason, burst
from bot.news.story import BreakingReason
from bot.sources.errors import ReadingError
from bot.sources.feeds import read_feed

_FOLDS_WITHIN = timedelta(hours=36)
_WORD = re.compile(r"breaking|urgent|just in|терміново|екстрено|блискавк|срочно|экстренно|молни", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Headline:
    publisher: str
    title: str
    labels: tuple[str, ...]
    telling: Telling


def measure(folder: Path) -> Iterator[Row]:
    heads, days = _busy(sorted(_headlines(folder), key=lambda one: one.telling.published_at))
    if not days:
        return
    reasons = Counter(breaking_reason(one.title, top=False, labels=one.labels) for one in heads)
    worded = sum(bool(_WORD.search(one.title)) for one in heads)
    told = [[(one.telling.published_at, one.publisher) for one in story] for story in stories(heads)]
    counted = [
        ("label", reasons[BreakingReason.LABEL], 0),
        ("prefix", reasons[BreakingReason.PREFIX], worded),
        ("burst", sum(map(burst, told)), sum(map(_two, told))),
    ]
    yield "breaking.headlines_per_day", len(heads) / days, None
    yield "breaking.per_day", sum(ours for _, ours, _ in counted) / days, sum(naive for *_, naive in counted) / days
    for reason, ours, naive in counted:
        yield f"breaking.per_day.{reason}", ours / days, naive / days


def _busy(heads: Sequence[Headline]) -> tuple[list[Headline], int]:
    """Those of days with no fewer than the average, and how many such days: old items trail behind most feeds."""
    per_day = Counter(one.telling.published_at.date() for one in heads)
    busy = {day for day, count in per_day.items() if count >= len(heads) / len(per_day)}
    return [one for one in heads if one.telling.published_at.date() in busy], len(busy)


def stories(heads: Sequence[Headline]) -> list[list[Headline]]:
    """Each headline joins the story that it is most alike, or begins one; `heads` come by time."""
    worth = rarity([one.telling.stems for one in heads])
    found: list[list[Headline]] = []
    for head in heads:
        open_ = [story for story in found if head.telling.published_at - story[0].telling.published_at < _FOLDS_WITHIN]
        scored = [(same_event(head.telling, story[0].telling, worth), story) for story in open_]
        score, story = max(scored, key=lambda pair: pair[0], default=(0.0, []))
        if score >= FOLDS:
            story.append(head)
        else:
            found.append([head])
    return found


def _two(told: Sequence[tuple[datetime, str]]) -> bool:
    return any(one != other and abs(at - then) <= BURST_WITHIN for at, one in told for then, other in told)


def _headlines(folder: Path) -> Iterator[Headline]:
    for path in sorted((folder / "feeds" / "real").glob("*")):
        yield from _of_feed(path.read_bytes())
    for name in corpus.archives(folder):
        rows = corpus.rows(folder / "quality" / f"{name}_docs.jsonl.gz")
        yield from _dated(
            (name, row["title"], " ".join(part["t"] for part in row["paras"]), row["date"]) for row in rows
        )


def _of_feed(body: bytes) -> Iterator[Headline]:
    try:
        feed = read_feed(body, url="https://feed.example/", charset="")
    except ReadingError:
        return
    for item in feed.items:
        if item.published_at:
            text = re.sub("<[^>]+>", " ", item.description or item.html)
            told = telling(item.title, text, _language(item.title), item.published_at)
            yield Headline(urlsplit(item.url).hostname or "", item.title, item.labels, told)


def _dated(rows: Iterable[tuple[str, str, str, str]]) -> Iterator[Headline]:
    for publisher, title, text, date in rows:
        if re.match(r"\d{4}-\d\d-\d\d.\d\d:\d\d", date):
            published_at = datetime.fromisoformat(date).replace(tzinfo=UTC)
            yield Headline(publisher, title, (), telling(title, text, _language(title), published_at))


def _language(title: str) -> str:
    """By its letters, as few feeds say it rightly."""
    if re.search("[іїєґІЇЄҐ]", title):
        return "uk"
    return "ru" if re.search("[а-яА-Я]", title) else "en"
