"""When a chat gets its digest, and what is in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from bot.locales import Words
from bot.news.chats import Chat, Level, Subscription
from bot.news.digest import USUAL_HOUR, Digest
from bot.views import text
from bot.views.buttons import in_rows, named, ticked, undo_button
from bot.views.choices import NO_DIGEST, OpenSettings, Panel, PutInDigest, SetDigest
from bot.views.intents import OpenTags, Undo
from bot.views.reply import Button, Reply, Row

HOURS = (7, 8, 9, 12, 18, 20)
"""Offered; any other hour can be typed."""
MOST_TOPICS = 20


def said(digest: Digest | None, words: Words) -> str:
    _ = words.gettext
    if digest is None:
        return _("Digest: none")
    line = _("Digest: weekdays at {hour}:00") if digest.weekdays else _("Digest: every day at {hour}:00")
    return line.format(hour=digest.hour)


def panel(chat: Chat, followed: Sequence[Subscription], words: Words) -> Markup:
    _ = words.gettext
    heading = Markup("<b>{}</b>").format(said(chat.digest, words))
    what = _(
        "One message with the headlines of your topics, at the hour you choose. It leaves out what you already got."
    )
    if not chat.digest:
        return text.blocks(
            heading, what, Markup(_("Another hour: <code>/digest 6</code>, <code>/digest weekdays 8</code>"))
        )
    if not followed:
        return text.blocks(heading, what, _("You follow nothing yet: choose topics first."))
    return text.blocks(
        heading, what, _("Tap a topic to add its headlines or take them out. Breaking news still comes at once.")
    )


def rows(chat: Chat, followed: Sequence[Subscription], words: Words) -> Iterator[Row]:
    _ = words.gettext
    digest, weekdays = chat.digest, bool(chat.digest and chat.digest.weekdays)
    hours = HOURS if digest is None or digest.hour in HOURS else (*HOURS, digest.hour)
    yield from in_rows(
        (
            Button(ticked(f"{hour}:00", digest is not None and digest.hour == hour), SetDigest(hour, weekdays))
            for hour in sorted(hours)
        ),
        3 if len(hours) % 4 else 4,
    )
    if digest is None:
        return
    yield (
        Button(ticked(_("Every day"), not weekdays), SetDigest(digest.hour, False)),
        Button(ticked(_("Weekdays"), weekdays), SetDigest(digest.hour, True)),
    )
    yield from in_rows(
        (
            Button(ticked(named(one.tag, words, 40), inside), PutInDigest(one.tag.id, not inside))
            for one, inside in ((one, one.level is Level.DIGEST) for one in followed[:MOST_TOPICS])
        ),
        2,
    )
    if not followed:
        yield (Button(_("🏷 Topics"), OpenTags()),)
    yield (Button(_("✖ No digest"), SetDigest(NO_DIGEST, weekdays)),)


def changed(digest: Digest | None, taken_in: int, follows: bool, undo: Undo, words: Words) -> Reply:
    """After /digest. `taken_in`: topics that were put into it at the same time."""
    _ = words.gettext
    told = Markup("✓ {}").format(said(digest, words))
    inside = words.ngettext(
        "It has {count} of your topics. Its breaking news still comes at once.",
        "It has {count} of your topics. Their breaking news still comes at once.",
        taken_in,
    ).format(count=words.number(taken_in))
    nothing = _("You follow nothing yet: choose topics first.")
    more = (inside if taken_in else "" if follows else nothing) if digest else ""
    topics = () if follows else ((Button(_("🏷 Topics"), OpenTags()),),)
    row = undo_button(undo, words), Button(_("🗞 Digest"), OpenSettings(Panel.DIGEST))
    return Reply(text.blocks(told, more), (row, *topics))


def not_understood(asked: str, words: Words) -> Reply:
    _ = words.gettext
    sorry = Markup(_("I do not understand the time “{asked}”.")).format(asked=text.cut(asked, 60))
    how = Markup(
        _(
            "Give a full hour, on weekdays only if you like: <code>/digest 8</code>, <code>/digest weekdays "
            "18</code>, <code>/digest off</code>."
        )
    )
    usual = Button(f"{USUAL_HOUR}:00", SetDigest(USUAL_HOUR, False))
    return Reply(text.blocks(sorry, how), ((usual, Button(_("🗞 Digest"), OpenSettings(Panel.DIGEST))),))
