"""Announcements, deliveries, and the rules of how a delivery ends (DESIGN §6).

`settle` decides and touches nothing: the desk asks it, the store writes down what it says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from bot.news.chats import ChatKind

GIVE_UP = timedelta(hours=24)
"""After so long a delivery whose outcome stays unknown is given up as refused."""


class Lane(IntEnum):
    """Priority; smaller goes first. Alerts share the lane of breaking news."""

    REPLY = 0
    BREAKING = 1
    CORRECTION = 2
    HEADLINE = 3
    DIGEST = 4


class AnnouncementKind(StrEnum):
    BREAKING = "breaking"
    HEADLINE = "headline"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something many chats are to be told. A story has `story_id`, an alert has `html`."""

    id: int
    kind: AnnouncementKind
    lane: Lane
    story_id: int | None
    html: str
    created_at: datetime
    expires_at: datetime | None


class DeliveryState(StrEnum):
    """`DUE` and `STARTED` are open; every other state is an end."""

    DUE = "due"
    STARTED = "started"
    SENT = "sent"
    FOLDED = "folded"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"
    GONE = "gone"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One announcement owed to one chat, as claimed for sending."""

    id: int
    announcement: Announcement
    chat_number: int
    chat_id: int
    chat_kind: ChatKind
    language: str
    time_zone: str
    thread_id: int
    doubts: int = 0
    """Earlier requests of which nobody knows whether they arrived."""


@dataclass(frozen=True, slots=True)
class Sent:
    message_id: int
    others: tuple[int, ...] = ()
    """The rest of an album."""


@dataclass(frozen=True, slots=True)
class Gone:
    """The chat cannot be reached any more: blocked, deactivated, kicked, deleted."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The group became a supergroup."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Later:
    """It did not leave, or was turned away: it is to be tried again after so many seconds."""

    seconds: float
    reason: str = "flood"


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram will never take this message for this chat."""

    reason: str
    for_all: bool = False
    """It is the message's own fault, so that every other chat's will be refused too."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may or may not have arrived: a time-out, a reset, a 5xx."""

    reason: str


Outcome = Sent | Gone | Moved | Later | Refused | Unknown


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is written down of a delivery after an attempt."""

    delivery_id: int
    chat_number: int
    state: DeliveryState
    due_at: datetime | None = None
    """When to try again; only with `DUE`."""
    message_id: int | None = None
    reason: str = ""
    moved_to: int | None = None
    ambiguous: bool = False
    """The request may have arrived although it is tried again or given up."""


def settle(delivery: Delivery, outcome: Outcome, now: datetime) -> Settlement:
    """The rule of how an attempt ends."""
    end = _Ending(delivery, now)
    match outcome:
        case Sent(message_id):
            return end.at(DeliveryState.SENT, message_id=message_id)
        case Gone(reason):
            return end.at(DeliveryState.GONE, reason=reason)
        case Moved(chat_id):
            return end.again(0, moved_to=chat_id)
        case Later(seconds, reason):
            return end.again(seconds, reason=reason)
        case Refused(reason):
            return end.at(DeliveryState.REFUSED, reason=reason)
        case Unknown(reason) if now - delivery.announcement.created_at >= GIVE_UP:
            return end.at(DeliveryState.REFUSED, reason=f"gave up: {reason}", ambiguous=True)
        case Unknown(reason):
            return end.again(min(2.0 ** min(delivery.doubts, 6), 60.0), reason=reason, ambiguous=True)


@dataclass(frozen=True, slots=True)
class _Ending:
    delivery: Delivery
    now: datetime

    def at(
        self,
        state: DeliveryState,
        *,
        message_id: int | None = None,
        reason: str = "",
        ambiguous: bool = False,
    ) -> Settlement:
        return Settlement(
            self.delivery.id,
            self.delivery.chat_number,
            state,
            message_id=message_id,
            reason=reason,
            ambiguous=ambiguous,
        )

    def again(
        self, seconds: float, *, reason: str = "", moved_to: int | None = None, ambiguous: bool = False
    ) -> Settlement:
        return Settlement(
            self.delivery.id,
            self.delivery.chat_number,
            DeliveryState.DUE,
            due_at=self.now + timedelta(seconds=seconds),
            reason=reason,
            moved_to=moved_to,
            ambiguous=ambiguous,
        )


def expired(announcement: Announcement, now: datetime) -> bool:
    return announcement.expires_at is not None and now >= announcement.expires_at
