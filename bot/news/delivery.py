"""Announcements, deliveries, and the rules of how a delivery ends (DESIGN §6): `settle` decides and touches nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import NamedTuple

from bot.news.alert import Alert
from bot.news.chats import ChatKind, Detail

# Named tuples are what there is one of for every message: a dataclass takes four times as long to make.

GIVE_UP = 1440
"""Requests of which nobody knows whether they arrived, after which a delivery is given up as refused. They are up to a
minute apart, so that a Telegram that is away for a day costs no message."""


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
    CORRECTION = "correction"
    """Answers what was sent."""
    UPDATE = "update"
    """Edits what was sent to what the story or the alert says now."""
    RETRACTION = "retraction"
    """Strikes what was sent."""
    RECALL = "recall"
    """Deletes what was sent."""
    SUMMARY = "summary"
    """What a chat was not disturbed with while it was quiet, in one message."""
    DIGEST = "digest"
    """The headlines of a day, at the chat's hour."""
    MORE = "more"
    """What a burst of headlines brought beyond the first ones; it grows by edits."""


FOLDING = frozenset({AnnouncementKind.BREAKING, AnnouncementKind.HEADLINE})
"""What is folded into the summary of a chat that is quiet."""
GATHERED = frozenset({AnnouncementKind.SUMMARY, AnnouncementKind.DIGEST, AnnouncementKind.MORE})
"""Into what stories' own deliveries are folded."""
PUSHES = FOLDING | GATHERED | {AnnouncementKind.ALERT}
"""What is news to a chat; everything else goes to the chats that got one of these."""
SOUNDLESS = frozenset({AnnouncementKind.UPDATE, AnnouncementKind.RETRACTION, AnnouncementKind.RECALL})
"""What changes a message that is there, and disturbs nobody."""

LANES: Mapping[AnnouncementKind, Lane] = {
    AnnouncementKind.BREAKING: Lane.BREAKING,
    AnnouncementKind.ALERT: Lane.BREAKING,
    AnnouncementKind.CORRECTION: Lane.CORRECTION,
    AnnouncementKind.UPDATE: Lane.CORRECTION,
    AnnouncementKind.RETRACTION: Lane.CORRECTION,
    AnnouncementKind.RECALL: Lane.CORRECTION,
    AnnouncementKind.HEADLINE: Lane.HEADLINE,
    AnnouncementKind.MORE: Lane.HEADLINE,
    AnnouncementKind.SUMMARY: Lane.DIGEST,
    AnnouncementKind.DIGEST: Lane.DIGEST,
}


class Doubt(StrEnum):
    """What becomes of a message of which nobody knows whether it arrived."""

    RETRY = "retry"
    SKIP = "skip"


class AnnouncementState(StrEnum):
    SCHEDULED = "scheduled"
    """Opens at its time."""
    OPEN = "open"
    PAUSED = "paused"
    ENDING = "ending"
    """Cancelled, expired or quarantined: what is still due ends unsent."""
    DONE = "done"
    """Every delivery has ended."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something many chats are to be told. Of a story (`story_id`), or what an editor has to say (`alert`)."""

    id: int
    kind: AnnouncementKind
    story_id: int | None
    alert: Alert | None
    created_at: datetime
    expires_at: datetime | None
    doubt: Doubt = Doubt.RETRY
    original: Alert | None = None
    """The alert that this one corrects, edits or takes back."""
    opens_at: datetime | None = None


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
class Target:
    message_ids: tuple[int, ...]
    """Of what was sent, more than one for an album; empty until it is sent."""
    summary: int = 0
    """Its number, where it is a summary into which the story's own delivery was folded."""


class Delivery(NamedTuple):
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
    edition: str = ""
    """The language whose edition the chat prefers; empty: its own."""
    detail: Detail = Detail.PICTURE
    target: Target | None = None
    """The earlier delivery to the same chat that this one answers, edits or takes back."""
    silent: bool = False
    """The chat asked for no sound."""
    message_id: int = 0
    """Its own message, where it was sent and has grown since."""
    filed: bool = False
    """Of a private chat: it goes into a topic for the tag that it came for."""

    @property
    def reads(self) -> str:
        """The language of what it says: a story's is the edition's."""
        return (self.edition if self.announcement.story_id is not None else "") or self.language


class Sent(NamedTuple):
    message_id: int
    others: tuple[int, ...] = ()
    """The rest of an album."""


@dataclass(frozen=True, slots=True)
class Shut:
    """The topic takes no message."""

    reason: str
    deleted: bool
    """It is no more; else it is closed, and may be opened again."""


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
    mute: bool = False
    """The bot may write nothing in this chat, until somebody there lets it."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may or may not have arrived: a time-out, a reset, a 5xx."""

    reason: str


Outcome = Sent | Shut | Gone | Moved | Later | Refused | Unknown


class Settlement(NamedTuple):
    """What is written down of a delivery after an attempt."""

    delivery_id: int
    announcement_id: int
    chat_number: int
    state: DeliveryState
    due_at: datetime | None = None
    """When to try again; only with `DUE`."""
    message_ids: tuple[int, ...] = ()
    reason: str = ""
    moved_to: int | None = None
    ambiguous: bool = False
    """The request may have arrived although it is tried again or given up."""
    attempts: int = 0
    """Requests that Telegram answered, or may have: not one that it turned away until later."""


def settle(delivery: Delivery, outcome: Outcome, now: datetime) -> Settlement:
    """The rule of how an attempt ends."""
    match outcome:
        case Sent(message_id, others):
            return ended(delivery, DeliveryState.SENT, message_ids=(message_id, *others), attempts=1)
        case Gone(reason):
            return ended(delivery, DeliveryState.GONE, reason, attempts=1)
        case Moved(chat_id):
            return again(delivery, 0, now)._replace(moved_to=chat_id, attempts=1)
        case Later(seconds, reason):
            return again(delivery, seconds, now, reason)
        case Refused(reason) if delivery.message_id:
            # The message that was to grow is gone: what is in it is said anew.
            return again(delivery, 0, now, reason)._replace(message_ids=(), attempts=1)
        case Refused(reason) | Shut(reason):
            return ended(delivery, DeliveryState.REFUSED, reason, attempts=1)
        case Unknown(reason):
            return _doubtful(delivery, reason, now)._replace(ambiguous=True, attempts=1)


def _doubtful(delivery: Delivery, reason: str, now: datetime) -> Settlement:
    if delivery.announcement.doubt is Doubt.SKIP:
        return ended(delivery, DeliveryState.SKIPPED, reason)
    if delivery.doubts >= GIVE_UP:
        return ended(delivery, DeliveryState.REFUSED, f"gave up: {reason}")
    return again(delivery, min(2.0 ** min(delivery.doubts, 6), 60.0), now, reason)


def ended(
    delivery: Delivery,
    state: DeliveryState,
    reason: str = "",
    *,
    message_ids: tuple[int, ...] = (),
    attempts: int = 0,
) -> Settlement:
    return Settlement(
        delivery.id,
        delivery.announcement.id,
        delivery.chat_number,
        state,
        message_ids=message_ids,
        reason=reason,
        attempts=attempts,
    )


def again(delivery: Delivery, seconds: float, now: datetime, reason: str = "") -> Settlement:
    """Due again, after so many seconds."""
    due_at, sent = now + timedelta(seconds=seconds), (delivery.message_id,) if delivery.message_id else ()
    told = delivery.announcement.id, delivery.chat_number
    return Settlement(delivery.id, *told, DeliveryState.DUE, due_at=due_at, message_ids=sent, reason=reason)


def expired(announcement: Announcement, now: datetime) -> bool:
    return announcement.expires_at is not None and now >= announcement.expires_at
