"""What editors say about something that was sent: a correction below it, a retraction in its place."""

from __future__ import annotations

from markupsafe import Markup

from bot.locales import Words
from bot.news.alert import Alert
from bot.news.breaking import without_prefix
from bot.news.story import Edition
from bot.views import text
from bot.views.reply import Reply


def alert(said: Alert, language: str) -> Reply:
    """What an editor broadcasts, as readers get it. Its texts are Telegram's HTML, made from the editor's messages."""
    return Reply(Markup(said.text(language)), media=said.media)


def correction(said: Alert, words: Words) -> Reply:
    """Answers what was sent."""
    heading = Markup("✏️ <b>{}</b>").format(words.gettext("Correction"))
    return Reply(text.blocks(heading, Markup(said.text(words.language))))


def retracted_story(edition: Edition, said: Alert, words: Words) -> Reply:
    """Stands where the story's card stood."""
    return _struck(Markup("{}").format(without_prefix(edition.title)), said, words)


def retracted_alert(original: Alert, said: Alert, words: Words) -> Reply:
    """Stands where the alert stood; of media the caption changes."""
    struck = _struck(Markup(original.text(words.language)), said, words)
    return Reply(struck.text, media=original.media)


def _struck(what: Markup, said: Alert, words: Words) -> Reply:
    heading = Markup("⛔️ <b>{}</b>").format(words.gettext("Retracted"))
    return Reply(text.blocks(heading, Markup("<s>{}</s>").format(what), Markup(said.text(words.language))))
