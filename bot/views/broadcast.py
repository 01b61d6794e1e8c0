"""What editors broadcast, while it is sent and at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from bot.locales import Words
from bot.news.delivery import AnnouncementKind, AnnouncementState, DeliveryState
from bot.news.progress import Progress
from bot.views import text
from bot.views.desk import Act, Amend, Amendment, GetReport, OpenBroadcast, Steer
from bot.views.reply import Button, Reply, Row

BAR = 10
"""Blocks of the bar."""
_STOPPABLE = (AnnouncementState.SCHEDULED, AnnouncementState.OPEN, AnnouncementState.PAUSED)


@dataclass(frozen=True, slots=True)
class Sight:
    """An announcement as its editor sees it."""

    announcement_id: int
    subject: str
    """Its first words."""
    progress: Progress
    opens_at: datetime
    done_at: datetime | None
    poll: bool
    time_zone: str
    now: datetime
    rate: float = 0.0
    """Messages a second at present; 0 when nobody measured."""


def editors_only(words: Words) -> Reply:
    return Reply(Markup(words.gettext("Only editors can do this, in their own private chat with the bot.")))


def roots_only(words: Words) -> Reply:
    return Reply(Markup(words.gettext("Only root editors, named by the operator, can do this.")))


def staff_only(words: Words) -> Reply:
    """In a group, where editors may."""
    return Reply(Markup(words.gettext("Only this bot's editors can do this.")))


def progress(seen: Sight, words: Words) -> Reply:
    body = (_heading(seen, words), _subject(seen), _bar(seen), _numbers(seen, words), _pace(seen, words))
    rows = (_steering(seen, words), _afterwards(seen, words), _last(seen, words))
    return Reply(text.blocks(text.lines(*body[:2]), text.lines(*body[2:])), tuple(row for row in rows if row))


def _heading(seen: Sight, words: Words) -> Markup:
    _ = words.gettext
    told = seen.progress
    if told.ends_as is DeliveryState.REFUSED:
        refused = Markup(_("⛔️ <b>Stopped</b>: Telegram refuses it for every chat ({reason})"))
        return refused.format(reason=text.cut(told.reason, 200))
    ended = {
        "a newer one follows": _("✖ Replaced by a newer edit"),
        "cancelled by an editor": _("✖ Cancelled"),
        "retracted": _("✖ Retracted"),
    }
    said = {
        AnnouncementState.SCHEDULED: _("🕒 Scheduled for {time}") if _scheduled(seen) else _("📨 Sending…"),
        AnnouncementState.OPEN: _("📨 Sending…"),
        AnnouncementState.PAUSED: _("⏸ Paused"),
        AnnouncementState.ENDING: _("✖ Ending…"),
        AnnouncementState.DONE: ended.get(told.reason, _("✅ Done")),
    }[told.state]
    return Markup("<b>{}</b>").format(said.format(time=_opening(seen, words)))


def _opening(seen: Sight, words: Words) -> str:
    return f"{words.at(seen.opens_at, seen.time_zone, seen.now)} ({seen.time_zone})"


def _scheduled(seen: Sight) -> bool:
    """By an editor: an edit waits a few seconds of itself, until what left before it has arrived."""
    told = seen.progress
    return told.state is AnnouncementState.SCHEDULED and told.kind is AnnouncementKind.ALERT


def _subject(seen: Sight) -> Markup:
    marks = {
        AnnouncementKind.CORRECTION: "✏️ ",
        AnnouncementKind.UPDATE: "✎ ",
        AnnouncementKind.RETRACTION: "⛔️ ",
        AnnouncementKind.RECALL: "🗑 ",
    }
    return Markup("{}<i>{}</i>").format(marks.get(seen.progress.kind, ""), text.cut(seen.subject, 100))


def _bar(seen: Sight) -> str:
    """None of what was cut short: it is over, but not full."""
    told = seen.progress
    if not told.owed or (told.state is AnnouncementState.DONE and told.outcomes.get(DeliveryState.CANCELLED)):
        return ""
    share = 1 - told.waiting / told.owed
    full = int(share * BAR)
    return f"{'▓' * full}{'░' * (BAR - full)} {int(share * 100)} %"


def _numbers(seen: Sight, words: Words) -> Markup:
    _ = words.gettext
    told = seen.progress
    doing = {
        AnnouncementKind.UPDATE: _("edited"),
        AnnouncementKind.RETRACTION: _("struck out"),
        AnnouncementKind.RECALL: _("deleted"),
    }
    counts = (
        (doing.get(told.kind, _("delivered")), told.outcomes.get(DeliveryState.SENT, 0)),
        (_("waiting"), told.waiting),
        (_("chat gone or bot blocked"), told.outcomes.get(DeliveryState.GONE, 0)),
        (_("refused by Telegram"), told.outcomes.get(DeliveryState.REFUSED, 0)),
        (_("not sent"), sum(told.outcomes.get(state, 0) for state in _UNSENT)),
        (_("skipped"), told.outcomes.get(DeliveryState.SKIPPED, 0)),
        (_("attempts with unknown outcome"), told.doubts),
    )
    shown = [Markup("{}: <b>{}</b>").format(name, words.number(count)) for name, count in counts if count]
    return text.lines(*shown) or Markup(
        _("Nobody has got it yet.") if told.state in _STOPPABLE else _("Nobody got it.")
    )


_UNSENT = (DeliveryState.CANCELLED, DeliveryState.EXPIRED, DeliveryState.FOLDED)


def _pace(seen: Sight, words: Words) -> str:
    _ = words.gettext
    if seen.done_at is not None and seen.progress.owed:
        seconds = (seen.done_at - seen.opens_at).total_seconds()
        return _("It took {time}.").format(time=text.duration(seconds, words))
    if seen.progress.state is not AnnouncementState.OPEN or seen.rate < 0.1:
        return ""
    left = text.duration(seen.progress.waiting / seen.rate, words)
    return _("{rate} per second, about {time} left").format(rate=words.number(round(seen.rate, 1)), time=left)


def _steering(seen: Sight, words: Words) -> Row:
    _ = words.gettext
    id_, state = seen.announcement_id, seen.progress.state
    if state is AnnouncementState.SCHEDULED and not _scheduled(seen):
        return ()
    first = {
        AnnouncementState.SCHEDULED: Button(_("▶️ Send now"), Steer(id_, Act.SEND_NOW)),
        AnnouncementState.OPEN: Button(_("⏸ Pause"), Steer(id_, Act.PAUSE)),
        AnnouncementState.PAUSED: Button(_("▶️ Resume"), Steer(id_, Act.RESUME)),
    }.get(state)
    return (first, Button(_("✖ Cancel"), Steer(id_, Act.CANCEL))) if first else ()


def _afterwards(seen: Sight, words: Words) -> Row:
    """A poll has no text of ours to change, and what waits for its time needs no correction."""
    _ = words.gettext
    if seen.progress.kind is not AnnouncementKind.ALERT:
        return ()
    edit = Button(_("✎ Edit"), Amend(Amendment.EDIT, of_id=seen.announcement_id))
    correct = Button(_("✏️ Correct"), Amend(Amendment.CORRECT, of_id=seen.announcement_id))
    return (*(() if seen.poll else (edit,)), *(() if _scheduled(seen) else (correct,)))


def _last(seen: Sight, words: Words) -> Row:
    _ = words.gettext
    back = Button(_("⛔️ Retract"), Amend(Amendment.RETRACT, of_id=seen.announcement_id))
    row = (back,) if seen.progress.kind is AnnouncementKind.ALERT and not _scheduled(seen) else ()
    if seen.progress.state is not AnnouncementState.DONE:
        return (*row, Button(_("↻ Refresh"), OpenBroadcast(seen.announcement_id)))
    report = Button(_("📄 Report (CSV)"), GetReport(seen.announcement_id))
    return (*row, report) if seen.progress.owed else row


def ask_cancel(seen: Sight, words: Words) -> Reply:
    _ = words.gettext
    done = seen.progress.outcomes.get(DeliveryState.SENT, 0)
    said = Markup(_if_cancelled(seen.progress.kind, done, words)).format(subject=seen.subject, count=words.number(done))
    sure = Button(_("✖ Yes, cancel it"), Steer(seen.announcement_id, Act.CANCEL, sure=True))
    return Reply(said, ((sure,), (Button(_("‹ No"), Steer(seen.announcement_id, Act.KEEP)),)))


def _if_cancelled(kind: AnnouncementKind, done: int, words: Words) -> str:
    """`done`: the chats where nothing of it can be cancelled any more."""
    match kind:
        case AnnouncementKind.CORRECTION:
            return words.ngettext(
                "Cancel the correction of “{subject}”? {count} chat already has it and will keep it; nobody "
                "else will get it.",
                "Cancel the correction of “{subject}”? {count} chats already have it and will keep it; nobody "
                "else will get it.",
                done,
            )
        case AnnouncementKind.UPDATE:
            return words.ngettext(
                "Cancel the edit of “{subject}”? {count} chat already shows the new text; the others will keep "
                "the old one.",
                "Cancel the edit of “{subject}”? {count} chats already show the new text; the others will keep "
                "the old one.",
                done,
            )
        case AnnouncementKind.RETRACTION:
            return words.ngettext(
                "Stop striking out “{subject}”? It is already struck out in {count} chat; elsewhere it will "
                "stay as it is.",
                "Stop striking out “{subject}”? It is already struck out in {count} chats; elsewhere it will "
                "stay as it is.",
                done,
            )
        case AnnouncementKind.RECALL:
            return words.ngettext(
                "Stop deleting “{subject}”? It is already deleted in {count} chat; elsewhere it will stay.",
                "Stop deleting “{subject}”? It is already deleted in {count} chats; elsewhere it will stay.",
                done,
            )
    return words.ngettext(
        "Cancel the broadcast “{subject}”? {count} chat already has it and will keep it; nobody else will get it.",
        "Cancel the broadcast “{subject}”? {count} chats already have it and will keep it; nobody else will get it.",
        done,
    )


def cancelled(kind: AnnouncementKind, words: Words) -> Reply:
    """In place of that question: the progress stands above already."""
    _ = words.gettext
    said = {
        AnnouncementKind.UPDATE: _("Cancelled: no more messages will be changed."),
        AnnouncementKind.RETRACTION: _("Cancelled: no more messages will be struck out."),
        AnnouncementKind.RECALL: _("Cancelled: no more messages will be deleted."),
    }
    return Reply(Markup(said.get(kind, _("Cancelled: nobody else will get it."))))


def kept(words: Words) -> Reply:
    """As `cancelled`, to a no."""
    return Reply(Markup(words.gettext("OK, it goes on.")))


def too_late(words: Words) -> str:
    """For an act on a broadcast that went on meanwhile, or that another editor acted on."""
    return words.gettext("Too late: the broadcast has moved on. Here is how it stands now.")


def rewritten(seen: Sight, words: Words) -> Reply:
    """After an edit of what waits for its time; how that stands is one tap away."""
    said = words.gettext("The scheduled text has been changed; sending begins: {time}.")
    at = Markup(said).format(time=_opening(seen, words))
    return Reply(at, running([(seen.announcement_id, seen.subject)]))


def running(subjects: Sequence[tuple[int, str]]) -> tuple[Row, ...]:
    """A button for each broadcast that is scheduled or under way: (announcement, first words)."""
    return tuple((Button(f"📡 {text.cut(subject, 50)}", OpenBroadcast(id_, fresh=True)),) for id_, subject in subjects)


def too_large(seen: Sight, words: Words) -> Reply:
    """In place of a report that Telegram would not take."""
    said = words.gettext("The report is larger than the 50 MB that Telegram allows. In numbers:")
    return Reply(text.blocks(Markup(said), _numbers(seen, words)))
