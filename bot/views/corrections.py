"""What editors say about something that was sent: a correction below it, a retraction in its place."""

from __future__ import annotations

from markupsafe import Markup, escape

from bot.locales import Words
from bot.news.alert import Alert
from bot.news.breaking import without_prefix
from bot.news.story import Edition
from bot.views import text
from bot.views.reply import Reply

STRUCK_MIN = 60
"""Characters that stay of what is struck out, however long the reason is."""


def alert(said: Alert, language: str) -> Reply:
    """What an editor broadcasts, as readers get it. Its texts are Telegram's HTML, made from the editor's messages."""
    return Reply(Markup(said.text(language)), media=said.media)


def correction(said: Alert, words: Words) -> Reply:
    """Answers what was sent."""
    heading = Markup("✏️ <b>{}</b>").format(words.gettext("Correction"))
    return Reply(text.blocks(heading, Markup(said.text(words.language))))


def retracted_story(edition: Edition, said: Alert, words: Words) -> Reply:
    """Stands where the story's card stood."""
    return _struck(Markup("{}").format(without_prefix(edition.title)), said, words, text.TEXT_MAX)


def retracted_alert(original: Alert, said: Alert, words: Words) -> Reply:
    """Stands where the alert stood; of media the caption changes."""
    most = text.CAPTION_MAX if original.media else text.TEXT_MAX
    struck = _struck(Markup(original.text(words.language)), said, words, most)
    return Reply(struck.text, media=original.media)


def _struck(what: Markup, said: Alert, words: Words, most: int) -> Reply:
    """In at most `most` characters: the heading and the reason stand there whole, and what they leave is struck out."""
    heading = Markup("⛔️ <b>{}</b>").format(words.gettext("Retracted"))
    reason = Markup(said.text(words.language))
    left = most - len(text.plain(text.blocks(heading, "…", reason))) + 1
    if len(struck := text.plain(what)) > left:
        what = escape(text.cut(struck, max(left, STRUCK_MIN)))
    return Reply(text.blocks(heading, Markup("<s>{}</s>").format(what), reason))
