"""When a story is breaking, and why (DESIGN §5.11)."""

from __future__ import annotations

import re

from bot.news.story import BreakingReason

_PREFIX = re.compile(
    r"\W*(breaking(\s+news)?|urgent|терміново|екстрено|срочно|экстренно|молния|блискавка)(\s*[:!.—–|]\s*|\s+-\s+)",
    re.IGNORECASE,
)


def breaking_reason(title: str, *, top: bool) -> BreakingReason | None:
    """The publisher's own signals: main news (`top`), then a prefix of the title."""
    if top:
        return BreakingReason.TOP
    return BreakingReason.PREFIX if _PREFIX.match(title) else None


def without_prefix(title: str) -> str:
    """The title as cards show it: they have their own mark for breaking news."""
    rest = _PREFIX.sub("", title, count=1)
    return rest[:1].upper() + rest[1:] if rest else title
