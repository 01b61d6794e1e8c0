"""Outlets: groups, topics of forums and channels, as those who set them up know them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.news.chats import Level, Sound


class TidingKind(StrEnum):
    """What keepers are told, once."""

    JOINED = "joined"
    """The bot was taken in, and can be set up."""
    LOST = "lost"
    """It can post there no more."""
    BACK = "back"
    MUTE = "mute"
    """It is there, and may write nothing."""
    CLOSED = "closed"
    """A topic of the forum is closed, and takes no posts until it is opened again."""
    DELETED = "deleted"
    """A topic is gone, and what came there ended."""


STANDING = frozenset({TidingKind.CLOSED, TidingKind.MUTE})
"""What goes on, and is told anew only when it has ended in between."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A subscription that ended with its topic."""

    tag_id: int
    level: Level
    through: bool
    sound: Sound


@dataclass(frozen=True, slots=True)
class Tiding:
    chat_number: int
    thread_id: int
    kind: TidingKind
    ended: tuple[Ended, ...] = ()
