"""Reply → the parameters of Bot API methods."""

from __future__ import annotations

from typing import Any

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
    if reply.buttons:
        rows = [[_button(button, username) for button in row] for row in reply.buttons]
        shown["reply_markup"] = {"inline_keyboard": rows}
    return shown


def _preview(photo: str) -> dict[str, Any]:
    if not photo:
        return {"is_disabled": True}
    return {"url": photo, "prefer_large_media": True, "show_above_text": True}


def _button(button: Button, username: str) -> dict[str, str]:
    if not isinstance(button.act, str):
        return {"text": button.label, "callback_data": pack(button.act)}
    if button.act.startswith(START):
        return {"text": button.label, "url": f"https://t.me/{username}?start={button.act.removeprefix(START)}"}
    return {"text": button.label, "url": button.act}
