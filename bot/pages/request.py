"""Who asks what, where: what the gateway makes of an update."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.news.chats import ChatKind
from bot.views.intents import Intent, Said


@dataclass(frozen=True, slots=True)
class Attached:
    """A file as Telegram names it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Request:
    intent: Intent
    chat_id: int
    kind: ChatKind
    title: str
    language_code: str
    """Of the asking person's Telegram ("uk", "pt-br"), or empty."""
    person_id: int | None
    """Who asks; None where Telegram hides it (an anonymous admin, a channel)."""
    as_chat: bool = False
    """A group says it itself, by one of its admins: nobody else can write in its name."""
    thread_id: int = 0
    topic: str = ""
    """What the topic of the forum was called when it was made, where Telegram tells."""
    forwarded: bool = False
    """The message was forwarded here: nobody in this chat wrote it."""
    message_id: int = 0
    """The message that was tapped, or that asks."""
    tapped: bool = False
    """A button asks; else a message."""
    above: int = 0
    """The message that it answers."""
    said: Said | None = None
    """What was written in a private chat as it stands, also where the intent is a command or a topic."""
    name: str = field(default="", compare=False)
    """Of who asks, as Telegram has it."""
    file: Attached | None = None
    """The document that was sent to a private chat, or that the message answers."""
