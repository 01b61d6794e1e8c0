"""Each view is drawn with the usual values, and again with others wherever these bring another message."""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from itertools import islice, product
from types import FunctionType, ModuleType
from typing import Any, get_type_hints

from markupsafe import Markup

import bot.views
from bot.locales import Words, load
from bot.views import text
from bot.views.figures import Bars, Figure
from bot.views.reply import Reply, Results
from tests.gallery.further import FURTHER
from tests.gallery.samples import Samples

DRAWN = (Reply, Results, str, Markup, list[tuple[str, str]], tuple[Figure, ...])
"""What a view gives."""
_NOT_SHOWN = ("text", "links", "desk", "intents", "reply", "post", "buttons")
"""What views are made of."""
PAIRS = 700
"""Combinations of two other values that are tried for each view at most."""


_HOLES = re.compile(r"\{\w*\}|<[^>]*>")


@dataclass(frozen=True)
class Recording(Words):
    """Remembers which messages were asked for, and what they became."""

    asked: dict[str, str] = field(default_factory=dict)

    def gettext(self, message: str) -> str:
        self.asked[message] = super().gettext(message)
        return self.asked[message]

    def ngettext(self, one: str, many: str, count: int) -> str:
        self.asked[one] = super().ngettext(one, many, count)
        return self.asked[one]

    def shown(self, drawn: str) -> set[str]:
        """Those that stand there: a view may ask for more than it shows."""
        seen = drawn.casefold()  # a menu begins with a capital
        return {one for one, said in self.asked.items() if _longest(said).casefold() in seen}


@cache
def _longest(said: str) -> str:
    """The longest piece that is the same whatever is filled in."""
    return max((text.plain(piece).strip() for piece in _HOLES.split(said)), key=len)


def recording(language: str) -> Recording:
    words = load()[language]
    return Recording(words.language, words._catalogue, words._locale)


def gallery(language: str) -> tuple[str, set[str]]:
    """Markdown, and the messages that stand in it."""
    words = recording(language)
    said: set[str] = set()
    parts = [f"# {language}\n\nMade by `make gallery`: look at what changed here, and change it in `bot/views`.\n"]
    for module, views in _views():
        parts.append(f"## {module.__name__.rsplit('.', 1)[-1]}\n\n{(module.__doc__ or '').strip()}\n")
        for view in views:
            drawings = list(_drawings(view, words))
            said.update(*(shown for _, shown in drawings))
            if drawings:
                blocks = "\n".join(f"```text\n{drawn}\n```" for drawn, _ in drawings)
                parts.append(f"### {view.__name__}\n\n{blocks}\n")
    return "\n".join(parts), said


def _views() -> Iterator[tuple[ModuleType, list[FunctionType]]]:
    for found in pkgutil.iter_modules(bot.views.__path__):
        module = import_module(f"bot.views.{found.name}")
        own = [
            one
            for name, one in vars(module).items()
            if inspect.isfunction(one) and one.__module__ == module.__name__ and name[0] not in "_N"
        ]
        views = [one for one in own if get_type_hints(one).get("return") in DRAWN]
        if views and found.name not in _NOT_SHOWN:
            yield module, views


def _drawings(view: Callable[..., Any], words: Recording) -> Iterator[tuple[str, set[str]]]:
    """(what is drawn, the messages in it) with the usual values; then with those by which a message comes that this
    view has not shown. None for a view that says nothing of its own."""
    said: set[str] = set()
    for given in _given(view, words):
        words.asked.clear()
        try:
            drawn = _drawn(view(**given))
        except (KeyError, ValueError, IndexError, TypeError, AssertionError):
            continue  # Values that never come together.
        if (shown := words.shown(drawn)) - said:
            said |= shown
            yield drawn, shown


def _given(view: Callable[..., Any], words: Words) -> Iterator[Mapping[str, Any]]:
    samples, hints = Samples(words), get_type_hints(view)
    parameters = inspect.signature(view).parameters
    found = {name: list(samples.of(hints[name], name)) for name in parameters}
    usual = {name: values[0] for name, values in found.items()}
    yield usual
    further = FURTHER.get(f"{view.__module__.rsplit('.', 1)[-1]}.{view.__name__}")
    yield from (usual | other for other in (further(usual) if further else ()))
    others = [(name, other) for name, values in found.items() for other in values[1:]]
    yield from (usual | {name: other} for name, other in others)
    for name in found:
        yield from (usual | {name: other} for other in islice(samples.unusual(hints[name]), PAIRS))
    pairs = ((one, two) for one, two in product(others, others) if one[0] < two[0])
    yield from (usual | dict(pair) for pair in islice(pairs, PAIRS))


def _drawn(shown: Any) -> str:
    if isinstance(shown, tuple):
        return "\n\n".join(map(_pictured, shown))
    if isinstance(shown, str):
        return text.plain(shown)
    if isinstance(shown, list):
        return "\n".join(f"/{command} {meaning}" for command, meaning in shown)
    if isinstance(shown, Results):
        found = [f"{one.title}\n{one.description}" for one in shown.found]
        return "\n".join([f"[{shown.button.label}]" if shown.button else "", *found]).strip()
    rows = [" ".join(f"[{button.label}]" for button in row) for row in shown.buttons]
    return "\n".join([text.plain(shown.text), *rows])


def _pictured(figure: Figure) -> str:
    """What is written in a picture."""
    rows = figure.bars if isinstance(figure, Bars) else figure.lines
    return "\n".join([figure.title, *(" ".join(filter(None, (row.label, getattr(row, "shown", "")))) for row in rows)])
