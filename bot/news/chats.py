"""Who reads, and what they asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.news.story import Tag


class ChatKind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Chat:
    """A person, group or channel. `id` is Telegram's; `number` is ours, stays when a group becomes a supergroup."""

    number: int
    id: int
    kind: ChatKind
    language: str
    time_zone: str
    """IANA name."""
    alerts: bool = True
    """It wants what editors broadcast."""


class Level(StrEnum):
    """How much of a tag a chat wants."""

    BREAKING = "breaking"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Subscription:
    tag: Tag
    level: Level
    thread_id: int = 0
    """Forum topic; 0 for none."""
    without: tuple[Tag, ...] = ()
    """Stories that carry one of these are left out."""
