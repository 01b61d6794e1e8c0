"""What is said when a story is saved to be read later."""

from __future__ import annotations

from markupsafe import Markup

from bot.locales import Words
from bot.views.reply import Button, Reply


def toast(want: bool, words: Words) -> str:
    _ = words.gettext
    return _("Saved. Find it here: /saved") if want else _("Removed from your list.")


def too_many(most: int, words: Words) -> str:
    said = words.ngettext(
        "You have already saved {count} story, and that is the limit. Remove some: /saved",
        "You have already saved {count} stories, and that is the limit. Remove some: /saved",
        most,
    )
    return said.format(count=most)


def private_only(words: Words) -> Reply:
    _ = words.gettext
    said = Markup(_("You can save stories in a private chat with me."))
    return Reply(said, ((Button(_("Open the private chat"), "start:saved"),),))
