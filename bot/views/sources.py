"""Where the news comes from, for editors: the list, one source, and what was found at an address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from bot.locales import Words
from bot.news.article import Source
from bot.news.trouble import Trouble
from bot.views import text, troubles
from bot.views.desk import ExportSources, OpenSource, OpenSources, SourceAct, TurnSource
from bot.views.reply import Button, Reply, Row

PER_PAGE = 10
MOST_NAMED = 20
"""Sources that one notice names."""


@dataclass(frozen=True, slots=True)
class Line:
    """A source and how reading it goes."""

    number: int
    source: Source
    offered: bool = False
    paused: bool = False
    listed: bool = False
    parked: bool = False
    ok_at: datetime | None = None
    next_look: datetime | None = None
    trouble: Trouble | None = None
    broken_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """When and for whom it is drawn."""

    time_zone: str
    now: datetime
    words: Words

    def at(self, moment: datetime) -> str:
        return self.words.at(moment, self.time_zone, self.now)


def overview(lines: Sequence[Line], page: int, more: bool, sight: Sight) -> Reply:
    _ = sight.words.gettext
    heading = Markup("<b>{}</b>").format(_("Sources"))
    entries = [_entry(line, sight.words) for line in lines]
    buttons = [Button(f"{_mark(line)} {line.source.name}", OpenSource(line.number)) for line in lines]
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    return Reply(
        text.blocks(heading, text.lines(*entries), _how(sight.words)), (*rows, *_turning(page, more, sight.words))
    )


def _entry(line: Line, words: Words) -> Markup:
    shown = Markup("{} {} · {}").format(_mark(line), line.source.name, line.source.language)
    why = troubles.reason(line.trouble, words) if line.parked and line.trouble else ""
    why = words.gettext("paused") if line.paused else why
    return Markup("{}: {}").format(shown, why) if why else shown


def parked(lines: Sequence[Line], sight: Sight) -> Reply:
    """Unasked, once: these cannot be read."""
    _ = sight.words.gettext
    heading = sight.words.ngettext("{count} source cannot be read", "{count} sources cannot be read", len(lines))
    entries = [
        text.lines(Markup("• <b>{}</b> · {}").format(line.source.name, line.source.language), _trouble(line, sight))
        for line in lines[:MOST_NAMED]
    ]
    more = f"… +{len(lines) - MOST_NAMED}" if len(lines) > MOST_NAMED else ""
    hint = _("I will go on trying, but will not write about it again. How it stands: /sources")
    title = Markup("⚠️ <b>{}</b>").format(heading.format(count=len(lines)))
    rows = ((Button(_("Open"), OpenSource(lines[0].number)),),) if len(lines) == 1 else ()
    return Reply(text.blocks(title, *entries, more, hint), rows)


def how_to_add(words: Words) -> Reply:
    return Reply(_how(words))


def _how(words: Words) -> Markup:
    _ = words.gettext
    return text.lines(
        Markup(_("To add one: <code>/sources add example.org</code>, the address of a site or of its feed.")),
        Markup(_("If a site does not say its language: <code>/sources add example.org en</code>.")),
        _("To add many: send me a list of feeds as an .opml file."),
    )


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
    hint = _("Look at one first: you will see how its articles look here, and can then add it.")
    return Reply(text.blocks(heading, text.lines(*entries), hint), rows)


def known(line: Line, sight: Sight) -> Reply:
    """The address is that of a source that is there already."""
    said = sight.words.gettext("This source is here already.")
    return Reply(text.blocks(said, _described(line, sight)), _acts(line, sight.words))


def sample(line: Line, counts: tuple[int, int], card: Reply | None, sight: Sight) -> Reply:
    """How its articles will look: the newest one as a card, without its buttons. `counts`: its articles, and the
    entries of its feed."""
    _ = sight.words.gettext
    said = _counted(*counts, sight.words)
    shown = card.text if card else Markup()
    newest = _("The newest one will look like this:") if card else _("There is nothing to show yet.")
    return Reply(
        text.blocks(text.lines(_name(line), said, newest), shown),
        _acts(line, sight.words),
        photo=card.photo if card else "",
    )


def _counted(articles: int, entries: int, words: Words) -> str:
    said = words.ngettext("{count} article in its feed.", "{count} articles in its feed.", articles)
    if entries <= articles:
        return said.format(count=articles)
    more = words.ngettext(
        "{count} more entry repeats another or is empty.",
        "{count} more entries repeat others or are empty.",
        entries - articles,
    )
    return f"{said.format(count=articles)} {more.format(count=entries - articles)}"


def unreadable(address: str, trouble: Trouble, words: Words) -> Reply:
    said = Markup(words.gettext("I could not read <b>{address}</b>: {reason}.")).format(
        address=text.cut(address, 200), reason=troubles.reason(trouble, words)
    )
    return Reply(text.lines(said, troubles.hint(trouble, words)))


def gone(words: Words) -> str:
    return words.gettext("This source is no longer here. All sources: /sources")


def _described(line: Line, sight: Sight) -> Markup:
    _ = sight.words.gettext
    said = [_name(line), text.link(line.source.feed, text.cut(line.source.feed, 200)), _state(line, sight)]
    if line.trouble and not line.paused:
        said.append(_trouble(line, sight))
    if line.listed:
        said.append(_("It comes from the operator's file, so it can only be paused here."))
    return text.lines(*said)


def _state(line: Line, sight: Sight) -> str:
    _ = sight.words.gettext
    if line.offered:
        return _("Not added yet.")
    if line.paused:
        return _("Paused.")
    read = _("Not read yet.")
    if line.ok_at:
        read = _("Last read: {time}.").format(time=sight.at(line.ok_at))
    return read


def _trouble(line: Line, sight: Sight) -> str:
    """Why, since when, and when next."""
    _ = sight.words.gettext
    said = [_("It cannot be read: {reason}.").format(reason=troubles.reason(line.trouble or Trouble.ODD, sight.words))]
    if line.broken_since:
        said.append(_("Since {time}.").format(time=sight.at(line.broken_since)))
    if line.next_look and line.next_look > sight.now:
        said.append(_("Next try: {time}.").format(time=sight.at(line.next_look)))
    return " ".join(said)


def _name(line: Line) -> Markup:
    return Markup("{} <b>{}</b> · {}").format(_mark(line), line.source.name, line.source.language)


def _mark(line: Line) -> str:
    if line.offered:
        return "🆕"
    if line.paused:
        return "⏸"
    return "⚠️" if line.parked or (line.trouble and not line.ok_at) else "✅"


def _acts(line: Line, words: Words) -> tuple[Row, ...]:
    _ = words.gettext
    number = line.number
    if line.offered:
        return ((Button(_("➕ Add"), TurnSource(number, SourceAct.ADD)),), (_back(words),))
    pause = (_("▶️ Resume"), SourceAct.RESUME) if line.paused else (_("⏸ Pause"), SourceAct.PAUSE)
    first = Button(pause[0], TurnSource(number, pause[1])), Button(_("👀 Test"), TurnSource(number, SourceAct.TEST))
    remove = () if line.listed else (Button(_("🗑 Remove"), TurnSource(number, SourceAct.REMOVE)),)
    return (first, (*remove, _back(words)))


def _back(words: Words) -> Button:
    return Button(words.gettext("‹ All sources"), OpenSources())


def _turning(page: int, more: bool, words: Words) -> tuple[Row, ...]:
    turns = [Button(words.gettext("‹ Previous"), OpenSources(page - 1))] if page else []
    if more:
        turns.append(Button(words.gettext("Next ›"), OpenSources(page + 1)))
    return (tuple(turns), (Button("OPML", ExportSources()),)) if turns else ((Button("OPML", ExportSources()),),)
