"""How to search."""

from __future__ import annotations

from markupsafe import Markup

from bot.locales import Words
from bot.views import text
from bot.views.reply import Reply

MOST_WORDS = 200
"""Characters of what is searched for."""


def how(words: Words) -> Reply:
    _ = words.gettext
    said = Markup(_("What are you looking for? Write it after the command: <code>/search air defence</code>."))
    return Reply(text.lines(said, _("This finds stories with all the words, in any form, newest first.")))
