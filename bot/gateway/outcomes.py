"""What Telegram's answers mean: the one place that reads its errors (the texts are the Bot API server's own).

Only what is certain gets a certain outcome; all else is Unknown, so that it is tried again and counted.
"""

from __future__ import annotations

import json
import re
from typing import Any

from aiohttp import ClientConnectorError, ConnectionTimeoutError

from bot.news.delivery import Gone, Later, Moved, Outcome, Refused, Sent, Shut, Unknown

UNREACHABLE_WAIT = 1.0
FLOOD_WAIT = 5.0
"""Seconds, when a proxy says 429 and Telegram's `retry_after` is missing."""
LONGEST_WAIT = 86_400.0
"""Seconds of a flood wait that are believed: Telegram asks for no more than a day."""
MOST = 2**63
"""No number of Telegram's is so large; nor is there room for one in the database."""

_GONE = (
    "Forbidden: bot was blocked by the user",
    "Forbidden: user is deactivated",
    "Forbidden: bot was kicked from the ",
    "Forbidden: bot is not a member of the ",
    "Forbidden: the group chat was deleted",
    "Forbidden: the channel chat was deleted",
    "Forbidden: the supergroup chat was deleted",
    "Forbidden: bot can't initiate conversation with a user",
    "Forbidden: bot can't send messages to bots",
    "Bad Request: chat not found",
    "Bad Request: need administrator rights in the channel chat",
)
_FORBIDDEN = "Forbidden: "
"""Whatever else is forbidden, Telegram has looked at it, and it did not arrive."""
_UNCHANGED = "Bad Request: message is not modified"
_UNEDITABLE = ("Bad Request: message to edit not found", "Bad Request: message can't be edited")
_DELETED = "Bad Request: message to delete not found"
_SHUT = {
    "Bad Request: message thread not found": True,
    "Bad Request: TOPIC_DELETED": True,
    "Bad Request: TOPIC_ID_INVALID": True,
    "Bad Request: TOPIC_CLOSED": False,
}
"""What is said of a topic → whether it is no more."""
_OF_ONE_CHAT = re.compile(
    r"""Bad\ Request:\ (?:
        not\ enough\ rights | have\ no\ (?:write\ access|rights) | need\ administrator\ rights
        | message\ thread\ not\ found | message\ to\ (?:edit|delete|be\ replied)\ not\ found
        | message\ can't\ be\ (?:edited|deleted)
        | (?:group|supergroup|channel)\ chat\ | chat\ | user\ | (?:REPLY_)?MESSAGE_ID_INVALID
        | (?!(?:MESSAGE|MEDIA|CAPTION|PHOTO|VIDEO|FILE|DOCUMENT|IMAGE|WEBPAGE|WC|URL|EXTERNAL|ENTIT|BUTTON|POLL)[A-Z]*_)
          [A-Z0-9]+(?:_[A-Z0-9]+)+$
    )""",
    re.VERBOSE,
)
"""The rights of the bot there, messages that are not there any more, and codes that do not name a part of a message.
All else is said of the message itself."""
_MUTE = re.compile(
    r"(?:Bad Request|Forbidden): (?:not enough rights to send text messages|have no (?:write access|rights to send a)"
    r"|CHAT_WRITE_FORBIDDEN|CHAT_RESTRICTED)"
)
"""A picture or a file that may not be sent there says nothing of words."""
_SENT = re.compile(rb'\{"ok": ?true, ?"result": ?\{"message_id": ?([1-9][0-9]{0,15})[,}]')
"""How Telegram says it: the rest of the message is what we sent, and costs more to read than all else together."""


def outcome(status: int, body: bytes, done: Sent | None = None) -> Outcome:
    """Of a request that sends or changes messages, from its HTTP status and body.

    `done`: what a bare `true` means, where a method says no more.
    """
    if status == 200:
        sent = _SENT.match(body)
        return Sent(int(sent[1])) if sent else _sent(document(body), done)
    told = document(body)
    description = str(told.get("description") or "")
    if status == 429:
        return Later(retry_after(told))
    if (deleted := _SHUT.get(description)) is not None:
        return Shut(description, deleted)
    if description.startswith(_GONE):
        return Gone(description)
    if status == 400 and (moved_to := _number(_parameter(told, "migrate_to_chat_id"))) is not None:
        return Moved(moved_to)
    if description and status in (400, 413):
        of_one = bool(_OF_ONE_CHAT.match(description))
        return Refused(description, for_all=not of_one, mute=bool(_MUTE.match(description)))
    if description.startswith(_FORBIDDEN):
        return Refused(description, mute=bool(_MUTE.match(description)))
    return Unknown(description or f"HTTP {status}")


def failure(error: Exception) -> Outcome:
    """Of a request that ended without an answer."""
    if isinstance(error, ClientConnectorError | ConnectionTimeoutError):
        return Later(UNREACHABLE_WAIT, "unreachable")
    return Unknown(type(error).__name__)


def unchanged(outcome: Outcome) -> bool:
    """An edit that had nothing to do."""
    return isinstance(outcome, Refused) and outcome.reason.startswith(_UNCHANGED)


def uneditable(outcome: Outcome) -> bool:
    """The message to edit was deleted or is too old."""
    return isinstance(outcome, Refused) and outcome.reason.startswith(_UNEDITABLE)


def deleted(outcome: Outcome) -> bool:
    """A message to delete that was gone before."""
    return isinstance(outcome, Refused) and outcome.reason.startswith(_DELETED)


def document(body: bytes) -> dict[str, Any]:
    """The JSON object of an answer; empty for what is none: a proxy's page, a cut answer, brackets without end."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def retry_after(told: dict[str, Any]) -> float:
    """Seconds that a 429 asks for."""
    return _seconds(_parameter(told, "retry_after"))


def _sent(told: dict[str, Any], done: Sent | None) -> Outcome:
    result = told.get("result")
    if told.get("ok") is True:
        if result is True and done is not None:
            return done
        ids = [_message_id(message) for message in (result if isinstance(result, list) else [result])]
        known = [message_id for message_id in ids if message_id is not None]
        if ids and len(known) == len(ids):
            return Sent(known[0], tuple(known[1:]))
    return Unknown("an unreadable answer")


def _message_id(message: object) -> int | None:
    message_id = _number(message.get("message_id")) if isinstance(message, dict) else None
    return message_id if message_id and message_id > 0 else None


def _number(value: object) -> int | None:
    """In Python, True is a whole number; to PostgreSQL it is none."""
    return value if type(value) is int and abs(value) < MOST else None


def _parameter(told: dict[str, Any], name: str) -> object:
    parameters = told.get("parameters")
    return parameters.get(name) if isinstance(parameters, dict) else None


def _seconds(value: object) -> float:
    return float(min(value, LONGEST_WAIT)) if isinstance(value, int | float) and value > 0 else FLOOD_WAIT
