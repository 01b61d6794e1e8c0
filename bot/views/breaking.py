"""Pushing a story as breaking: which one, and whom that reaches."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.locales import Words
from bot.news.breaking import without_prefix
from bot.news.story import Edition, Headline
from bot.views import text
from bot.views.candidates import switch
from bot.views.intents import MakeBreaking
from bot.views.reply import Button, Reply


def newest(headlines: Sequence[Headline], wants: bool, words: Words) -> Reply:
    """Stories that an editor may push, and whether they are told of those that may be breaking (`wants`)."""
    _ = words.gettext
    if not headlines:
        return Reply(Markup(_("There is no story to push yet.")), (switch(wants, words),))
    rows = tuple((Button(text.cut(headline.title, 60), MakeBreaking(headline.story_id)),) for headline in headlines)
    return Reply(Markup(_("Which story is breaking?")), (*rows, switch(wants, words)))


def confirm_breaking(edition: Edition, chats: int, words: Words) -> Reply:
    _ = words.gettext
    said = Markup(
        words.ngettext(
            "Push “{title}” as breaking to {count} chat that follows: {tags}?",
            "Push “{title}” as breaking to {count} chats that follow: {tags}?",
            chats,
        )
    ).format(
        title=text.cut(without_prefix(edition.title), 200),
        count=words.number(chats),
        tags=", ".join(tag.name for tag in edition.tags) or "…",
    )
    return Reply(said, ((Button(_("✅ Push"), MakeBreaking(edition.story_id, sure=True)),),))


def nobody_follows(words: Words) -> str:
    return words.gettext("Nobody follows the topics of this story yet, so there is nobody to push it to.")


def pushed(chats: int, words: Words) -> Reply:
    said = words.ngettext("Pushed to {count} chat.", "Pushed to {count} chats.", chats)
    return Reply(Markup(said).format(count=words.number(chats)))


def already_breaking(words: Words) -> str:
    return words.gettext("This story was already pushed as breaking.")
