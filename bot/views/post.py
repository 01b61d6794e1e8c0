"""Post: what a delivery does in its chat."""

from __future__ import annotations

from dataclasses import dataclass

from bot.news.alert import Reference
from bot.views.reply import Reply


@dataclass(frozen=True, slots=True)
class Say:
    reply: Reply
    under: int = 0
    """The message of the chat that it answers; 0 for none. It is said all the same when that message is gone."""


@dataclass(frozen=True, slots=True)
class Forward:
    """Shows the message itself and not a copy: the votes of a poll stay in one place."""

    reference: Reference


@dataclass(frozen=True, slots=True)
class Edit:
    """A reply with media changes the caption, one without the text."""

    message_id: int
    reply: Reply


@dataclass(frozen=True, slots=True)
class Delete:
    message_ids: tuple[int, ...]


Post = Say | Forward | Edit | Delete
