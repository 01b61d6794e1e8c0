"""Buttons that stand in several views."""

from __future__ import annotations

from collections.abc import Iterable

from bot.locales import Words
from bot.news.story import Tag
from bot.views import text
from bot.views.intents import Follow, On, OpenList, Place, Undo
from bot.views.reply import Button, Row


def follow_button(
    tag: Tag, followed: bool, on: On, *, story_id: int = 0, language: str = "", back: Place | None = None
) -> Button:
    """A bell to follow, a tick when followed; tapping turns it."""
    mark = "✅" if followed else "🔔"
    return Button(f"{mark} {tag.name}", Follow(tag.id, not followed, on, story_id, language, back))


def back_button(place: Place, words: Words) -> Button:
    return Button(words.gettext("‹ Back to the list"), OpenList(place))


def undo_row(undo: Undo | None, words: Words) -> tuple[Row, ...]:
    return ((undo_button(undo, words),),) if undo else ()


def undo_button(undo: Undo, words: Words) -> Button:
    return Button(words.gettext("↩︎ Undo"), undo)


def named(tag: Tag, words: Words, most: int = 60) -> str:
    """A topic's name, or words that are followed in quotes."""
    name = text.cut(tag.name, most)
    return text.in_quotes(name, words) if tag.phrase else name


def ticked(label: str, on: bool) -> str:
    return f"✓ {label}" if on else label


def in_rows(buttons: Iterable[Button], per_row: int) -> tuple[Row, ...]:
    every = list(buttons)
    return tuple(tuple(every[start : start + per_row]) for start in range(0, len(every), per_row))
