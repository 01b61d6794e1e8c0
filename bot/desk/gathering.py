"""What was folded into one message, as a page of it: a summary, a digest, or the rest of a burst."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.news.delivery import AnnouncementKind
from bot.store import Transaction, composing, summaries
from bot.store.composing import Line
from bot.store.summaries import Known
from bot.views.intents import Place
from bot.views.lists import PER_PAGE, Page


async def page(tx: Transaction, known: Known, language: str, now: datetime, *, number: int = 0) -> Page:
    """`number`: from 0."""
    place, offset = Place(summary=known.id, page=number), number * PER_PAGE
    if known.kind is AnnouncementKind.DIGEST:
        lines = await composing.lines(tx, known.id, known.place, language, now)
        return _grouped(place, lines[offset : offset + PER_PAGE], len(lines))
    found = await summaries.of(tx, known.id, language, now, offset=offset, limit=PER_PAGE)
    total = await summaries.size(tx, known.id)
    return Page(place, found.headlines, found.more, gathered=known.kind, total=total)


def _grouped(place: Place, lines: Sequence[Line], total: int) -> Page:
    """Topics in the order in which the page comes to them."""
    names = [line.tag.name if line.tag else "" for line in lines]
    order = {name: position for position, name in enumerate(dict.fromkeys(names))}
    pairs = sorted(zip(names, lines, strict=True), key=lambda pair: order[pair[0]])
    headlines, topics = [line.headline for _, line in pairs], [name for name, _ in pairs]
    more = total > (place.page + 1) * PER_PAGE
    return Page(place, headlines, more, gathered=AnnouncementKind.DIGEST, total=total, topics=topics)
