"""Reply: what a chat is shown, as a value. The gateway turns it into Bot API calls."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from markupsafe import Markup

from bot.news.alert import Media, Reference
from bot.views.intents import Intent


@dataclass(frozen=True, slots=True)
class Button:
    """A label and exactly one act: an intent (comes back as a tap) or a URL."""

    label: str
    act: Intent | str
    """A str is a URL; `start:PAYLOAD` becomes a link that opens the bot with that payload, and `share:PAYLOAD` a way to
    send what the payload opens to another chat."""


Row = tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """A message. `text` is Telegram HTML, at most 4096 characters once its tags are parsed; with media, 1024."""

    text: Markup
    buttons: tuple[Row, ...] = ()
    photo: str = ""
    """URL shown as a large preview above the text; empty for no preview at all."""
    silent: bool = False
    media: tuple[Media, ...] = ()
    """What the text is the caption of; an album (more than one) has no buttons."""
    pictures: tuple[bytes, ...] = ()
    """PNGs that the text is the caption of; several are an album, without buttons."""
    copy: Reference | None = None
    """A message of the chat that is said again, with these buttons, in place of a text: an editor's poll."""


@dataclass(frozen=True, slots=True)
class Result:
    """What somebody may send to a chat by calling the bot there."""

    id: str
    """At most 64 bytes."""
    title: str
    description: str
    thumbnail: str
    """URL of a picture, or empty."""
    reply: Reply
    """The message that is sent; its buttons are links."""


@dataclass(frozen=True, slots=True)
class Results:
    found: tuple[Result, ...]
    offset: str
    """Of the next results, at most 64 bytes; empty at the end."""
    seconds: int
    """How long Telegram may show the same to the same person."""
    button: Button | None = None
    """Stands above the results and opens the private chat: its act is `start:PAYLOAD`."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file that is made while it is read."""

    name: str
    chunks: AsyncGenerator[bytes, None]
    too_large: Reply
    """What is shown instead when it is more than Telegram takes."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page says to an intent.

    A tapped button's `reply` replaces the message under the finger, unless `fresh`; a typed command's is a new message.
    """

    reply: Reply | None = None
    toast: str = ""
    """A short line over the chat for a tap, at most 200 characters."""
    alert: bool = False
    """The toast waits until it is closed."""
    fresh: bool = False
    preview: Reply | None = None
    """Goes before `reply` as a message of its own: exactly what readers would get."""
    if_refused: Reply | None = None
    """What is shown instead of `reply` where Telegram refuses the preview."""
    document: Document | None = None
    """A file of its own, in place of `reply`."""
    results: Results | None = None
    """To whom calls the bot in another chat; nothing else is said there."""
