"""What a group, a topic of a forum or a channel gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.locales import Words
from bot.news.chats import Chat, Level, Subscription
from bot.news.story import Tag
from bot.views import text
from bot.views.buttons import follow_button, named, undo_button, undo_row
from bot.views.choices import FollowEverything, MoveTo, Of, OpenOffer, OpenSettings, OpenTopic
from bot.views.intents import On, OpenSubscriptions, Undo, WantAlerts
from bot.views.reply import Button, Reply, Row
from bot.views.subscriptions import MARKS, Drawn, entry, leafed, stop_following, without_

GENERAL = 1
"""Telegram's number of the topic that every forum has; what is sent there is sent to none."""
MOST_TOPICS = 20


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something comes: a group or channel, and the topic of the forum."""

    chat: Chat
    thread_id: int
    topics: Mapping[int, str]
    """Of the forum, as far as they were seen: thread → name."""


def gets(subscriptions: Sequence[Subscription], spot: Spot, page: int, undo: Undo | None, words: Words) -> Reply:
    """Each topic with two buttons, how much of it and to stop; in a forum also where it goes. `undo`: of what was
    changed just now."""
    _ = words.gettext
    heading = Markup("<b>{}</b>").format(_("What {chat} gets").format(chat=text.cut(spot.chat.title, 60)))
    forum = bool(spot.topics) or any(one.thread_id for one in subscriptions)

    def drawn(one: Subscription, page: int) -> Drawn:
        return entry(one, words) + (_goes(one, spot, words) if forum else ""), _row(one, forum, page, words)

    entries, rows = leafed(subscriptions, drawn, page, words)
    said = text.lines(
        _("Tap a topic to choose how much of it comes, and with which sound.") if rows else "",
        _("“➜ Move” takes it to another topic of the group.") if rows and forum else "",
    )
    nothing = _("Nothing yet.") if not rows else ""
    return Reply(
        text.blocks(heading, nothing, entries, said, how_to_add(words)),
        (*rows, *undo_row(undo, words), *_last(spot.chat, words)),
    )


def _goes(one: Subscription, spot: Spot, words: Words) -> str:
    return f" ➜ {text.cut(place(one.thread_id, spot.topics, words), 40)}"


def _row(one: Subscription, forum: bool, page: int, words: Words) -> Row:
    """Each button says of which topic of the forum it speaks."""
    buttons = [
        Button(f"{MARKS[one.level]} {named(one.tag)}", OpenTopic(one.tag.id)),
        stop_following(one.tag, page),
        *((Button(words.gettext("➜ Move"), MoveTo(one.tag.id)),) if forum else ()),
    ]
    return tuple(Button(each.label, Of(0, one.thread_id, each.act)) for each in buttons)


def _last(chat: Chat, words: Words) -> tuple[Row, ...]:
    _ = words.gettext
    alerted = _("📣 Editors' alerts: on") if chat.alerts else _("📣 Editors' alerts: off")
    return (
        (Button(alerted, WantAlerts(not chat.alerts)),),
        (Button(_("➕ Add"), OpenOffer()), Button(_("‹ Settings"), OpenSettings())),
    )


def offer(tags: Sequence[Tag], owned: set[int], spot: Spot, words: Words) -> Reply:
    _ = words.gettext
    said = Markup(_("What should {spot} get?")).format(spot=_spot(spot, words))
    buttons = [follow_button(tag, tag.id in owned, On.OFFER) for tag in tags]
    rows = tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
    everything = (
        Button(_("🔴 All breaking"), FollowEverything(Level.BREAKING)),
        Button(_("📰 All headlines"), FollowEverything(Level.ALL)),
    )
    last = Button(_("✅ What it gets"), OpenSubscriptions()), Button(_("‹ Settings"), OpenSettings())
    return Reply(text.blocks(said, how_to_add(words)), (everything, *rows, last))


def added(one: Subscription, undo: Undo | None, spot: Spot, words: Words) -> Reply:
    """`undo`: of what is new; none where it came already."""
    _ = words.gettext
    if not undo:
        said = _("{spot} gets <b>{tag}</b> already.")
    elif one.level is Level.ALL:
        said = _("{spot} gets every headline of <b>{tag}</b> now.")
    else:
        said = _("{spot} gets breaking news of <b>{tag}</b> now.")
    told = Markup(said).format(spot=_spot(spot, words), tag=named(one.tag))
    return Reply(text.lines(told, without_(one.without, words) if one.without else ""), _ways(undo, words))


def removed(tag: Tag, was: bool, undo: Undo | None, spot: Spot, words: Words) -> Reply:
    _ = words.gettext
    said = _("{spot} gets <b>{tag}</b> no more.") if was else _("{spot} did not get <b>{tag}</b>.")
    return Reply(Markup(said).format(spot=_spot(spot, words), tag=named(tag)), _ways(undo, words))


def everything_name(words: Words) -> str:
    """What every story counts as being about."""
    return words.gettext("Everything")


def _ways(undo: Undo | None, words: Words) -> tuple[Row, ...]:
    _ = words.gettext
    back = (undo_button(undo, words),) if undo else ()
    return ((*back, Button(_("✅ What it gets"), OpenSubscriptions())),)


def _spot(spot: Spot, words: Words) -> Markup:
    chat = Markup("<b>{}</b>").format(text.cut(spot.chat.title, 60))
    if not spot.thread_id:
        return chat
    return chat + Markup(" ➜ {}").format(text.cut(place(spot.thread_id, spot.topics, words), 60))


def how_to_add(words: Words) -> Markup:
    return Markup(
        words.gettext(
            "To add any topic, or words to look for, answer this message with them: <code>NATO</code>, "
            '<code>"air defence"</code>.'
        )
    )


def which_topic(one: Subscription, topics: Mapping[int, str], words: Words) -> Reply:
    """Where a followed topic shall go in a forum."""
    _ = words.gettext
    said = Markup(_("Where should <b>{tag}</b> go? A topic that is not listed here: send /settings in it once."))
    places = [(GENERAL, place(0, topics, words)), *sorted(topics.items(), key=lambda known: known[1])]
    rows = tuple(
        (Button(text.cut(name, 60), MoveTo(one.tag.id, thread)),)
        for thread, name in places[:MOST_TOPICS]
        if (thread if thread != GENERAL else 0) != one.thread_id
    )
    back = (Button(_("‹ Back"), OpenSubscriptions()),)
    return Reply(said.format(tag=named(one.tag)), (*rows, back))


def place(thread_id: int, topics: Mapping[int, str], words: Words) -> str:
    """A topic of a forum by its name."""
    _ = words.gettext
    if not thread_id:
        return _("General")
    return topics.get(thread_id) or _("topic {number}").format(number=thread_id)
