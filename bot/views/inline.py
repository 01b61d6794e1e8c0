"""What is offered to whom calls the bot in another chat: headlines, each with the message that it sends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from bot.locales import Words
from bot.news.breaking import without_prefix
from bot.news.story import Edition
from bot.views import text
from bot.views.links import story_payload
from bot.views.reply import Button, Reply, Result, Results

PER_PAGE = 10
NEWEST, FOUND, ONE = 15, 60, 300
"""Seconds that Telegram keeps an answer: the newest stories, what was searched for, a single story."""


def results(
    editions: Sequence[Edition], offset: str, seconds: int, time_zone: str, now: datetime, words: Words
) -> Results:
    _ = words.gettext
    shown = tuple(_result(edition, time_zone, now, words) for edition in editions)
    nothing = Button(_("Nothing found. Search in my chat"), "start:search")
    return Results(shown, offset, seconds, None if shown else nothing)


def shared(edition: Edition, time_zone: str, now: datetime, words: Words) -> Reply:
    """A story as it stands in a chat where the bot may not be."""
    _ = words.gettext
    title = text.link(edition.url, text.cut(_title(edition), text.TITLE_MAX))
    heading = Markup("{}<b>{}</b>").format(_mark(edition), title)
    foot = Markup("{} · {}").format(text.cut(edition.source, 60), words.at(edition.published_at, time_zone, now))
    buttons = Button(_("Read ↗"), edition.url), Button(_("More about it"), f"start:{story_payload(edition.story_id)}")
    photo = edition.photo.url if edition.photo else ""
    return Reply(text.blocks(heading, edition.summary, foot), (buttons,), photo)


def _result(edition: Edition, time_zone: str, now: datetime, words: Words) -> Result:
    time = words.at(edition.published_at, time_zone, now)
    return Result(
        f"{story_payload(edition.story_id)}_{edition.language}",
        _mark(edition) + text.cut(_title(edition), 200),
        text.cut(f"{time} · {edition.summary}", 160),
        edition.photo.url if edition.photo else "",
        shared(edition, time_zone, now, words),
    )


def _title(edition: Edition) -> str:
    return without_prefix(edition.title) if edition.breaking else edition.title


def _mark(edition: Edition) -> str:
    return "🔴 " if edition.breaking else ""
