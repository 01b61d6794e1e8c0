"""What a chat follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from bot.locales import Words
from bot.news.chats import Level, Sound, Subscription
from bot.news.digest import Digest
from bot.news.story import Tag
from bot.views import text
from bot.views.buttons import follow_button, named, undo_row
from bot.views.choices import OpenTopic
from bot.views.intents import Follow, On, OpenSubscriptions, OpenTags, Place, TurnSubscriptions, Undo, WantAlerts
from bot.views.pushes import undoing
from bot.views.reply import Button, Reply, Row

MARKS = {Level.BREAKING: "🔴", Level.DIGEST: "🗞", Level.ALL: "📰"}
MOST_TEXT, MOST_BUTTONS, MOST_BYTES = 3000, 90, 9000
"""Of topics in one message: characters, buttons, and bytes of these; Telegram takes 4096, 100 and 10 KB."""
_BUTTON_BYTES = 100
"""Of a button beside its label."""
Drawn = tuple[Markup, Row]
"""A topic: what is said of it, and its buttons."""


def followed(
    subscriptions: Sequence[Subscription],
    alerts: bool,
    digest: Digest | None,
    page: int,
    undo: Undo | None,
    words: Words,
) -> Reply:
    """Each topic with two buttons: how it comes, and to stop. `alerts`: the chat gets what editors broadcast; `undo`:
    of what was changed just now."""
    _ = words.gettext
    alerted = _("📣 Editors' alerts: on") if alerts else _("📣 Editors' alerts: off")
    last = ((Button(alerted, WantAlerts(not alerts)),), *undo_row(undo, words))
    if not subscriptions:
        return Reply(
            Markup(_("You follow nothing yet. Pick a topic, and breaking news about it comes to you.")),
            ((Button(_("🏷 Topics"), OpenTags()),), *last),
        )
    said = _("Tap a topic to choose how much of it comes, and with which sound.")
    gathered = any(one.level is Level.DIGEST for one in subscriptions)
    without = _("Your digest is turned off, so those headlines do not come: /digest") if gathered and not digest else ""
    heading = Markup("<b>{}</b>").format(_("You follow"))
    entries, rows = leafed(subscriptions, lambda one, page: (entry(one, words), _row(one, page)), page, words)
    return Reply(text.blocks(heading, entries, without, said), (*rows, *last))


def leafed(
    subscriptions: Sequence[Subscription], draw: Callable[[Subscription, int], Drawn], page: int, words: Words
) -> tuple[Markup, tuple[Row, ...]]:
    """Those of the page (or of the last one) below each other, and how many follow; their buttons, and those that turn
    it."""
    pages = _pages([draw(one, 0) for one in subscriptions])
    page = min(page, len(pages) - 1)
    first, last = sum(pages[:page]), sum(pages[: page + 1])
    shown, left = [draw(one, page) for one in subscriptions[first:last]], len(subscriptions) - last
    turns = [Button(words.gettext("‹ Earlier"), TurnSubscriptions(page - 1))] if page else []
    if left:
        turns.append(Button(words.gettext("Later ›"), TurnSubscriptions(page + 1)))
    rows = *(row for _, row in shown), *((tuple(turns),) if turns else ())
    return text.lines(*(said for said, _ in shown), f"… +{left}" if left else ""), rows


def _pages(topics: Sequence[Drawn]) -> list[int]:
    """How many of them stand on each page: as many as one message takes."""
    pages, characters, buttons, size = [0], 0, 0, 0
    for said, row in topics:
        takes = len(text.plain(said)) + 1, len(row), sum(len(one.label.encode()) + _BUTTON_BYTES for one in row)
        characters, buttons, size = characters + takes[0], buttons + takes[1], size + takes[2]
        if pages[-1] and (characters > MOST_TEXT or buttons > MOST_BUTTONS or size > MOST_BYTES):
            pages.append(0)
            characters, buttons, size = takes
        pages[-1] += 1
    return pages


def stop_following(tag: Tag, page: int) -> Button:
    """The same page is drawn again."""
    back = Place(page=page) if page else None
    return Button(f"✖ {named(tag)}", Follow(tag.id, False, On.SUBSCRIPTIONS, back=back))


def entry(one: Subscription, words: Words) -> Markup:
    how = ", ".join(filter(None, (level(one.level, words), sound(one.sound, words))))
    entry = Markup("• {}: {}").format(named(one.tag), how)
    return entry + (Markup(", {}").format(without_(one.without, words)) if one.without else "")


def without_(left_out: Sequence[Tag], words: Words) -> str:
    return words.gettext("without {topics}").format(topics=", ".join(named(tag, 30) for tag in left_out))


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


def _row(subscription: Subscription, page: int) -> Row:
    tag = subscription.tag
    return Button(f"{MARKS[subscription.level]} {named(tag)}", OpenTopic(tag.id)), stop_following(tag, page)


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


def now_following(tag: Tag, new: bool, without: Sequence[Tag], undo: Undo | None, words: Words) -> Reply:
    _ = words.gettext
    if tag.phrase:
        said = _("Every headline with <b>{tag}</b>, in any form of the words, will come to you.")
    elif new:
        said = _("You now follow <b>{tag}</b>: breaking news about it will come to you.")
    else:
        said = _("You already follow <b>{tag}</b>.")
    left_out = _("But nothing that is about: {topics}.").format(topics=", ".join(named(one) for one in without))
    name = f'"{tag.name}"' if tag.phrase else tag.name
    again = Markup(_("To get everything again: <code>/subscribe {tag}</code>")).format(tag=text.cut(name, 60))
    told = text.lines(Markup(said).format(tag=named(tag)), *((left_out, again) if without else ()))
    return Reply(told, undoing(undo, words))


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


def no_longer_following(tag: Tag, was: bool, undo: Undo | None, words: Words) -> Reply:
    _ = words.gettext
    said = _("You no longer follow <b>{tag}</b>.") if was else _("You did not follow <b>{tag}</b>.")
    return Reply(Markup(said).format(tag=tag.name), undoing(undo, words))


def followed_toast(tag: Tag, want: bool, words: Words) -> str:
    _ = words.gettext
    said = _("You now follow {tag}") if want else _("You no longer follow {tag}. /undo brings it back.")
    return said.format(tag=text.cut(tag.name, 100))
