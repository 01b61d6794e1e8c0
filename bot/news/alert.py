"""What an editor has to say: a text for each language, with or without media."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class MediaKind(StrEnum):
    PHOTO = "photo"
    VIDEO = "video"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Media:
    """A file that Telegram keeps: its `file_id` names content that nobody can change any more."""

    kind: MediaKind
    file_id: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A message that stands in a chat already."""

    chat_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Alert:
    """`texts`: language → Telegram HTML, in the order in which the editor gave them; the first serves all others."""

    texts: Mapping[str, str] = field(default_factory=dict)
    media: tuple[Media, ...] = ()
    """One, or an album of up to ten; the text is then its caption."""
    poll: Reference | None = None
    """A poll of the bot's own that is forwarded, so that all its readers vote in one."""

    def text(self, language: str) -> str:
        """In this language, or else the one that was given first."""
        return self.texts.get(language) or next(iter(self.texts.values()), "")
