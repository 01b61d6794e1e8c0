"""The first message, the help, and the language choice."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from markupsafe import Markup

from bot.locales import LANGUAGES, Words
from bot.news.chats import ChatKind
from bot.news.staff import Role
from bot.news.story import Tag
from bot.views import text
from bot.views.buttons import follow_button
from bot.views.intents import On, OpenList, OpenTags, SetLanguage
from bot.views.menu import READER_COMMANDS, desk_commands
from bot.views.reply import Button, Reply, Row


def welcome(newsroom: str, hot: Sequence[Tag], followed: Collection[int], kind: ChatKind, words: Words) -> Reply:
    """`hot` are tags to follow with one tap, `followed` the ids of those that the chat follows."""
    _ = words.gettext
    heading = Markup("<b>{}</b>").format(text.cut(newsroom, 100))
    if kind is not ChatKind.PRIVATE:
        said = _("Send /latest for the newest stories, or any topic as a command, such as /nato. /tags lists them.")
        return Reply(text.blocks(heading, said))
    said = _("The news in short: each story as a summary, with its background and related stories one tap away.")
    follow = _("Follow a topic to get its breaking news automatically:") if hot else ""
    buttons = [follow_button(tag, tag.id in followed, On.OFFER) for tag in hot]
    return Reply(
        text.blocks(heading, said, follow),
        (
            *(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)),
            (Button(_("📰 Latest"), OpenList()), Button(_("🏷 Topics"), OpenTags())),
            languages(words),
        ),
    )


def languages(words: Words) -> Row:
    return tuple(
        Button(f"✓ {language.name}" if code == words.language else language.name, SetLanguage(code))
        for code, language in LANGUAGES.items()
    )


def manual(kind: ChatKind, role: Role, words: Words) -> Reply:
    _ = words.gettext
    intro = _("Any topic is a command: /nato shows what is new about it. In a private chat you can just type the word.")
    entries = [Markup("/{} {}").format(name, _(meaning)) for name, meaning in READER_COMMANDS.items()]
    desk = [Markup("/{} {}").format(name, _(meaning)) for name, meaning in desk_commands(role).items()]
    rows = (languages(words),) if kind is ChatKind.PRIVATE else ()
    return Reply(text.blocks(intro, text.lines(*entries), text.lines(*desk)), rows)


def stale(words: Words) -> str:
    """The toast of a button that this version cannot read."""
    return words.gettext("This button is from an older version. Send the command again for a fresh one.")


def too_much(silence: float, words: Words) -> Reply:
    """For who asks more than a person can read. `silence`: seconds until they are answered again."""
    said = words.gettext("That is a lot at once! Give me a rest, please: I answer again in {time}.")
    return Reply(Markup(said).format(time=text.duration(silence, words)), silent=True)


def apology(words: Words) -> Reply:
    return Reply(Markup(words.gettext("Something went wrong here. Please try again in a minute.")))
