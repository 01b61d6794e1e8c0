"""What a chat follows."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.locales import Words
from bot.news.chats import Level, Sound, Subscription
from bot.news.digest import Digest
from bot.news.story import Tag
from bot.views import text
from bot.views.buttons import follow_button
from bot.views.choices import OpenTopic
from bot.views.intents import Follow, Intent, On, OpenSubscriptions, OpenTags, WantAlerts
from bot.views.pushes import undoing
from bot.views.reply import Button, Reply, Row

MARKS = {Level.BREAKING: "🔴", Level.DIGEST: "🗞", Level.ALL: "📰"}
MOST_SHOWN = 40
"""Topics in one message; Telegram takes 100 buttons, two for each."""


def followed(subscriptions: Sequence[Subscription], alerts: bool, digest: Digest | None, words: Words) -> Reply:
    """Each topic with two buttons: how it comes, and to stop. `alerts`: the chat gets what editors broadcast."""
    _ = words.gettext
    alerted = _("📣 Editors' alerts: on") if alerts else _("📣 Editors' alerts: off")
    turn = (Button(alerted, WantAlerts(not alerts)),)
    if not subscriptions:
        return Reply(
            Markup(_("You follow nothing yet. Pick a topic, and breaking news about it comes to you.")),
            ((Button(_("🏷 Topics"), OpenTags()),), turn),
        )
    said = _("Tap a topic to choose how much of it comes, and with which sound.")
    gathered = any(one.level is Level.DIGEST for one in subscriptions)
    without = _("Your digest is turned off, so those headlines do not come: /digest") if gathered and not digest else ""
    heading = Markup("<b>{}</b>").format(_("You follow"))
    shown = subscriptions[:MOST_SHOWN]
    entries = [_entry(one, words) for one in shown]
    more = f"… +{len(subscriptions) - MOST_SHOWN}" if len(subscriptions) > MOST_SHOWN else ""
    return Reply(text.blocks(heading, text.lines(*entries, more), without, said), (*(_row(s) for s in shown), turn))


def _entry(one: Subscription, words: Words) -> Markup:
    how = ", ".join(filter(None, (level(one.level, words), sound(one.sound, words))))
    entry = Markup("• {}: {}").format(named(one.tag, 60), how)
    return entry + (Markup(", {}").format(_without(one.without, words)) if one.without else "")


def _without(left_out: Sequence[Tag], words: Words) -> str:
    return words.gettext("without {topics}").format(topics=", ".join(named(tag, 30) for tag in left_out))


def named(tag: Tag, most: int) -> str:
    name = text.cut(tag.name, most)
    return f"“{name}”" if tag.phrase else name


def alerts_toast(want: bool, words: Words) -> str:
    _ = words.gettext
    return _("You will get editors' alerts.") if want else _("You will get no more editors' alerts, only your topics.")


def level(chosen: Level, words: Words) -> str:
    _ = words.gettext
    match chosen:
        case Level.BREAKING:
            return _("breaking news only")
        case Level.DIGEST:
            return _("headlines in the digest")
    return _("every headline")


def sound(chosen: Sound, words: Words) -> str:
    """Nothing for what is usual."""
    _ = words.gettext
    match chosen:
        case Sound.BREAKING:
            return _("sound for breaking news only")
        case Sound.NONE:
            return _("without sound")
    return ""


def _row(subscription: Subscription) -> Row:
    tag = subscription.tag
    return (
        Button(f"{MARKS[subscription.level]} {named(tag, 60)}", OpenTopic(tag.id)),
        Button(f"✖ {named(tag, 60)}", Follow(tag.id, False, On.SUBSCRIPTIONS)),
    )


def offer(tags: Sequence[Tag], owned: set[int], words: Words) -> Reply:
    """Popular topics to follow, for `/subscribe` without a word."""
    _ = words.gettext
    if not tags:
        return Reply(Markup(_("No topics yet: they come with the news. Please try /latest.")))
    buttons = [follow_button(tag, tag.id in owned, On.OFFER) for tag in tags]
    rows = tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
    said = _(
        "What would you like to follow? Tap a topic, or type it: <code>/subscribe NATO</code>. Words in quotes are "
        'followed wherever they stand: <code>/subscribe "air defence"</code>. A minus leaves something out: '
        "<code>/subscribe NATO -sport</code>."
    )
    return Reply(Markup(said), (*rows, (Button(_("✅ My topics"), OpenSubscriptions()),)))


def now_following(tag: Tag, new: bool, without: Sequence[Tag], words: Words) -> Reply:
    _ = words.gettext
    if tag.phrase:
        said = _("Every headline with <b>{tag}</b>, in any form of the words, will come to you.")
    elif new:
        said = _("You now follow <b>{tag}</b>: breaking news about it will come to you.")
    else:
        said = _("You already follow <b>{tag}</b>.")
    left_out = _("But nothing that is about: {topics}.").format(topics=", ".join(named(one, 60) for one in without))
    name = f'"{tag.name}"' if tag.phrase else tag.name
    again = Markup(_("To get everything again: <code>/subscribe {tag}</code>")).format(tag=text.cut(name, 60))
    told = text.lines(Markup(said).format(tag=named(tag, 60)), *((left_out, again) if without else ()))
    return Reply(told, ((Button(_("✅ My topics"), OpenSubscriptions()),),))


def says_nothing(asked: str, words: Words) -> Reply:
    """For words that stand in every text."""
    said = Markup(words.gettext("“{asked}” stands in too many texts to follow. Please choose words that say more."))
    return Reply(said.format(asked=text.cut(asked, 60)))


def too_many(most: int, words: Words) -> Reply:
    _ = words.gettext
    said = words.ngettext(
        "You follow {count} phrase already, which is as many as there can be. Drop one first.",
        "You follow {count} phrases already, which is as many as there can be. Drop one first.",
        most,
    )
    return Reply(Markup(said).format(count=most), ((Button(_("✅ My topics"), OpenSubscriptions()),),))


def no_longer_following(tag: Tag, was: bool, undo: Intent | None, words: Words) -> Reply:
    _ = words.gettext
    said = _("You no longer follow <b>{tag}</b>.") if was else _("You did not follow <b>{tag}</b>.")
    return Reply(Markup(said).format(tag=tag.name), undoing(undo, words))


def followed_toast(tag: Tag, want: bool, words: Words) -> str:
    _ = words.gettext
    said = _("You now follow {tag}") if want else _("You no longer follow {tag}")
    return said.format(tag=text.cut(tag.name, 100))


def private_only(words: Words) -> Reply:
    """For groups: a member does not set what all the others get."""
    _ = words.gettext
    said = Markup(_("You can follow topics in a private chat with me."))
    return Reply(said, ((Button(_("Open the private chat"), "start:subscribe"),),))
