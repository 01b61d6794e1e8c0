"""Reply → the parameters of Bot API methods."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from bot.gateway.codec import pack
from bot.views.reply import Button, Reply

START = "start:"


def parameters(reply: Reply, *, chat_id: int, thread_id: int, username: str) -> dict[str, Any]:
    """Of sendMessage. ValueError when a button's intent does not fit on it."""
    return address(chat_id, thread_id) | message(reply, username)


def edit_parameters(reply: Reply, *, chat_id: int, message_id: int, username: str) -> dict[str, Any]:
    """Of editMessageText; it takes the buttons away when the reply has none."""
    return {"chat_id": chat_id, "message_id": message_id} | _shown(reply, username)


def address(chat_id: int, thread_id: int) -> dict[str, Any]:
    return {"chat_id": chat_id, "message_thread_id": thread_id} if thread_id else {"chat_id": chat_id}


def message(reply: Reply, username: str) -> dict[str, Any]:
    """What sendMessage is told of a reply, to whatever chat it goes."""
    return _shown(reply, username) | ({"disable_notification": True} if reply.silent else {})


def _shown(reply: Reply, username: str) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "text": str(reply.text),
        "parse_mode": "HTML",
        "link_preview_options": _preview(reply.photo),
    }
    rows = [[_button(button, username) for button in row if _takes(button)] for row in reply.buttons]
    if rows := [row for row in rows if row]:
        shown["reply_markup"] = {"inline_keyboard": rows}
    return shown


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
