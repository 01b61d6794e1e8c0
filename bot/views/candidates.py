"""Candidates for breaking news, as editors decide on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from bot.locales import Words
from bot.news.breaking import without_prefix
from bot.news.candidates import MOST_A_DAY, Nearly, State
from bot.news.story import Edition, Tag
from bot.views import text
from bot.views.newsroom import Decide, OpenCandidate, Reword, TurnTopic, Verb, WantCandidates
from bot.views.reply import Button, Reply, Row

MOST_TOPICS = 12
"""Buttons of topics."""
MOST_SUMMARY = 300


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "a message that is translated later"
    return message


_WHY: Mapping[Nearly, str] = {
    Nearly.TWO: N_("Two publishers tell of it within an hour; with a third it would break by itself."),
    Nearly.TOP: N_("The publisher calls it main news."),
    Nearly.LABEL: N_("The publisher marks it as breaking."),
    Nearly.PREFIX: N_("Its headline begins as breaking news does."),
    Nearly.BURST: N_("Several publishers tell of it within an hour."),
}
_HEADINGS: Mapping[State, str] = {
    State.OPEN: N_("Is this breaking?"),
    State.HELD: N_("Held back"),
    State.PUSHED: N_("Pushed as breaking"),
    State.DROPPED: N_("Dropped: not breaking"),
    State.BROKE: N_("Already breaking"),
    State.EXPIRED: N_("Nobody decided in time"),
}
_MARKS: Mapping[State, str] = {
    State.OPEN: "❓",
    State.HELD: "⏸",
    State.PUSHED: "✅",
    State.DROPPED: "✖",
    State.BROKE: "🔴",
    State.EXPIRED: "⌛",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A candidate as it stands, for one chat."""

    id: int
    state: State
    reason: Nearly
    edition: Edition
    headline: str
    """By an editor; empty for the publisher's."""
    topics: tuple[Tag, ...]
    """Whose followers get it."""
    chats: int
    by: str
    """Who acted last; empty for nobody."""
    acted_at: datetime | None
    time_zone: str
    now: datetime
    last: bool
    """Of those that are told today."""


def candidate(seen: Seen, words: Words) -> Reply:
    _ = words.gettext
    heading = Markup("{} <b>{}</b>").format(_MARKS[seen.state], _(_HEADINGS[seen.state]))
    last = _(
        "This was the last of {count} that I tell of unasked in 24 hours; the newest stories stand under /breaking."
    )
    undecided = seen.state in (State.OPEN, State.HELD)
    return Reply(
        text.blocks(
            text.lines(heading, _acted(seen, words)),
            _story(seen, words),
            text.lines(_why(seen, words), _reach(seen, words)) if undecided else "",
            last.format(count=MOST_A_DAY) if seen.last and undecided else "",
        ),
        _buttons(seen, words),
    )


def _acted(seen: Seen, words: Words) -> Markup:
    if not seen.by or seen.acted_at is None:
        return Markup()
    said = Markup(words.gettext("Last act: {name}, {time}"))
    return said.format(name=seen.by, time=words.at(seen.acted_at, seen.time_zone, seen.now))


def _story(seen: Seen, words: Words) -> Markup:
    edition = seen.edition
    title = Markup("<b>{}</b>").format(text.cut(_title(seen), text.TITLE_MAX))
    instead = words.gettext("The publisher's headline: {title}") if seen.headline else ""
    theirs = Markup(instead).format(title=text.cut(without_prefix(edition.title), text.TITLE_MAX))
    at = words.at(edition.published_at, seen.time_zone, seen.now)
    source = Markup("{} · {}").format(text.link(edition.url, edition.source), at)
    also = ", ".join(link.title for link in edition.also)
    return text.lines(title, theirs, text.cut(edition.summary, MOST_SUMMARY), source, f"+ {also}" if also else "")


def _title(seen: Seen) -> str:
    return seen.headline or without_prefix(seen.edition.title)


def _why(seen: Seen, words: Words) -> str:
    return words.gettext(_WHY[seen.reason])


def _reach(seen: Seen, words: Words) -> str:
    _ = words.gettext
    if not seen.topics and not seen.chats:
        return _("It has no topics, so nobody would get it: choose some.")
    if not seen.topics:
        others = words.ngettext(
            "It has no topics: only {count} chat would get it, which follows everything or words in it. Choose some "
            "topics for more.",
            "It has no topics: only {count} chats would get it, which follow everything or words in it. Choose some "
            "topics for more.",
            seen.chats,
        )
        return others.format(count=words.number(seen.chats))
    names = ", ".join(tag.name for tag in seen.topics)
    said = words.ngettext(
        "{count} chat follows its topics: {topics}.", "{count} chats follow its topics: {topics}.", seen.chats
    )
    return said.format(count=words.number(seen.chats), topics=names)


def _buttons(seen: Seen, words: Words) -> tuple[Row, ...]:
    _ = words.gettext
    drop = Button(_("✖ Drop"), Decide(seen.id, Verb.DROP))
    match seen.state:
        case State.OPEN:
            return (
                (Button(_("✅ Push"), Decide(seen.id, Verb.PUSH)), Button(_("⏸ Hold"), Decide(seen.id, Verb.HOLD))),
                (Button(_("✎ Headline"), Reword(seen.id)), Button(_("🏷 Topics"), OpenCandidate(seen.id, topics=True))),
                (drop,),
            )
        case State.HELD:
            return ((Button(_("▶️ Release"), Decide(seen.id, Verb.RELEASE)), drop),)
    return ()


def topics(seen: Seen, others: Sequence[Tag], words: Words) -> Reply:
    """Whose followers get it: ticked ones do. `others` are topics to add with one tap."""
    _ = words.gettext
    said = _(
        "Whose followers get it? A tick means that they do. To add another topic, answer this message with +topic."
    )
    chosen = [Button(f"✅ {tag.name}", TurnTopic(seen.id, tag.id, want=False)) for tag in seen.topics]
    free = [Button(f"➕ {tag.name}", TurnTopic(seen.id, tag.id, want=True)) for tag in others]
    shown = [*chosen, *free][:MOST_TOPICS]
    rows = tuple(tuple(shown[at : at + 2]) for at in range(0, len(shown), 2))
    heading = Markup("<b>{}</b>").format(text.cut(_title(seen), text.TITLE_MAX))
    back = (Button(_("‹ Back"), OpenCandidate(seen.id)),)
    return Reply(text.blocks(heading, said, _reach(seen, words)), (*rows, back))


def how_to_reword(words: Words) -> str:
    return words.gettext("Answer this message with the headline that you want: swipe it or hold it, and choose Reply.")


def too_long(most: int, words: Words) -> Reply:
    said = words.gettext("A headline has at most {count} letters. Answer the message again with a shorter one.")
    return Reply(Markup(said.format(count=most)))


def unknown_topic(asked: str, words: Words) -> Reply:
    return Reply(Markup(words.gettext("There is no topic “{asked}”. /tags shows all.")).format(asked=asked))


def decided(by: str, words: Words) -> Reply:
    return Reply(Markup.escape(too_late(by, words)))


def too_late(by: str, words: Words) -> str:
    if not by:
        return words.gettext("Too late: this was decided meanwhile.")
    return words.gettext("Too late: {name} was faster.").format(name=by)


def switch(want: bool, words: Words) -> Row:
    """Under /breaking: whether what may be breaking comes unasked."""
    _ = words.gettext
    label = _("🔔 Suggestions: on") if want else _("🔕 Suggestions: off")
    return (Button(label, WantCandidates(not want)),)


def switched(want: bool, words: Words) -> str:
    _ = words.gettext
    if want:
        return _("Stories that may be breaking come to you again.")
    return _("Stories that may be breaking come to you no more. You find the newest ones under /breaking.")
