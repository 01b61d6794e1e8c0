"""Intent ↔ callback data: at most 64 bytes of a button that outlives restarts and new versions.

The form is `VERSION CODE FIELD.FIELD.…`: numbers in base 36, enums and words as they are, a missing place as `-`; of a
place only what is not usual, each number after its letter.
Whoever changes the fields of an intent on a button raises VERSION: a button of another version then reads as Stale. A
place may get further letters without that.
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
from bot.views.intents import Intent, Place, Stale

VERSION = "5"
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
    "ts": intents.TurnSubscriptions,
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
    "lx": choices.Less,
    "wl": choices.SetUp,
    "wd": choices.EndSetUp,
    "sv": intents.Save,
    "un": intents.Undo,
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
    "of": choices.Of,
    "ou": choices.OpenOutlets,
    "oo": choices.OpenOffer,
    "fe": choices.FollowEverything,
    "pv": choices.Preview,
    "sp": choices.Stop,
    "fi": choices.File,
    "mv": choices.MoveTo,
}
PLACE: Mapping[str, str] = {
    "T": "tag_id",
    "P": "page",
    "U": "upto",
    "S": "search",
    "N": "summary",
    "L": "since",
    "K": "saved",
}
"""Letter → field; letters are only ever added."""
_CODES: Mapping[type[Intent], str] = {known: code for code, known in CLASSES.items()}
_SEPARATOR = "."
_MISSING = "-"
_NUMBERED = re.compile(r"([A-Z])([0-9a-z]+)", re.ASCII)
_WORD = re.compile(r"[A-Za-z0-9_/+-]*", re.ASCII)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def pack(intent: Intent) -> str:
    """ValueError for an intent that stands on no button, or that does not fit."""
    code = _CODES.get(type(intent))
    if code is None:
        raise ValueError(f"{type(intent).__name__} stands on no button")
    fields_ = _tokens_of_another(intent) if isinstance(intent, choices.Of) else _tokens_of_fields(intent)
    packed = VERSION + code + _SEPARATOR.join(fields_)
    if len(packed) > MAX_BYTES:
        raise ValueError(f"{type(intent).__name__} takes {len(packed)} bytes of {MAX_BYTES}")
    return packed


def unpack(text: str) -> Intent:
    """Never raises: what is unreadable, forged or of another version is Stale."""
    known = CLASSES.get(text[1:3])
    if known is None or not text.startswith(VERSION) or len(text) > MAX_BYTES:
        return Stale()
    try:
        tokens = deque(text[3:].split(_SEPARATOR))
        intent = _of_another(tokens) if known is choices.Of else _made(known, tokens)
        # Only what we could have written: no signs, spaces, leading zeros, numbers out of range, fields too many.
        return intent if pack(intent) == text else Stale()
    except (ValueError, IndexError):
        return Stale()


def _tokens_of_another(intent: choices.Of) -> Iterator[str]:
    """What is asked stands in it as on a button of its own, without the version."""
    if isinstance(intent.act, choices.Of):
        raise ValueError("one stands on a button, not two")
    yield from (_base36(intent.number), _base36(intent.thread_id), pack(intent.act).removeprefix(VERSION))


def _of_another(tokens: deque[str]) -> Intent:
    number, thread_id = int(tokens.popleft(), 36), int(tokens.popleft(), 36)
    return choices.Of(number, thread_id, unpack(VERSION + _SEPARATOR.join(tokens)))


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
        case Place():
            yield "".join(f"{letter}{_base36(int(n))}" for letter, name in PLACE.items() if (n := getattr(value, name)))
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
    if hint is Place:
        return _place(tokens.popleft())
    if isinstance(hint, type) and is_dataclass(hint):
        return _made(hint, tokens)
    token = tokens.popleft()
    if issubclass(hint, StrEnum | str):
        return hint(token)
    return hint(int(token, 36))


def _place(token: str) -> Place:
    """Signs between the numbers are passed over here: what is packed again shows them."""
    numbers = {PLACE[letter]: int(number, 36) for letter, number in _NUMBERED.findall(token) if letter in PLACE}
    if numbers.get("page", 0) > MAX_PAGE:
        raise ValueError("a page too far")
    return Place(**{**numbers, "saved": bool(numbers.get("saved"))})  # type: ignore[arg-type]


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
