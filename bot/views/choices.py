"""Intents by which a chat chooses for itself: `/settings`, `/mute`, and the buttons under a push."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.news.chats import Detail, Level, Sound

if TYPE_CHECKING:
    from bot.views.intents import Intent

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
class SetUp:
    """The first message, which asks what to tell of; from now on in `language`, unless that is empty."""

    language: str = ""


@dataclass(frozen=True, slots=True)
class EndSetUp:
    """All that is wanted is chosen."""


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
class Less:
    """Less of what the story is about: of this topic, or of the one that the chat follows."""

    story_id: int
    tag_id: int = 0


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


@dataclass(frozen=True, slots=True)
class Of:
    """What is asked in the private chat about another one, by our number: a group, one of its topics, or a channel."""

    number: int
    thread_id: int
    act: Intent


@dataclass(frozen=True, slots=True)
class OpenOutlets:
    """The groups and channels that the person set up."""


@dataclass(frozen=True, slots=True)
class OpenOffer:
    """Popular topics, and everything, to choose from."""


@dataclass(frozen=True, slots=True)
class FollowEverything:
    """Every story, whatever it is about."""

    level: Level


@dataclass(frozen=True, slots=True)
class Preview:
    """What the group or channel would get, drawn as it would be posted."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Nothing comes to the group or channel any more; or again."""

    want: bool


@dataclass(frozen=True, slots=True)
class File:
    """In the private chat, each topic that is followed into a topic of its own; or no more."""

    want: bool


@dataclass(frozen=True, slots=True)
class MoveTo:
    """A followed topic from one topic of the forum to another; asks which where `to` is 0, and 1 is General."""

    tag_id: int
    to: int = 0


ChoiceIntent = (
    SetUp
    | EndSetUp
    | Of
    | OpenOutlets
    | OpenOffer
    | FollowEverything
    | Preview
    | Stop
    | File
    | MoveTo
    | Bring
    | OpenSettings
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
    | Less
    | OnlyBreaking
    | Digesting
    | SetDigest
    | PutInDigest
    | OpenTopic
    | ChooseLevel
    | ChooseSound
)
