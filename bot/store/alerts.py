"""An alert as JSON, there and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.news.alert import Alert, Media, MediaKind, Reference


def to_json(alert: Alert | None) -> Mapping[str, Any] | None:
    if alert is None:
        return None
    # A list of pairs: PostgreSQL's JSON keeps order, but nobody promises it for objects.
    return {
        "texts": list(alert.texts.items()),
        "media": [[media.kind, media.file_id] for media in alert.media],
        "poll": [alert.poll.chat_id, alert.poll.message_id] if alert.poll else None,
    }


def from_json(body: Mapping[str, Any] | None) -> Alert | None:
    if body is None:
        return None
    media = tuple(Media(MediaKind(kind), file_id) for kind, file_id in body["media"])
    return Alert(dict(body["texts"]), media, Reference(*body["poll"]) if body["poll"] else None)
