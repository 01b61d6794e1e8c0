"""Values of any type that a view takes: made by its annotations, so that a new view needs nothing here."""

from __future__ import annotations

import types
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from itertools import chain, product
from typing import Any, Union, get_args, get_origin, get_type_hints

from markupsafe import Markup

from bot.locales import LANGUAGES, Words
from bot.news.delivery import DeliveryState
from bot.views.editors import ACTS
from bot.views.intents import Help
from bot.views.reply import Button, Reply
from bot.views.verdict import REASONS
from bot.views.why import AMENDED

NOW = datetime(2026, 5, 4, 9, 37, tzinfo=UTC)
TEXTS: Mapping[str, Mapping[str, str]] = {
    "title": {
        "en": "BREAKING: The old bridge opens again",
        "uk": "ТЕРМІНОВО: Старий міст знову відкрито",
        "ru": "СРОЧНО: Старый мост снова открыт",
    },
    "summary": {
        "en": "Cars cross the river again. The repair took two years.",
        "uk": "Автівки знову їздять через річку. Ремонт тривав два роки.",
        "ru": "Машины снова ездят через реку. Ремонт длился два года.",
    },
    "name": {"en": "Bridges", "uk": "Мости", "ru": "Мосты"},
    "text": {
        "en": "The old bridge was closed in spring.",
        "uk": "Старий міст закрили навесні.",
        "ru": "Старый мост закрыли весной.",
    },
    "label": {"en": "Details", "uk": "Деталі", "ru": "Детали"},
    "source": {"en": "The Sample Herald", "uk": "Зразковий вісник", "ru": "Образцовый вестник"},
}
SAME_EVERYWHERE: Mapping[str, tuple[str, ...]] = {
    "time_zone": ("Europe/Kyiv",),
    "command": ("bridges",),
    "slug": ("bridges",),
    "url": ("https://news.example/bridge",),
    "feed": ("https://news.example/feed.xml",),
    "address": ("https://news.example/",),
    "act": tuple(ACTS),
    "file_id": ("photo",),
    "language": (*LANGUAGES, ""),
    "awaits": ("", *LANGUAGES, "time"),
    "reason": ("Bad Request: message is too long", *REASONS, "too late", ""),
}
"""What is not written in the reader's language, the usual value first."""
OUTCOMES = [state for state in DeliveryState if state not in (DeliveryState.DUE, DeliveryState.STARTED)]
OF_THEIR_OWN: Mapping[str, Sequence[Any]] = {
    "owed": (1000, 0),
    "outcomes": ({DeliveryState.SENT: 900, DeliveryState.GONE: 4}, {}, *({state: 5} for state in OUTCOMES)),
    "amended": (*(((kind, NOW),) for kind in AMENDED), ()),
}
"""Fields of which not every value of their type makes sense."""
LIKE = {
    "newsroom": "source",
    "subject": "title",
    "opening": "title",
    "asked": "name",
    "called": "name",
    "words": "name",
    "zone": "time_zone",
    "edition_chosen": "language",
}
"""Names of fields that hold what those of another name do."""


class Samples:
    """For one language. The first of each is the usual one: everything is there, and nothing is wrong."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.given: Mapping[Any, Any] = {
            Words: words,
            Reply: Reply(Markup("…")),
            Button: Button("…", Help()),
        }

    def of(self, hint: Any, name: str = "") -> Iterator[Any]:
        if hint in self.given:
            return iter([self.given[hint]])
        if name in OF_THEIR_OWN:
            return iter(OF_THEIR_OWN[name])
        if isinstance(hint, type):
            return self._plain(hint, name)
        origin, inside = get_origin(hint), get_args(hint)
        if origin in (Union, types.UnionType):
            chosen = next(one for one in inside if one is not types.NoneType)
            return chain(self.of(chosen, name), [None] if types.NoneType in inside else [])
        return self._several(origin, inside, name)

    def _plain(self, kind: type, name: str) -> Iterator[Any]:
        if kind in (str, Markup):
            return self._strings(name)
        if issubclass(kind, Enum):
            return iter(kind)
        if is_dataclass(kind):
            return self._records(kind)
        plain: Mapping[type, Iterable[Any]] = {
            bool: (False, True),
            int: (3, 0, 1, 40, 5000),
            float: (90.0, 0.0, 4000.0, 20_000.0),
            date: (NOW.date(), NOW.date() - timedelta(days=30)),
            datetime: (NOW, NOW - timedelta(days=400), NOW - timedelta(hours=3), NOW + timedelta(hours=3)),
        }
        return iter(plain[kind])

    def _strings(self, name: str) -> Iterator[str]:
        named = LIKE.get(name, name)
        if named in SAME_EVERYWHERE:
            return iter(SAME_EVERYWHERE[named])
        written = TEXTS.get(named, TEXTS["text"])
        return iter((written.get(self.words.language, written["en"]), ""))

    def _records(self, kind: Any) -> Iterator[Any]:
        usual, others = self._fields(kind)
        yield usual
        yield from (replace(usual, **{name: other}) for name, other in others)

    def unusual(self, hint: Any) -> Iterator[Any]:
        """Values of a dataclass that differ from the usual one in two ways."""
        if isinstance(hint, type) and is_dataclass(hint) and hint not in self.given:
            usual, others = self._fields(hint)
            for (name, other), (second, another) in product(others, others):
                if name < second:
                    yield replace(usual, **{name: other, second: another})

    def _fields(self, kind: Any) -> tuple[Any, list[tuple[str, Any]]]:
        """The usual one, and what each of its fields may be instead."""
        hints = get_type_hints(kind)
        own = {field.name: list(self.of(hints[field.name], field.name)) for field in fields(kind) if field.init}
        defaults = {field.name: field.default for field in fields(kind) if isinstance(field.default, bool | Enum)}
        usual = kind(**{name: defaults.get(name, found[0]) for name, found in own.items()})
        return usual, [(n, other) for n, found in own.items() for other in found if other != getattr(usual, n)]

    def _several(self, origin: Any, inside: tuple[Any, ...], name: str) -> Iterator[Any]:
        if issubclass(origin, Mapping):
            keys = [*LANGUAGES] if inside[0] is str else list(self.of(inside[0], name))
            values = list(self.of(inside[1], name))
            yield {keys[0]: values[0]}
            yield {}
            yield dict.fromkeys(keys, values[0])
            yield from ({key: value} for key in keys for value in values)
        elif origin is tuple and inside[-1] is not Ellipsis:
            each = [list(self.of(one, name)) for one in inside]
            yield tuple(found[0] for found in each)
            for place, found in enumerate(each):
                yield from (
                    tuple(other if place == here else usual[0] for here, usual in enumerate(each))
                    for other in found[1:]
                )
        else:
            yield from self._rows(origin, inside[0], name)

    def _rows(self, origin: Any, inside: Any, name: str) -> Iterator[Any]:
        make: Any = set if issubclass(origin, AbstractSet) else tuple
        found = list(self.of(inside, _one_of(name)))
        yield make(found[:1])
        yield make(())
        yield from (make([other]) for other in found[1:])
        if issubclass(origin, Sequence | Collection) and make is tuple:
            yield found[:1] * 12


def _one_of(name: str) -> str:
    """`languages` holds what `language` does."""
    return name.removesuffix("s")
