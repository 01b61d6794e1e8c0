"""Intents by which a chat chooses for itself: `/settings`, `/mute`, and the buttons under a push."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.news.chats import Detail, Level, Sound

NO_DIGEST = 24
"""An hour that no clock shows."""


class Panel(StrEnum):
    """A part of the settings; one at a time stands in their message."""

    NONE = ""
    LANGUAGE = "l"
    EDITION = "e"
    ZONE = "z"
    QUIET = "q"
    DETAIL = "d"
    DIGEST = "g"


@dataclass(frozen=True, slots=True)
class OpenSettings:
    panel: Panel = Panel.NONE


@dataclass(frozen=True, slots=True)
class Choose:
    """/settings WORDS: a language, a city, an offset from UTC, or hours such as 22-8."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    language: str


@dataclass(frozen=True, slots=True)
class PreferEdition:
    """Empty: the edition in the chat's own language."""

    language: str


@dataclass(frozen=True, slots=True)
class ChooseZone:
    zone: str
    """IANA name."""


@dataclass(frozen=True, slots=True)
class SetQuiet:
    """Hours of the chat's clock; none where they are the same."""

    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class LetAlerts:
    """What editors have to say comes in quiet hours too."""

    want: bool


@dataclass(frozen=True, slots=True)
class LetThrough:
    """Breaking news of the topic comes in quiet hours too."""

    tag_id: int
    want: bool


@dataclass(frozen=True, slots=True)
class ShowInPushes:
    detail: Detail


@dataclass(frozen=True, slots=True)
class Muting:
    """/mute, alone or with `1h`, `30m` or `off`."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class Mute:
    """From the tap on; 0: no more."""

    minutes: int


@dataclass(frozen=True, slots=True)
class MuteUntil:
    """Until so many minutes since 1970; 0: no more. Takes a later mute back."""

    minute: int


@dataclass(frozen=True, slots=True)
class Less:
    """Less of what the story is about: of this topic, or of the one that the chat follows."""

    story_id: int
    tag_id: int = 0


@dataclass(frozen=True, slots=True)
class Restore:
    """What the chat followed before it asked for less; on messages of earlier versions."""

    tag_id: int
    everything: bool
    through: bool


@dataclass(frozen=True, slots=True)
class Digesting:
    """/digest, alone or with an hour, `weekdays` or `off`."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class SetDigest:
    """At that hour of the chat's clock; none at NO_DIGEST."""

    hour: int
    weekdays: bool


@dataclass(frozen=True, slots=True)
class PutInDigest:
    """The topic's headlines come in the digest, or not at all."""

    tag_id: int
    want: bool


@dataclass(frozen=True, slots=True)
class OpenTopic:
    """How a followed topic comes."""

    tag_id: int


@dataclass(frozen=True, slots=True)
class ChooseLevel:
    tag_id: int
    level: Level


@dataclass(frozen=True, slots=True)
class ChooseSound:
    tag_id: int
    sound: Sound


@dataclass(frozen=True, slots=True)
class OnlyBreaking:
    """No headlines of what the story is about: of this topic, or of those of which every one comes."""

    story_id: int
    tag_id: int = 0


@dataclass(frozen=True, slots=True)
class Bring:
    """What the chat followed before, as it did."""

    tag_id: int
    level: Level
    through: bool
    sound: Sound


ChoiceIntent = (
    OpenSettings
    | Choose
    | ChooseLanguage
    | PreferEdition
    | ChooseZone
    | SetQuiet
    | LetAlerts
    | LetThrough
    | ShowInPushes
    | Muting
    | Mute
    | MuteUntil
    | Less
    | OnlyBreaking
    | Digesting
    | SetDigest
    | PutInDigest
    | OpenTopic
    | ChooseLevel
    | ChooseSound
    | Bring
    | Restore
)
