"""What is said to the buttons under a push: mute, less of this."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from bot.locales import Words
from bot.news.chats import Level, Subscription
from bot.views.buttons import named, undo_button
from bot.views.choices import Less, Mute, OpenSettings
from bot.views.intents import OpenSubscriptions, Undo
from bot.views.reply import Button, Reply, Row

MUTES = (60, 480)
"""Minutes."""


def muted(until: datetime, undo: Undo, zone: str, now: datetime, words: Words) -> Reply:
    _ = words.gettext
    said = _("🔕 Quiet until {time}. What comes meanwhile waits, and reaches you in one message.")
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


def less_of_which(story_id: int, followed: Sequence[Subscription], words: Words) -> Reply:
    """For a story with several topics that the chat follows."""
    said = Markup(
        words.gettext("Less of which topic? From every headline it goes to breaking news only, then to none.")
    )
    rows = tuple((Button(_less(one, words), Less(story_id, one.tag.id)),) for one in followed)
    return Reply(said, rows)


def less(one: Subscription, undo: Undo | None, words: Words) -> Reply:
    """What became of a subscription."""
    _ = words.gettext
    everything = one.level is Level.ALL
    said = _("Of <b>{tag}</b> only breaking news will come.") if everything else _("You no longer follow <b>{tag}</b>.")
    return Reply(Markup(said).format(tag=named(one.tag)), undoing(undo, words))


def nothing_to_lessen(words: Words) -> str:
    return words.gettext("You follow none of its topics any more.")


def undoing(undo: Undo | None, words: Words) -> tuple[Row, ...]:
    back = (undo_button(undo, words),) if undo else ()
    return ((*back, Button(words.gettext("✅ My topics"), OpenSubscriptions())),)


def push_row(story_id: int, words: Words) -> Row:
    """Under what came unasked."""
    _ = words.gettext
    return (Button(_("🔕 1 hour"), Mute(MUTES[0])), Button(_("👎 Less of this"), Less(story_id)))


def _less(one: Subscription, words: Words) -> str:
    _ = words.gettext
    said = _("{tag}: breaking news only") if one.level is Level.ALL else _("{tag}: nothing more")
    return said.format(tag=named(one.tag))


def _hours(minutes: int, words: Words) -> str:
    hours = minutes // 60
    return "🔕 " + words.ngettext("{count} hour", "{count} hours", hours).format(count=hours)


def _settings(words: Words) -> Button:
    return Button(words.gettext("⚙️ Settings"), OpenSettings())
