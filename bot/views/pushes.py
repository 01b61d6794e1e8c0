"""What is said to the buttons under a push: mute, less of this."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from bot.locales import Words
from bot.news.chats import Level, Subscription
from bot.news.story import Tag
from bot.views.buttons import named, undo_button
from bot.views.choices import Less, Mute, OnlyBreaking, OpenSettings
from bot.views.intents import OpenSubscriptions, Undo
from bot.views.reply import Button, Reply, Row

MUTES = (60, 480)
"""Minutes."""


def muted(until: datetime, undo: Undo, zone: str, now: datetime, words: Words) -> Reply:
    _ = words.gettext
    said = _("🔕 Muted until {time}. What comes in the meantime waits, and reaches you in one message.")
    longer, undone = Button(_hours(MUTES[-1], words), Mute(MUTES[-1])), undo_button(undo, words)
    return Reply(Markup(said).format(time=words.at(until, zone, now)), ((longer, undone), (_settings(words),)))


def unmuted(undo: Undo | None, words: Words) -> Reply:
    _ = words.gettext
    back = (undo_button(undo, words),) if undo else ()
    return Reply(Markup(_("🔔 News comes at once again.")), ((*back, _settings(words)),))


def how_to_mute(words: Words) -> Reply:
    _ = words.gettext
    said = Markup(_("For how long? <code>/mute 1h</code>, <code>/mute 30m</code>, <code>/mute off</code>"))
    return Reply(said, (tuple(Button(_hours(minutes, words), Mute(minutes)) for minutes in MUTES),))


def less_of_which(story_id: int, followed: Sequence[tuple[Subscription, Level | None]], words: Words) -> Reply:
    """For a story with several topics that the chat follows; each with the next step down."""
    said = Markup(
        words.gettext("Less of which topic? Each tap is one step down: from every headline to nothing at all.")
    )
    rows = tuple((Button(_less(one, to, words), Less(story_id, one.tag.id)),) for one, to in followed)
    return Reply(said, rows)


def only_of_which(story_id: int, followed: Sequence[Subscription], words: Words) -> Reply:
    said = Markup(words.gettext("On which topic do you want only breaking news?"))
    return Reply(said, tuple((Button(named(one.tag, words), OnlyBreaking(story_id, one.tag.id)),) for one in followed))


def less(tag: Tag, to: Level | None, undo: Undo | None, words: Words) -> Reply:
    """What became of a subscription; None: it has ended."""
    _ = words.gettext
    said = _("You no longer follow <b>{tag}</b>.")
    if to is Level.DIGEST:
        said = _("Headlines about <b>{tag}</b> will come in your digest, and its breaking news at once.")
    elif to is Level.BREAKING:
        said = _("Only breaking news about <b>{tag}</b> will come.")
    return Reply(Markup(said).format(tag=named(tag, words)), undoing(undo, words))


def nothing_to_lessen(words: Words) -> str:
    return words.gettext("You no longer follow any of its topics.")


def undoing(undo: Undo | None, words: Words) -> tuple[Row, ...]:
    back = (undo_button(undo, words),) if undo else ()
    return ((*back, Button(words.gettext("✅ My topics"), OpenSubscriptions())),)


def push_rows(story_id: int, every: bool, words: Words) -> tuple[Row, ...]:
    """Under what came unasked. `every`: the chat gets every headline of one of its topics."""
    _ = words.gettext
    row = (Button(_("🔕 1 hour"), Mute(MUTES[0])), Button(_("👎 Less of this"), Less(story_id)))
    return (row, (Button(_("🔴 Only breaking"), OnlyBreaking(story_id)),)) if every else (row,)


def nothing_but_breaking(words: Words) -> str:
    return words.gettext("You already get only breaking news on these topics.")


def _less(one: Subscription, to: Level | None, words: Words) -> str:
    _ = words.gettext
    said = _("{tag}: nothing more")
    if to is Level.DIGEST:
        said = _("{tag}: in the digest")
    elif to is Level.BREAKING:
        said = _("{tag}: breaking news only")
    return said.format(tag=named(one.tag, words))


def _hours(minutes: int, words: Words) -> str:
    hours = minutes // 60
    return "🔕 " + words.ngettext("{count} hour", "{count} hours", hours).format(count=hours)


def _settings(words: Words) -> Button:
    return Button(words.gettext("⚙️ Settings"), OpenSettings())
