"""Reply → methods of the Bot API and their parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.gateway.codec import pack
from bot.news.alert import MediaKind
from bot.views.reply import Button, Reply

START = "start:"
MAX_ALBUM = 10
_SEND: Mapping[MediaKind, str] = {
    MediaKind.PHOTO: "sendPhoto",
    MediaKind.VIDEO: "sendVideo",
    MediaKind.DOCUMENT: "sendDocument",
}


@dataclass(frozen=True, slots=True)
class Call:
    """A method of the Bot API and its parameters, but for the chat and what else differs from chat to chat."""

    method: str
    parameters: dict[str, Any]


def said(reply: Reply, username: str) -> Call:
    """A message of its own. ValueError when a button's intent does not fit on it, or an album is none."""
    call = _said(reply, username)
    return Call(call.method, call.parameters | {"disable_notification": True}) if reply.silent else call


def edited(reply: Reply, username: str) -> Call:
    """The same message, changed; it takes the buttons away when the reply has none. ValueError as above."""
    if reply.media:
        return Call("editMessageCaption", _caption(reply, empty=True) | _keyboard(reply, username))
    return Call("editMessageText", _text(reply) | _keyboard(reply, username))


def pictured(reply: Reply, username: str) -> Call:
    """Like `said`, of pictures that go along: each is named as the field of the form that holds it."""
    names = [f"attach://picture{number}" for number in range(len(reply.pictures))]
    if len(names) == 1:
        return Call("sendPhoto", {"photo": names[0]} | _caption(reply) | _keyboard(reply, username))
    parts: list[dict[str, Any]] = [{"type": "photo", "media": name} for name in names]
    parts[0] |= _caption(reply)
    return Call("sendMediaGroup", {"media": parts})


def messages(reply: Reply) -> int:
    """As how many messages Telegram counts it."""
    return max(len(reply.media), len(reply.pictures), 1)


def _said(reply: Reply, username: str) -> Call:
    if reply.copy:
        source = {"from_chat_id": reply.copy.chat_id, "message_id": reply.copy.message_id}
        return Call("copyMessage", source | _keyboard(reply, username))
    if not reply.media:
        return Call("sendMessage", _text(reply) | _keyboard(reply, username))
    if len(reply.media) > 1:
        return Call("sendMediaGroup", {"media": _album(reply)})
    (media,) = reply.media
    shown = {media.kind.value: media.file_id} | _caption(reply) | _keyboard(reply, username)
    return Call(_SEND[media.kind], shown)


def _album(reply: Reply) -> list[dict[str, Any]]:
    if len(reply.media) > MAX_ALBUM:
        raise ValueError(f"an album has at most {MAX_ALBUM} parts")
    if len({media.kind is MediaKind.DOCUMENT for media in reply.media}) > 1:
        raise ValueError("an album with documents has nothing but documents")
    parts: list[dict[str, Any]] = [{"type": media.kind.value, "media": media.file_id} for media in reply.media]
    parts[0] |= _caption(reply)
    return parts


def _text(reply: Reply) -> dict[str, Any]:
    return {"text": str(reply.text), "parse_mode": "HTML", "link_preview_options": _preview(reply.photo)}


def _caption(reply: Reply, *, empty: bool = False) -> dict[str, Any]:
    return {"caption": str(reply.text), "parse_mode": "HTML"} if reply.text or empty else {}


def _keyboard(reply: Reply, username: str) -> dict[str, Any]:
    rows = [[_button(button, username) for button in row if _takes(button)] for row in reply.buttons]
    rows = [row for row in rows if row]
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def _preview(photo: str) -> dict[str, Any]:
    if not _links(photo, "http", "https"):
        return {"is_disabled": True}
    return {"url": photo, "prefer_large_media": True, "show_above_text": True}


def _takes(button: Button) -> bool:
    """Telegram refuses a whole message for one button that leads nowhere."""
    return not isinstance(button.act, str) or button.act.startswith(START) or _links(button.act, "http", "https", "tg")


def _links(url: str, *schemes: str) -> bool:
    """By Telegram's rules: a host on the Web has a dot, or is an IPv6 address."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme not in schemes:
        return False
    return parts.scheme == "tg" or (("." in host or ":" in host) and port != 0 and not re.search(r"\s", host))


def _button(button: Button, username: str) -> dict[str, str]:
    if not isinstance(button.act, str):
        return {"text": button.label, "callback_data": pack(button.act)}
    if button.act.startswith(START):
        return {"text": button.label, "url": f"https://t.me/{username}?start={button.act.removeprefix(START)}"}
    return {"text": button.label, "url": button.act}
