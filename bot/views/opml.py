"""Lists of feeds, from other readers and for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.locales import LANGUAGES, Words
from bot.news.trouble import Trouble
from bot.views import text
from bot.views.desk import AddSources, OpenSources
from bot.views.reply import Button, Reply

SHOWN = 10
"""Names of a list that are shown."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list offers: the names of what is new, and how much else. `number`: of the first new one, 0 for none."""

    names: Sequence[str]
    number: int
    known: int
    unreadable: int
    over: int
    guessed: int
    """New ones of which nobody says the language."""
    language: str
    """What is taken for theirs."""


def offer(listed: Listed, words: Words) -> Reply:
    _ = words.gettext
    new, known, unreadable = len(listed.names), listed.known, listed.unreadable
    said = [words.ngettext("{count} new source", "{count} new sources", new).format(count=new)]
    if known:
        here = words.ngettext("{count} is here already", "{count} are here already", known)
        said.append(here.format(count=known))
    if unreadable:
        nowhere = words.ngettext("{count} has no web address", "{count} have no web address", unreadable)
        said.append(nowhere.format(count=unreadable))
    heading = text.lines(Markup("<b>{}</b>").format(_("Found in the file")), *(f"• {line}" for line in said))
    rows = ((_add(listed, words),), (_back(words),)) if new else ((_back(words),),)
    return Reply(text.blocks(heading, _names(listed.names), *_notes(listed, words)), rows)


def _names(names: Sequence[str]) -> Markup:
    more = [f"… +{len(names) - SHOWN}"] if len(names) > SHOWN else []
    return text.lines(*(text.cut(name, 60) for name in names[:SHOWN]), *more)


def _notes(listed: Listed, words: Words) -> list[Markup | str]:
    _ = words.gettext
    notes: list[Markup | str] = []
    if listed.guessed:
        n = words.ngettext(
            "The file does not say the language of {count} source: I take it to be <b>{language}</b>.",
            "The file does not say the language of {count} sources: I take it to be <b>{language}</b>.",
            listed.guessed,
        )
        other = Markup(_("If it is another, send the file with the caption <code>/sources import en</code>."))
        notes.append(
            text.lines(Markup(n).format(count=listed.guessed, language=LANGUAGES[listed.language].name), other)
        )
    if listed.over:
        n = words.ngettext(
            "{count} more does not fit at once: add these, then send the file again.",
            "{count} more do not fit at once: add these, then send the file again.",
            listed.over,
        )
        notes.append(n.format(count=listed.over))
    if listed.names:
        notes.append(_("Nothing is read from them until you add them."))
    return notes


def added(count: int, words: Words) -> Reply:
    _ = words.gettext
    said = words.ngettext("{count} source added.", "{count} sources added.", count).format(count=count)
    what = _("The first reading only fills the archive: nothing is sent to anyone. A long list takes a while.")
    return Reply(text.lines(said, what), ((_back(words),),))


def over(words: Words) -> str:
    return words.gettext("This offer has expired. Please send the file again.")


def how(words: Words) -> Reply:
    """What to send, where the file is missing."""
    return Reply(Markup(words.gettext("Send me the .opml file here, as a document: I will first show what is in it.")))


def unreadable(trouble: Trouble, words: Words) -> Reply:
    _ = words.gettext
    match trouble:
        case Trouble.LARGE:
            said = _("This file is too large for a list of feeds. Please split it.")
        case Trouble.AWAY | Trouble.SLOW:
            said = _("Telegram did not hand over the file. Please send it again.")
        case Trouble.EMPTY:
            said = _("There is no feed in this file.")
        case Trouble.UNSAFE:
            said = _("This file holds definitions that are not safe to read, so I leave it alone.")
        case _:
            said = _("I cannot read this as an OPML file. You can export one from a feed reader.")
    return Reply(Markup("{}").format(said))


def too_large(words: Words) -> Reply:
    return Reply(Markup(words.gettext("There are too many sources for one file.")))


def _add(listed: Listed, words: Words) -> Button:
    label = words.ngettext("➕ Add {count} source", "➕ Add {count} sources", len(listed.names))
    return Button(label.format(count=len(listed.names)), AddSources(listed.number))


def _back(words: Words) -> Button:
    return Button(words.gettext("‹ All sources"), OpenSources())
