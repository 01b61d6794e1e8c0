"""Buttons that stand in several views."""

from __future__ import annotations

from collections.abc import Iterable

from bot.locales import Words
from bot.news.story import Tag
from bot.views.intents import Follow, On, OpenList, Place
from bot.views.reply import Button, Row


def follow_button(
    tag: Tag, followed: bool, on: On, *, story_id: int = 0, language: str = "", back: Place | None = None
) -> Button:
    """A bell to follow, a tick when followed; tapping turns it."""
    mark = "✅" if followed else "🔔"
    return Button(f"{mark} {tag.name}", Follow(tag.id, not followed, on, story_id, language, back))


def back_button(place: Place, words: Words) -> Button:
    return Button(words.gettext("‹ Back to the list"), OpenList(place))


def ticked(label: str, on: bool) -> str:
    return f"✓ {label}" if on else label


def in_rows(buttons: Iterable[Button], per_row: int) -> tuple[Row, ...]:
    every = list(buttons)
    return tuple(tuple(every[start : start + per_row]) for start in range(0, len(every), per_row))
