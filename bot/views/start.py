"""The first message, the help, and the language choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.locales import LANGUAGES, Words
from bot.news.chats import ChatKind
from bot.news.staff import Role
from bot.news.story import Tag
from bot.views import text
from bot.views.buttons import follow_button, named
from bot.views.choices import EndSetUp, OpenSettings, SetUp
from bot.views.intents import On, OpenList, OpenSubscriptions, OpenTags, SetLanguage
from bot.views.menu import GROUP_COMMANDS, READER_COMMANDS, desk_commands
from bot.views.reply import Button, Reply, Row

MOST_NAMED = 5
"""Topics that are called by name in a sentence."""


@dataclass(frozen=True, slots=True)
class First:
    """What a reader is welcomed with."""

    newsroom: str
    hot: Sequence[Tag]
    followed: Sequence[Tag]


def set_up(first: First, words: Words) -> Reply:
    """All in one message: the language, topics to tap, and Done."""
    _ = words.gettext
    said = _("The news in short: each story as a summary, with its background and related stories one tap away.")
    if first.hot:
        ask = _("What should I tell you about at once? Tap topics, then “Done”.")
    else:
        ask = _("The first news is on its way, and topics come with it: you will find them here: /tags")
    own = {tag.id for tag in first.followed}
    buttons = [follow_button(tag, tag.id in own, On.WELCOME) for tag in first.hot]
    return Reply(
        text.blocks(_heading(first.newsroom), said, ask, _following(first.followed, words)),
        (
            *(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)),
            _languages(words, SetUp),
            (Button(_("Done"), EndSetUp()),),
        ),
    )


def ready(followed: Sequence[Tag], words: Words) -> Reply:
    """After “Done”: what comes, and where to change it."""
    _ = words.gettext
    if followed:
        said = words.ngettext(
            "You will get breaking news about <b>{topics}</b> and alerts from the editors. How, when and in "
            "which language: /settings",
            "You will get breaking news about <b>{topics}</b> and alerts from the editors. How, when and in "
            "which language: /settings",
            len(followed),
        )
    else:
        said = _(
            "You will get only alerts from the editors; the news is always here: /latest. How, when and in "
            "which language: /settings"
        )
    return Reply(Markup(said).format(topics=_names(followed, words)), _ways(words))


def welcome_back(first: First, words: Words) -> Reply:
    """/start by who has been welcomed before: what there is."""
    _ = words.gettext
    nothing = "" if first.followed else _("You follow nothing yet.")
    offer = () if first.followed else ((Button(_("🔔 Choose topics"), SetUp()),),)
    said = text.lines(_("Good to see you again."), nothing, _following(first.followed, words))
    return Reply(text.blocks(_heading(first.newsroom), said), (*offer, *_ways(words)))


def welcome_all(newsroom: str, words: Words) -> Reply:
    """For a group."""
    said = words.gettext(
        "Send /latest for the newest stories, or any topic as a command, such as /nato. All topics: /tags"
    )
    return Reply(text.blocks(_heading(newsroom), said))


def _heading(newsroom: str) -> Markup:
    return Markup("<b>{}</b>").format(text.cut(newsroom, 100))


def _following(followed: Sequence[Tag], words: Words) -> Markup:
    said = words.ngettext("You follow: {topics}.", "You follow: {topics}.", len(followed))
    return Markup(said).format(topics=_names(followed, words)) if followed else Markup()


def _names(tags: Sequence[Tag], words: Words) -> str:
    more = len(tags) - MOST_NAMED
    return ", ".join(named(tag, words) for tag in tags[:MOST_NAMED]) + (f" +{more}" if more > 0 else "")


def _ways(words: Words) -> tuple[Row, ...]:
    _ = words.gettext
    return (
        (Button(_("📰 Latest"), OpenList()), Button(_("🏷 Topics"), OpenTags())),
        (Button(_("✅ My topics"), OpenSubscriptions()), Button(_("⚙️ Settings"), OpenSettings())),
    )


def _languages(words: Words, act: type[SetUp | SetLanguage]) -> Row:
    return tuple(
        Button(f"✓ {language.name}" if code == words.language else language.name, act(code))
        for code, language in LANGUAGES.items()
    )


def manual(kind: ChatKind, role: Role, words: Words) -> Reply:
    _ = words.gettext
    intro = _("Any topic is a command: /nato shows what is new about it. In a private chat you can just type the word.")
    shown = READER_COMMANDS if kind is ChatKind.PRIVATE else GROUP_COMMANDS
    entries = [Markup("/{} {}").format(name, _(READER_COMMANDS[name])) for name in shown]
    desk = [Markup("/{} {}").format(name, _(meaning)) for name, meaning in desk_commands(role).items()]
    rows = (_languages(words, SetLanguage),) if kind is ChatKind.PRIVATE else ()
    return Reply(text.blocks(intro, text.lines(*entries), text.lines(*desk)), rows)


def stale(words: Words) -> str:
    """The toast of a button that this version cannot read."""
    return words.gettext("This button is from an older version. Send the command again for a fresh one.")


def too_much(silence: float, words: Words) -> Reply:
    """For who asks more than a person can read. `silence`: seconds until they are answered again."""
    said = words.gettext("That is a lot at once! Please give me a moment: I will answer again in {time}.")
    return Reply(Markup(said).format(time=text.duration(silence, words)), silent=True)


def apology(words: Words) -> Reply:
    return Reply(Markup(words.gettext("Something went wrong here. Please try again in a minute.")))
