"""Why a chat got a story or an alert, or why not: facts, and the rule that names what stopped it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.news.alert import Alert
from bot.news.audience import Audience
from bot.news.chats import Level
from bot.news.delivery import AnnouncementKind, AnnouncementState, DeliveryState, Lane, Progress
from bot.news.story import BreakingReason, Tag


@dataclass(frozen=True, slots=True)
class Push:
    """An announcement, as far as it says why."""

    id: int
    kind: AnnouncementKind
    lane: Lane
    state: AnnouncementState
    story_id: int | None
    audience: Audience | None
    high_water: int
    cursor: int
    """The number of the last chat whose delivery is written."""
    fanned: bool
    """All of them are."""
    announced_at: datetime
    author_id: int | None
    reason: str
    """Why it is ending, or ended early."""


@dataclass(frozen=True, slots=True)
class Sending:
    """A delivery, as far as it says why."""

    id: int
    push: Push
    state: DeliveryState
    thread_id: int
    message_id: int | None
    attempts: int
    doubts: int
    due_at: datetime
    started_at: datetime | None
    settled_at: datetime | None
    reason: str
    answers: bool
    """It stands under an earlier message."""


@dataclass(frozen=True, slots=True)
class Follow:
    subscription_id: int
    tag: Tag
    level: Level
    thread_id: int


@dataclass(frozen=True, slots=True)
class Subject:
    """What was announced: a story with its headline, or an alert."""

    title: str = ""
    alert: Alert | None = None
    breaking: BreakingReason | None = None
    retracted_at: datetime | None = None
    also: tuple[str, ...] = ()
    """Other publishers whose articles were folded under it."""


@dataclass(frozen=True, slots=True)
class Received:
    """A push that reached a chat."""

    sending: Sending
    subject: Subject
    matched: tuple[Follow, ...]
    """What the chat follows, and followed then, that the push was for."""
    asked: tuple[Tag, ...]
    """The topics that it was for."""
    amended: tuple[tuple[AnnouncementKind, datetime], ...]
    """What was done to the message since."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Of a delivery that has not ended."""

    ahead: int
    """Deliveries of its announcement that go first; no more than MOST_AHEAD are counted."""
    held_until: datetime | None
    """Telegram asked to leave the chat, or everybody, alone until then."""


MOST_AHEAD = 10_000
"""Deliveries that are counted; more are not waited for."""


class Missed(StrEnum):
    """Why there is no delivery."""

    NEVER_ANNOUNCED = "never announced"
    NOT_FOLLOWING = "not following"
    FOLLOWED_LATER = "followed later"
    BREAKING_ONLY = "breaking only"
    IN_DIGEST = "in digest"
    NOT_YET = "not yet"
    LEFT_OUT = "left out"
    """Could not be reached when the deliveries were written, or wanted something else then."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a story stands in a chat."""

    chat_id: int
    gone: tuple[str, datetime] | None
    """Why and since when the chat cannot be reached."""
    sendings: tuple[tuple[Sending, Whereabouts | None], ...]
    missed: Missed | None
    """Without a delivery."""


@dataclass(frozen=True, slots=True)
class Account:
    """What was announced of a story, oldest first, and how it went."""

    told: tuple[tuple[Push, Progress], ...]


def missed(pushes: Sequence[Push], chat_number: int, follows: Sequence[Follow]) -> Missed:
    """For a chat without a delivery. `pushes` are one story's, oldest first; `follows` is what the chat follows now."""
    if not pushes:
        return Missed.NEVER_ANNOUNCED
    # The newest reaches furthest: a headline becomes breaking news, never the other way round.
    push = pushes[-1]
    audience = push.audience or Audience(())
    wanted = [follow for follow in follows if audience.tag_ids is None or follow.tag.id in audience.tag_ids]
    if not wanted:
        return Missed.NOT_FOLLOWING
    if all(follow.subscription_id > push.high_water for follow in wanted):
        return Missed.FOLLOWED_LATER
    if all(follow.level not in audience.levels for follow in wanted):
        if any(follow.level is Level.DIGEST for follow in wanted):
            return Missed.IN_DIGEST
        return Missed.BREAKING_ONLY
    return Missed.NOT_YET if not push.fanned and chat_number > push.cursor else Missed.LEFT_OUT
