"""Intents of the editors' desk: drafts, broadcasts, corrections. All but /cancel stand on buttons, as in `intents`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Broadcast:
    """/broadcast: opens a draft."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """/cancel: closes the open draft."""


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft and what can be set in it; `fresh` below a new preview."""

    draft_id: int
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class WriteText:
    """The next message is the draft's text in this language."""

    draft_id: int
    language: str


@dataclass(frozen=True, slots=True)
class UsePoll:
    """Stands under the bot's own copy of an editor's poll."""

    draft_id: int


@dataclass(frozen=True, slots=True)
class ChooseAudience:
    draft_id: int
    page: int = 0


class By(StrEnum):
    """What narrows an audience."""

    TAG = "t"
    LANGUAGE = "l"
    KIND = "k"
    NOTHING = "n"


@dataclass(frozen=True, slots=True)
class Aim:
    """Turns one of the audience's conditions on or off; NOTHING turns all off. `page` is that of the tags."""

    draft_id: int
    by: By
    value: str = ""
    want: bool = True
    page: int = 0


@dataclass(frozen=True, slots=True)
class ChooseTime:
    draft_id: int


@dataclass(frozen=True, slots=True)
class OpensIn:
    """When a draft is sent: so many minutes after this tap; 0 is at once, when it is confirmed."""

    draft_id: int
    minutes: int


@dataclass(frozen=True, slots=True)
class SetDoubt:
    """What becomes of messages of which nobody knows whether they arrived: left out, or sent again."""

    draft_id: int
    skip: bool


@dataclass(frozen=True, slots=True)
class CheckDraft:
    draft_id: int


@dataclass(frozen=True, slots=True)
class ConfirmBroadcast:
    """Confirms what was shown, and nothing that was changed since."""

    draft_id: int
    revision: int


@dataclass(frozen=True, slots=True)
class CancelBroadcast:
    draft_id: int


@dataclass(frozen=True, slots=True)
class OpenBroadcast:
    """How an announcement of an editor's stands; `fresh` in a message of its own."""

    announcement_id: int
    fresh: bool = False


class Act(StrEnum):
    PAUSE = "p"
    RESUME = "r"
    CANCEL = "c"
    KEEP = "k"
    """Does not cancel it after all."""
    SEND_NOW = "n"


@dataclass(frozen=True, slots=True)
class Steer:
    """What an editor does to a running broadcast; a cancellation asks first unless `sure`."""

    announcement_id: int
    act: Act
    sure: bool = False


@dataclass(frozen=True, slots=True)
class GetReport:
    """Every delivery of an announcement as CSV."""

    announcement_id: int


class Amendment(StrEnum):
    CORRECT = "c"
    RETRACT = "r"
    """Asks how: by striking or by deleting."""
    STRIKE = "s"
    DELETE = "d"
    EDIT = "e"


@dataclass(frozen=True, slots=True)
class Amend:
    """Corrects or takes back a story (`story_id`) or an alert (`of_id`); without either it offers the recent ones."""

    by: Amendment
    story_id: int = 0
    of_id: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True)
class Instead:
    """Discards a draft and begins another: `begin`, or a broadcast."""

    draft_id: int
    begin: Amend | None = None


@dataclass(frozen=True, slots=True)
class Alias:
    """/tags alias TOPIC [SPELLING | -SPELLING]: other spellings of a topic."""

    words: str


@dataclass(frozen=True, slots=True)
class Sources:
    """/sources, /sources add ADDRESS [LANGUAGE], /sources import [LANGUAGE] with a file, /sources export."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class OpenSources:
    page: int = 0


@dataclass(frozen=True, slots=True)
class OpenSource:
    number: int


class SourceAct(StrEnum):
    ADD = "a"
    PAUSE = "p"
    RESUME = "r"
    REMOVE = "x"
    TEST = "t"


@dataclass(frozen=True, slots=True)
class TurnSource:
    """What an editor does to a source; a removal asks first unless `sure`."""

    number: int
    act: SourceAct
    sure: bool = False


@dataclass(frozen=True, slots=True)
class AddSources:
    """Everything that was found in a file together with this source."""

    number: int


@dataclass(frozen=True, slots=True)
class ExportSources:
    """All sources as OPML."""


DeskIntent = (
    Broadcast
    | Cancel
    | OpenDraft
    | WriteText
    | UsePoll
    | ChooseAudience
    | Aim
    | ChooseTime
    | OpensIn
    | SetDoubt
    | CheckDraft
    | ConfirmBroadcast
    | CancelBroadcast
    | OpenBroadcast
    | Steer
    | GetReport
    | Amend
    | Instead
    | Alias
    | Sources
    | OpenSources
    | OpenSource
    | TurnSource
    | AddSources
    | ExportSources
)
