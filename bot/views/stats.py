"""How it goes: readers, pushes and sources, in pictures and in words that say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from bot.locales import Words
from bot.news.story import Tag
from bot.views import text
from bot.views.desk import OpenBroadcast
from bot.views.figures import Bar, Bars, Figure, Line, Lines
from bot.views.reply import Button, Reply, Row
from bot.views.sources import Line as Source

EVERYBODY = 0
"""Stands among topics for all chats that follow any."""
DRAWN, NAMED = 8, 5
"""Bars of a picture; topics and sources that the words name."""
CURVES = 3
"""Topics over time: more lines nobody tells apart."""
QUICK = 10.0
"""Seconds that are told with a decimal."""


@dataclass(frozen=True, slots=True)
class Push:
    announcement_id: int
    subject: str
    opens_at: datetime
    sent: int
    first: float | None
    """Seconds until the first chat had it, and the last; None while it is being sent."""
    last: float | None


@dataclass(frozen=True, slots=True)
class Seen:
    days: Mapping[date, Mapping[int, int]]
    """Day → topic → chats that follow it; the oldest first."""
    topics: Sequence[Tag]
    """Those that most chats follow now, first."""
    pushes: Sequence[Push]
    """The newest first."""
    sources: Sequence[Source]
    time_zone: str
    now: datetime


def figures(seen: Seen, words: Words) -> tuple[Figure, ...]:
    """Of what there is something to see of."""
    drawn = (_over_time(seen, words), _by_topic(seen, words), _pushes(seen, words), _sources(seen, words))
    return tuple(figure for figure in drawn if figure)


def caption(seen: Seen, words: Words) -> Reply:
    """What the pictures show, in words."""
    heading = Markup("<b>{}</b>").format(words.gettext("How things are going"))
    said = text.blocks(heading, _readers(seen, words), _speed(seen, words), _health(seen, words))
    return Reply(said)


def pushes(seen: Seen, words: Words) -> Reply:
    """The last ones, each with a way to its report."""
    _ = words.gettext
    if not seen.pushes:
        return Reply(Markup(_("Nothing has been sent to readers lately.")))
    heading = Markup("<b>{}</b>").format(_("Latest messages to readers"))
    lines = [Markup("{}. {}").format(n, _told(push, seen, words)) for n, push in enumerate(seen.pushes, start=1)]
    hint = _("Tap a number to see how it was delivered.")
    return Reply(text.blocks(heading, text.lines(*lines), hint), _numbers(seen))


def _numbers(seen: Seen) -> tuple[Row, ...]:
    numbered = enumerate(seen.pushes, start=1)
    buttons = [Button(str(n), OpenBroadcast(push.announcement_id, fresh=True)) for n, push in numbered]
    return tuple(tuple(buttons[at : at + 4]) for at in range(0, len(buttons), 4))


def _told(push: Push, seen: Seen, words: Words) -> Markup:
    chats = words.ngettext("{count} chat", "{count} chats", push.sent).format(count=words.number(push.sent))
    at = words.at(push.opens_at, seen.time_zone, seen.now)
    said = Markup("{} · <b>{}</b> · {} · {}")
    return said.format(at, text.cut(push.subject, 80), chats, _span(push, words))


def _span(push: Push, words: Words) -> str:
    """First and last."""
    if push.first is None or push.last is None:
        return words.gettext("being sent")
    return f"{_seconds(push.first, words)} – {_seconds(push.last, words)}"


def _seconds(seconds: float, words: Words) -> str:
    if seconds < QUICK:
        return words.gettext("{count} s").format(count=words.number(round(max(seconds, 0.0), 1)))
    return text.duration(seconds, words)


def _readers(seen: Seen, words: Words) -> str:
    _ = words.gettext
    if not seen.days:
        return _("Readers are counted from today on; the first numbers come within a minute.")
    (first, then), *_between = seen.days.items()
    now = list(seen.days.values())[-1]
    chats = now.get(EVERYBODY, 0)
    said = words.ngettext("{count} chat follows topics.", "{count} chats follow topics.", chats)
    parts = [said.format(count=words.number(chats))]
    if len(seen.days) > 1:
        before = _("On {day} it was {count}.")
        parts.append(before.format(day=words.day(first), count=words.number(then.get(EVERYBODY, 0))))
    else:
        parts.append(_("Growth is counted from today on."))
    named = ", ".join(f"{tag.name} {words.number(now.get(tag.id, 0))}" for tag in seen.topics[:NAMED])
    return " ".join([*parts, _("Most followed: {topics}.").format(topics=named) if named else ""]).strip()


def _speed(seen: Seen, words: Words) -> str:
    _ = words.gettext
    spans = sorted((push.first, push.last) for push in seen.pushes if push.first is not None and push.last is not None)
    if not spans:
        return _("No message has been sent to all its readers yet.")
    first, last = spans[len(spans) // 2][0], sorted(last for _first, last in spans)[len(spans) // 2]
    said = words.ngettext(
        "{count} message was timed: it reached its first reader after {first} and its last one after {last}.",
        "{count} messages were timed: usually the first reader has it after {first}, the last one after {last}.",
        len(spans),
    )
    return said.format(count=len(spans), first=_seconds(first, words), last=_seconds(last, words))


def _health(seen: Seen, words: Words) -> str:
    _ = words.gettext
    on = [line for line in seen.sources if not line.paused]
    broken = [line for line in on if line.trouble]
    if not on:
        return _("No source is being read.")
    said = words.ngettext(
        "{well} of {count} source is read without trouble.",
        "{well} of {count} sources are read without trouble.",
        len(on),
    )
    said = said.format(well=len(on) - len(broken), count=len(on))
    if not broken:
        return said
    names = ", ".join(line.source.name for line in broken[:NAMED]) + ("…" if len(broken) > NAMED else "")
    return f"{said} " + _("Not read: {names}. /sources says why.").format(names=names)


def _over_time(seen: Seen, words: Words) -> Lines | None:
    if len(seen.days) < 2:
        return None
    _ = words.gettext
    rows = [(EVERYBODY, _("all who follow topics")), *((tag.id, tag.name) for tag in seen.topics[:CURVES])]
    lines = [Line(name, [counts.get(id_) for counts in seen.days.values()]) for id_, name in rows]
    return Lines(_("Readers over time, in chats"), list(seen.days), list(map(words.day, seen.days)), lines)


def _by_topic(seen: Seen, words: Words) -> Bars | None:
    if not seen.topics or not seen.days:
        return None
    now = list(seen.days.values())[-1]
    bars = [Bar(tag.name, now.get(tag.id, 0), words.number(now.get(tag.id, 0))) for tag in seen.topics[:DRAWN]]
    return Bars(words.gettext("Chats that follow a topic"), bars)


def _pushes(seen: Seen, words: Words) -> Bars | None:
    bars = [
        Bar(f"{words.at(push.opens_at, seen.time_zone, seen.now)} {push.subject}", push.last or 0, _span(push, words))
        for push in seen.pushes
        if push.last is not None
    ]
    return Bars(words.gettext("How long it took: first – last reader"), bars[:DRAWN]) if bars else None


def _sources(seen: Seen, words: Words) -> Bars | None:
    """Those that are not read first, then those that were read longest ago."""
    on = [line for line in seen.sources if not line.paused]
    worst = sorted(on, key=lambda line: (not line.trouble, line.ok_at.timestamp() if line.ok_at else 0.0))
    bars = list(_read(worst[:DRAWN], seen, words))
    return Bars(words.gettext("Sources: when they were last read"), bars) if bars else None


def _read(lines: Sequence[Source], seen: Seen, words: Words) -> Iterator[Bar]:
    _ = words.gettext
    for line in lines:
        ago = (seen.now - line.ok_at).total_seconds() if line.ok_at else 0.0
        since = _("{time} ago").format(time=text.duration(ago, words)) if line.ok_at else _("never")
        shown = _("not read") + f" · {since}" if line.trouble else since
        yield Bar(f"{line.source.name} · {line.source.language}", max(ago, 0.0), shown, marked=bool(line.trouble))
