"""Raw update → row of the inbox."""

from __future__ import annotations

from typing import Any

from bot.store.inbox import Incoming

UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "inline_query")
"""The kinds that `reading` reads; Telegram remembers what it was last told, so it is told always."""


def incoming(update: dict[str, Any]) -> Incoming:
    """From an update as Telegram sends it, by poll or webhook."""
    return Incoming(update["update_id"], _chat_id(update), update)


def numbered(update: dict[str, Any]) -> bool:
    """Whether it has a number that the inbox can keep."""
    number = update.get("update_id")
    return isinstance(number, int) and 0 <= number < 2**63


def _chat_id(update: dict[str, Any]) -> int:
    """Whose turn it takes: the chat's, else the person's; 0 for unknown kinds of update and ids over 64 bits."""
    for part in update.values():
        if isinstance(part, dict):
            for place in (part.get("chat"), (part.get("message") or {}).get("chat"), part.get("from")):
                if isinstance(place, dict) and isinstance(place.get("id"), int):
                    return int(place["id"]) if -(2**63) <= place["id"] < 2**63 else 0
    return 0
