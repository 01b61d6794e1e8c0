"""Whom an announcement is for."""

from __future__ import annotations

from dataclasses import dataclass

from bot.news.chats import ChatKind, Level


@dataclass(frozen=True, slots=True)
class Audience:
    """Chats that follow any of the tags at one of the levels; everyone where `tag_ids` is None."""

    tag_ids: tuple[int, ...] | None
    levels: tuple[Level, ...] = ()
    languages: tuple[str, ...] = ()
    """Only chats that read in one of these; empty: in any."""
    kinds: tuple[ChatKind, ...] = ()
    """Only chats of one of these kinds; empty: of any."""
    alerts: bool = False
    """Only chats that want what editors broadcast."""
    filtered: bool = False
    """Some who follow a tag leave out what carries another of them."""
    editions: tuple[str, ...] = ()
    """Only chats that are shown stories in one of these first; empty: in any."""
