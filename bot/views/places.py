"""Places: a page of a list, a part of a card, and where a button stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """The part of a card that is open."""

    NONE = ""
    BACKGROUND = "b"
    RELATED = "r"
    DETAILS = "d"
    LATER = "n"


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a list: the newest stories, a tag's, what a search found, a summary's, or what was saved.

    `upto` is the newest article when it was opened."""

    tag_id: int = 0
    page: int = 0
    upto: int = 0
    search: int = 0
    """The number of what was searched for."""
    summary: int = 0
    """The number of the message that sums up what came while it was quiet."""
    since: int = 0
    """When the chat looked before, in seconds since 1970: what came later stands above the rest."""
    saved: bool = False


class On(StrEnum):
    """Where a button stands, so that the message can be drawn again."""

    CARD = "c"
    LIST = "l"
    SUBSCRIPTIONS = "s"
    OFFER = "o"
    WELCOME = "w"
    SETTINGS = "t"
    TOPIC = "p"
    """Of the followed tag that the place beside it names."""
    ALONE = ""
    """A message about nothing else."""
