"""Intents of the staff among themselves: who they are, what may break, and how it goes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.news.staff import Role


@dataclass(frozen=True, slots=True)
class OpenMember:
    """Somebody of the staff, and what can be made of them."""

    person_id: int


@dataclass(frozen=True, slots=True)
class Invite:
    """A link that makes whoever opens it first that; NOBODY takes back all links that one has made."""

    role: Role


@dataclass(frozen=True, slots=True)
class Join:
    """Such a link was opened."""

    key: str


@dataclass(frozen=True, slots=True)
class Appoint:
    """Another role for one of the staff, NOBODY for none; what takes something away asks first unless `sure`."""

    person_id: int
    role: Role
    sure: bool = False


@dataclass(frozen=True, slots=True)
class DecideHere:
    """/editors here: whether candidates for breaking news are decided on in this group."""

    here: bool


class Verb(StrEnum):
    """What an editor does with a candidate."""

    PUSH = "p"
    HOLD = "h"
    RELEASE = "r"
    DROP = "d"


@dataclass(frozen=True, slots=True)
class OpenCandidate:
    """A candidate for breaking news; `topics`: with those whose followers get it."""

    candidate_id: int
    topics: bool = False


@dataclass(frozen=True, slots=True)
class Decide:
    candidate_id: int
    verb: Verb


@dataclass(frozen=True, slots=True)
class Reword:
    """The button that says how to write another headline."""

    candidate_id: int


@dataclass(frozen=True, slots=True)
class TurnTopic:
    """Whether the followers of the topic get it."""

    candidate_id: int
    tag_id: int
    want: bool


@dataclass(frozen=True, slots=True)
class WantCandidates:
    """Whether this editor is shown candidates."""

    want: bool


@dataclass(frozen=True, slots=True)
class OpenStats:
    """/stats"""


NewsroomIntent = (
    OpenMember
    | Invite
    | Join
    | Appoint
    | DecideHere
    | OpenCandidate
    | Decide
    | Reword
    | TurnTopic
    | WantCandidates
    | OpenStats
)
