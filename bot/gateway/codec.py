"""Intent ↔ callback data: at most 64 bytes of a button that outlives restarts and new versions.

The form is `VERSION CODE FIELD.FIELD.…`: numbers in base 36, enums and words as they are, a missing place as `-`.
Whoever changes the fields of an intent on a button raises VERSION: a button of another version then reads as Stale.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints

from bot.views import choices, desk, intents, newsroom
from bot.views.intents import Intent, Stale

VERSION = "4"
MAX_BYTES = 64
MAX_NUMBER = 2**53 - 1
MAX_PAGE = 1000
"""A page further on was forged: the database would walk all the way to it."""
CLASSES: Mapping[str, type[Intent]] = {
    "st": intents.Start,
    "he": intents.Help,
    "ls": intents.OpenList,
    "sy": intents.OpenStory,
    "tg": intents.OpenTags,
    "su": intents.OpenSubscriptions,
    "fo": intents.Follow,
    "lv": intents.SetLevel,
    "la": intents.SetLanguage,
    "br": desk.Broadcast,
    "dr": desk.OpenDraft,
    "wr": desk.WriteText,
    "po": desk.UsePoll,
    "au": desk.ChooseAudience,
    "ai": desk.Aim,
    "ti": desk.ChooseTime,
    "op": desk.OpensIn,
    "do": desk.SetDoubt,
    "ch": desk.CheckDraft,
    "co": desk.ConfirmBroadcast,
    "ca": desk.CancelBroadcast,
    "ob": desk.OpenBroadcast,
    "sr": desk.Steer,
    "re": desk.GetReport,
    "am": desk.Amend,
    "in": desk.Instead,
    "ss": desk.OpenSources,
    "so": desk.OpenSource,
    "tu": desk.TurnSource,
    "as": desk.AddSources,
    "ex": desk.ExportSources,
    "al": intents.WantAlerts,
    "mb": intents.MakeBreaking,
    "ed": intents.OpenEditors,
    "fw": intents.FollowWords,
    "pr": intents.OpenPrivacy,
    "gm": intents.GetMine,
    "fg": intents.Forget,
    "se": choices.OpenSettings,
    "cl": choices.ChooseLanguage,
    "pe": choices.PreferEdition,
    "cz": choices.ChooseZone,
    "qu": choices.SetQuiet,
    "le": choices.LetAlerts,
    "lt": choices.LetThrough,
    "sh": choices.ShowInPushes,
    "mu": choices.Mute,
    "mt": choices.MuteUntil,
    "lx": choices.Less,
    "rs": choices.Restore,
    "om": newsroom.OpenMember,
    "iv": newsroom.Invite,
    "ap": newsroom.Appoint,
    "oc": newsroom.OpenCandidate,
    "dc": newsroom.Decide,
    "rw": newsroom.Reword,
    "tt": newsroom.TurnTopic,
    "wc": newsroom.WantCandidates,
    "os": newsroom.OpenStats,
    "dg": choices.SetDigest,
    "pd": choices.PutInDigest,
    "ot": choices.OpenTopic,
    "cv": choices.ChooseLevel,
    "cs": choices.ChooseSound,
    "oy": choices.OnlyBreaking,
    "bg": choices.Bring,
}
_CODES: Mapping[type[Intent], str] = {known: code for code, known in CLASSES.items()}
_SEPARATOR = "."
_MISSING = "-"
_WORD = re.compile(r"[A-Za-z0-9_/+-]*", re.ASCII)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def pack(intent: Intent) -> str:
    """ValueError for an intent that stands on no button, or that does not fit."""
    code = _CODES.get(type(intent))
    if code is None:
        raise ValueError(f"{type(intent).__name__} stands on no button")
    packed = VERSION + code + _SEPARATOR.join(_tokens_of_fields(intent))
    if len(packed) > MAX_BYTES:
        raise ValueError(f"{type(intent).__name__} takes {len(packed)} bytes of {MAX_BYTES}")
    return packed


def unpack(text: str) -> Intent:
    """Never raises: what is unreadable, forged or of another version is Stale."""
    known = CLASSES.get(text[1:3])
    if known is None or not text.startswith(VERSION) or len(text) > MAX_BYTES:
        return Stale()
    try:
        intent: Intent = _made(known, deque(text[3:].split(_SEPARATOR)))
        # Only what we could have written: no signs, spaces, leading zeros, numbers out of range, fields too many.
        return intent if pack(intent) == text else Stale()
    except (ValueError, IndexError):
        return Stale()


def _tokens_of_fields(value: Any) -> Iterator[str]:
    for field in fields(value):
        yield from _tokens(getattr(value, field.name))


def _tokens(value: object) -> Iterator[str]:
    match value:
        case None:
            yield _MISSING
        case int():
            yield _base36(value)
        case str() if _WORD.fullmatch(value):
            yield value
        case _ if is_dataclass(value):
            yield from _tokens_of_fields(value)
        case _:
            raise ValueError(f"{value!r} cannot stand on a button")


def _made(known: type, tokens: deque[str]) -> Any:
    made = known(*(_value(hint, tokens) for hint in _hints(known)))
    if getattr(made, "page", 0) > MAX_PAGE:
        raise ValueError("a page too far")
    return made


def _value(hint: Any, tokens: deque[str]) -> Any:
    if isinstance(hint, UnionType):
        (hint,) = (option for option in get_args(hint) if option is not NoneType)
        if tokens[0] == _MISSING:
            tokens.popleft()
            return None
    if isinstance(hint, type) and is_dataclass(hint):
        return _made(hint, tokens)
    token = tokens.popleft()
    if issubclass(hint, StrEnum | str):
        return hint(token)
    return hint(int(token, 36))


@cache
def _hints(known: type) -> tuple[Any, ...]:
    hints = get_type_hints(known)
    return tuple(hints[field.name] for field in fields(known))


def _base36(number: int) -> str:
    if not 0 <= number <= MAX_NUMBER:
        raise ValueError(f"{number} cannot stand on a button")
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
        if not number:
            return digits
