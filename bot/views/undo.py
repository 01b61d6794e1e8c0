"""What is said when the last change is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.locales import Words
from bot.news.chats import Subscription
from bot.news.story import Tag
from bot.views import text
from bot.views.buttons import named, undo_row
from bot.views.chosen import Sight, as_set
from bot.views.intents import Undo
from bot.views.reply import Reply
from bot.views.subscriptions import entry


@dataclass(frozen=True, slots=True)
class Back:
    """What is again as it was."""

    settings: Sight | None
    followed: Sequence[Subscription]
    gone: Sequence[Tag]
    """Not followed, as before."""
    saved: Sequence[tuple[str, bool]]
    """(title, whether it is saved)."""


def taken_back(back: Back, undo: Undo, words: Words) -> Reply:
    """`undo`: of the way back."""
    _ = words.gettext
    heading = _("Undone. It is again as it was:")
    topics = [entry(one, words) for one in back.followed]
    gone = [Markup(_("• {topic}: not followed")).format(topic=named(tag, words)) for tag in back.gone]
    kept, off = Markup(_("• {title}: saved")), Markup(_("• {title}: not saved"))
    saved = [(kept if there else off).format(title=text.cut(title, 100)) for title, there in back.saved]
    settings = as_set(back.settings) if back.settings else ""
    return Reply(text.blocks(heading, text.lines(*topics, *gone, *saved), settings), undo_row(undo, words))


def nothing(words: Words) -> Reply:
    return Reply(Markup(words.gettext("There is nothing to undo.")))


def too_late(words: Words) -> Reply:
    said = words.gettext("Something else has been changed since. /undo only undoes the last change.")
    return Reply(Markup(said))
