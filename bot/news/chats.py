"""Who reads, and what they asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.news.digest import Digest
from bot.news.quiet import NEVER_QUIET, Rest
from bot.news.story import Tag


class ChatKind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"


class Detail(StrEnum):
    """How much of a story a push shows."""

    TITLE = "title"
    SUMMARY = "summary"
    PICTURE = "picture"
    """The summary, and the article's picture above it."""


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
    rest: Rest = NEVER_QUIET
    alerts_through: bool = True
    """What editors have to say comes in quiet hours too."""
    detail: Detail = Detail.PICTURE
    edition_chosen: str = ""
    """The language whose edition of a story is shown first, where it is another than the chat's."""
    digest: Digest | None = None

    @property
    def edition(self) -> str:
        return self.edition_chosen or self.language


class Level(StrEnum):
    """What becomes of a tag's headlines; its breaking news comes at once in any case."""

    BREAKING = "breaking"
    """They do not come."""
    DIGEST = "digest"
    ALL = "all"
    """Each comes at once."""


class Sound(StrEnum):
    """Which messages of a tag make one."""

    ALL = "all"
    BREAKING = "breaking"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Subscription:
    tag: Tag
    level: Level
    thread_id: int = 0
    """Forum topic; 0 for none."""
    without: tuple[Tag, ...] = ()
    """Stories that carry one of these are left out."""
    through: bool = False
    """Its breaking news comes in quiet hours too."""
    sound: Sound = Sound.ALL
