"""When a story is breaking, and why (DESIGN §5.11)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from bot.news.story import BreakingReason

BURST_PUBLISHERS = 3
BURST_WITHIN = timedelta(hours=1)
"""So many publishers tell of one event within so short a time only when it is breaking: in five days of world news
from fourteen publishers none did, while two came that close once, with a wire's copy."""

_WORDS = (
    r"breaking(?:\s+news)?|just\s+in|news\s?flash|urgent|eilmeldung"
    r"|терміново|термінова\s+новина|екстрено|срочно|срочная\s+новость|экстренно"
)
_MARKS = r"[:!.—–|\])\u2757\u203c\u26a1\U0001f534\U0001f6a8]\ufe0f?"
_LABEL = re.compile(rf"\W*(?:{_WORDS}|блискавка|молния)\W*", re.IGNORECASE)
_PREFIX = re.compile(rf"\W*(?:{_WORDS})(?:\s*(?:{_MARKS})+\s*|\s+-\s+)", re.IGNORECASE)
_SHOUTED = re.compile(
    rf"\W*(?:BREAKING(?:\s+NEWS)?|JUST IN|URGENT|ТЕРМІНОВО|СРОЧНО|БЛИСКАВКА|МОЛНИЯ)(?:\s|{_MARKS})+(?=.*[a-zа-яёіїєґ])"
)
"""Without a mark after it, the word is a prefix only where the rest is not written in capitals too. The words that
also mean lightning are no prefix in small letters."""


def breaking_reason(title: str, *, top: bool, labels: Collection[str] = ()) -> BreakingReason | None:
    """The publisher's own signals: main news (`top`), then a label of the page or feed, then a prefix of the title.

    "Live" and "updated" are no such labels: they tell how a thing is reported, not how much it matters.
    """
    if top:
        return BreakingReason.TOP
    if any(map(marks_breaking, labels)):
        return BreakingReason.LABEL
    return BreakingReason.PREFIX if without_prefix(title) != title else None


def marks_breaking(label: str) -> bool:
    return bool(_LABEL.fullmatch(label))


def burst(told: Iterable[tuple[datetime, str]], publishers: int = BURST_PUBLISHERS) -> bool:
    """Whether a story breaks by itself: from the time and the publisher of each of its articles."""
    by_time = sorted(told)
    return any(
        len({publisher for at, publisher in by_time if began <= at <= began + BURST_WITHIN}) >= publishers
        for began, _ in by_time
    )


def without_prefix(title: str) -> str:
    """The title as cards show it: they have their own mark for breaking news."""
    prefix = _PREFIX.match(title) or _SHOUTED.match(title)
    rest = title[prefix.end() :] if prefix else ""
    return rest[:1].upper() + rest[1:] if rest else title
