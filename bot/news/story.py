"""What happened, as readers are shown it: values read back from the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.news.article import Link, Photo, Section


class BreakingReason(StrEnum):
    """Why a story is breaking, in the order of trust (DESIGN §5.11)."""

    EDITOR = "editor"
    TOP = "top"
    LABEL = "label"
    PREFIX = "prefix"
    BURST = "burst"


EVERYTHING = "*"
"""The slug of the tag that every story counts as having."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A topic. `command` is what is typed after the slash; `name` is in the language that was asked for."""

    id: int
    slug: str
    command: str
    name: str
    phrase: bool = False
    """Words that readers follow, and no publisher's topic."""

    @property
    def everything(self) -> bool:
        return self.slug == EVERYTHING


@dataclass(frozen=True, slots=True)
class Headline:
    """A line of a list, or an earlier or related story of the archive."""

    story_id: int
    article_id: int
    language: str
    title: str
    published_at: datetime
    breaking: bool = False
    url: str = ""
    retracted: bool = False
    """An editor took the story back."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One article of a story with all that a card shows."""

    story_id: int
    article_id: int
    source: str
    """The publisher's name."""
    language: str
    url: str
    title: str
    published_at: datetime
    summary: str
    sections: tuple[Section, ...]
    tags: tuple[Tag, ...]
    languages: tuple[str, ...]
    """Every language that this story has an edition in, this one included."""
    photo: Photo | None
    breaking: bool
    retracted: bool = False
    """An editor took the story back."""
    earlier: tuple[Headline, ...] = ()
    """Earlier stories of the archive, oldest first."""
    related: tuple[Link, ...] = ()
    """The publisher's links that the archive does not hold."""
    archive: tuple[Headline, ...] = ()
    """Related stories of the archive."""
    also: tuple[Link, ...] = ()
    """Other publishers that tell of it in this language, by name."""
    later: tuple[Headline, ...] = ()
    """What happened next: later stories of the archive, oldest first."""
