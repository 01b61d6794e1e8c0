"""Where the news comes from, for editors: the list, one source, and what was found at an address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from bot.locales import Words
from bot.news.article import Source
from bot.views import text
from bot.views.desk import ExportSources, OpenSource, OpenSources, SourceAct, TurnSource
from bot.views.reply import Button, Reply, Row

PER_PAGE = 10
WAITED = 3
"""Failures in a row from which on a source is shown as one that needs a look."""


@dataclass(frozen=True, slots=True)
class Line:
    """A source and how reading it goes."""

    number: int
    source: Source
    offered: bool = False
    paused: bool = False
    listed: bool = False
    ok_at: datetime | None = None
    next_look: datetime | None = None
    failures: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """When and for whom it is drawn."""

    time_zone: str
    now: datetime
    words: Words


def overview(lines: Sequence[Line], page: int, more: bool, sight: Sight) -> Reply:
    _ = sight.words.gettext
    heading = Markup("<b>{}</b>").format(_("Sources"))
    entries = [Markup("{} {} · {}").format(_mark(line), line.source.name, line.source.language) for line in lines]
    buttons = [Button(f"{_mark(line)} {line.source.name}", OpenSource(line.number)) for line in lines]
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    hint = Markup(_("To add one: <code>/sources add example.org</code>, the address of a site or of its feed."))
    return Reply(text.blocks(heading, text.lines(*entries), hint), (*rows, *_turning(page, more, sight.words)))


def one(line: Line, sight: Sight) -> Reply:
    return Reply(_described(line, sight), _acts(line, sight.words))


def ask_removal(line: Line, words: Words) -> Reply:
    _ = words.gettext
    said = Markup(_("Remove <b>{name}</b>? What was read from it stays; nothing new will come.")).format(
        name=line.source.name
    )
    remove = Button(_("🗑 Remove"), TurnSource(line.number, SourceAct.REMOVE, sure=True))
    return Reply(said, ((remove, Button(_("Keep it"), OpenSource(line.number))),))


def found(lines: Sequence[Line], counts: Sequence[int], words: Words) -> Reply:
    """What an address has to offer: its feeds, and how many articles are in each."""
    _ = words.gettext
    heading = Markup("<b>{}</b>").format(_("Found"))
    entries = [
        Markup("• {}: {} ({})").format(line.source.name, line.source.feed, count)
        for line, count in zip(lines, counts, strict=True)
    ]
    rows = tuple(
        (Button(_("👀 {name}").format(name=line.source.name), TurnSource(line.number, SourceAct.TEST)),)
        for line in lines
    )
    hint = _("Look at one first: you see how its articles will look here, and can add it then.")
    return Reply(text.blocks(heading, text.lines(*entries), hint), rows)


def known(line: Line, sight: Sight) -> Reply:
    """The address is that of a source that is there already."""
    said = sight.words.gettext("This source is here already.")
    return Reply(text.blocks(said, _described(line, sight)), _acts(line, sight.words))


def sample(line: Line, count: int, card: Reply | None, sight: Sight) -> Reply:
    """How its articles will look: the newest one as a card, without its buttons."""
    _ = sight.words.gettext
    words = sight.words.ngettext("{count} article in its feed.", "{count} articles in its feed.", count)
    said = words.format(count=count)
    shown = card.text if card else Markup()
    newest = _("The newest one will look like this:") if card else _("There is nothing to show yet.")
    return Reply(
        text.blocks(text.lines(_name(line), said, newest), shown),
        _acts(line, sight.words),
        photo=card.photo if card else "",
    )


def unreadable(address: str, reason: str, words: Words) -> Reply:
    _ = words.gettext
    said = Markup(_("I could not read <b>{address}</b>: {reason}")).format(
        address=text.cut(address, 200), reason=reason
    )
    return Reply(text.lines(said, _("Please check the address, or give that of the feed itself.")))


def gone(words: Words) -> str:
    return words.gettext("This source is not here any more. /sources shows those that are.")


def too_large(words: Words) -> Reply:
    return Reply(Markup(words.gettext("This is too large for one file.")))


def _described(line: Line, sight: Sight) -> Markup:
    _ = sight.words.gettext
    said = [_name(line), text.link(line.source.feed, text.cut(line.source.feed, 200)), _state(line, sight)]
    if line.error and not line.paused:
        said.append(Markup(_("It could not be read: {reason}")).format(reason=text.cut(line.error, 300)))
    if line.listed:
        said.append(_("It stands in the operator's sources file; here it can only be paused."))
    return text.lines(*said)


def _state(line: Line, sight: Sight) -> str:
    _ = sight.words.gettext
    if line.offered:
        return _("Not added yet.")
    if line.paused:
        return _("Paused.")
    read = _("Never read so far.")
    if line.ok_at:
        read = _("Last read at {time}.").format(time=sight.words.at(line.ok_at, sight.time_zone, sight.now))
    if line.next_look and line.next_look > sight.now and line.error:
        again = sight.words.at(line.next_look, sight.time_zone, sight.now)
        after = _("Next look at {time}.").format(time=again)
        return f"{read} {after}"
    return read


def _name(line: Line) -> Markup:
    return Markup("{} <b>{}</b> · {}").format(_mark(line), line.source.name, line.source.language)


def _mark(line: Line) -> str:
    if line.offered:
        return "🆕"
    if line.paused:
        return "⏸"
    return "⚠️" if line.failures >= WAITED or (line.error and not line.ok_at) else "✅"


def _acts(line: Line, words: Words) -> tuple[Row, ...]:
    _ = words.gettext
    number = line.number
    if line.offered:
        return ((Button(_("➕ Add"), TurnSource(number, SourceAct.ADD)),), (_back(words),))
    pause = (_("▶ Resume"), SourceAct.RESUME) if line.paused else (_("⏸ Pause"), SourceAct.PAUSE)
    first = [Button(pause[0], TurnSource(number, pause[1])), Button(_("👀 Test"), TurnSource(number, SourceAct.TEST))]
    if not line.listed:
        first.append(Button(_("🗑 Remove"), TurnSource(number, SourceAct.REMOVE)))
    return (tuple(first), (_back(words),))


def _back(words: Words) -> Button:
    return Button(words.gettext("‹ All sources"), OpenSources())


def _turning(page: int, more: bool, words: Words) -> tuple[Row, ...]:
    turns = [Button(words.gettext("‹ Earlier"), OpenSources(page - 1))] if page else []
    if more:
        turns.append(Button(words.gettext("Later ›"), OpenSources(page + 1)))
    return (tuple(turns), (Button("OPML", ExportSources()),)) if turns else ((Button("OPML", ExportSources()),),)
