"""Reply → methods of the Bot API and their parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from bot.gateway.codec import pack
from bot.news.alert import MediaKind
from bot.views.reply import Button, Reply, Result, Results

START, SHARE = "start:", "share:"
CHATS = {"allow_user_chats": True, "allow_group_chats": True, "allow_channel_chats": True}
ADDS = {
    "startgroup:": "startgroup=",
    "startchannel:": "startchannel&admin=post_messages+edit_messages+delete_messages",
}
"""Links by which Telegram offers one's own groups and channels to add the bot to."""
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


class _Face(NamedTuple):
    """Of the bot: what its buttons lead to."""

    username: str
    inline: bool


def said(reply: Reply, username: str, inline: bool = False) -> Call:
    """A message of its own. ValueError when a button's intent does not fit on it, or an album is none.

    `inline`: people may call the bot in other chats.
    """
    call = _said(reply, _Face(username, inline))
    return Call(call.method, call.parameters | {"disable_notification": True}) if reply.silent else call


def edited(reply: Reply, username: str, inline: bool = False) -> Call:
    """The same message, changed; it takes the buttons away when the reply has none. ValueError as above."""
    face = _Face(username, inline)
    if reply.media:
        return Call("editMessageCaption", _caption(reply, empty=True) | _keyboard(reply, face))
    return Call("editMessageText", _text(reply) | _keyboard(reply, face))


def offered(results: Results, username: str) -> dict[str, Any]:
    """Parameters of answerInlineQuery, but for the query's id."""
    face = _Face(username, inline=True)
    above = results.button and {
        "text": results.button.label,
        "start_parameter": str(results.button.act).removeprefix(START),
    }
    return {
        "results": [_result(result, face) for result in results.found],
        "next_offset": results.offset,
        "cache_time": results.seconds,
        "is_personal": True,
        **({"button": above} if above else {}),
    }


def _result(result: Result, face: _Face) -> dict[str, Any]:
    sent = _text(result.reply)
    return {
        "type": "article",
        "id": result.id,
        "title": result.title,
        "description": result.description,
        **({"thumbnail_url": result.thumbnail} if _links(result.thumbnail, "http", "https") else {}),
        "input_message_content": {"message_text": sent.pop("text"), **sent},
        **_keyboard(result.reply, face),
    }


def pictured(reply: Reply, username: str) -> Call:
    """Like `said`, of pictures that go along: each is named as the field of the form that holds it."""
    names = [f"attach://picture{number}" for number in range(len(reply.pictures))]
    if len(names) == 1:
        return Call(
            "sendPhoto", {"photo": names[0]} | _caption(reply) | _keyboard(reply, _Face(username, inline=False))
        )
    parts: list[dict[str, Any]] = [{"type": "photo", "media": name} for name in names]
    parts[0] |= _caption(reply)
    return Call("sendMediaGroup", {"media": parts})


def messages(reply: Reply) -> int:
    """As how many messages Telegram counts it."""
    return max(len(reply.media), len(reply.pictures), 1)


def _said(reply: Reply, face: _Face) -> Call:
    if reply.copy:
        source = {"from_chat_id": reply.copy.chat_id, "message_id": reply.copy.message_id}
        return Call("copyMessage", source | _keyboard(reply, face))
    if not reply.media:
        return Call("sendMessage", _text(reply) | _keyboard(reply, face))
    if len(reply.media) > 1:
        return Call("sendMediaGroup", {"media": _album(reply)})
    (media,) = reply.media
    shown = {media.kind.value: media.file_id} | _caption(reply) | _keyboard(reply, face)
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


def _keyboard(reply: Reply, face: _Face) -> dict[str, Any]:
    rows = [[_button(button, face) for button in row if _takes(button)] for row in reply.buttons]
    rows = [row for row in rows if row]
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def _preview(photo: str) -> dict[str, Any]:
    if not _links(photo, "http", "https"):
        return {"is_disabled": True}
    return {"url": photo, "prefer_large_media": True, "show_above_text": True}


def _takes(button: Button) -> bool:
    """Telegram refuses a whole message for one button that leads nowhere."""
    act = button.act
    return not isinstance(act, str) or act.startswith((START, SHARE, *ADDS)) or _links(act, "http", "https", "tg")


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


def _button(button: Button, face: _Face) -> dict[str, Any]:
    act = button.act
    if not isinstance(act, str):
        return {"text": button.label, "callback_data": pack(act)}
    if act.startswith(START):
        return {"text": button.label, "url": _deep_link(face, act.removeprefix(START))}
    if act.startswith(SHARE):
        return {"text": button.label, **_sharing(face, act.removeprefix(SHARE))}
    if adds := ADDS.get(act):
        return {"text": button.label, "url": f"https://t.me/{face.username}?{adds}"}
    return {"text": button.label, "url": act}


def _sharing(face: _Face, payload: str) -> dict[str, Any]:
    """A chat is chosen and the card offered there; where the bot may not be called in other chats, only its link is."""
    if not face.inline:
        return {"url": f"https://t.me/share/url?{urlencode({'url': _deep_link(face, payload)})}"}
    return {"switch_inline_query_chosen_chat": {"query": payload, **CHATS}}


def _deep_link(face: _Face, payload: str) -> str:
    return f"https://t.me/{face.username}?start={payload}"
