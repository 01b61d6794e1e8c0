"""Editors among themselves: who they are, what they did, and what was stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from bot.locales import Words
from bot.news.delivery import AnnouncementKind
from bot.news.staff import Member, Role
from bot.views import staff, text
from bot.views.desk import Amend, Amendment
from bot.views.intents import OpenEditors
from bot.views.newsroom import Invite, OpenMember
from bot.views.reply import Button, Reply, Row

PER_PAGE = 10


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "a message that is translated later"
    return message


@dataclass(frozen=True, slots=True)
class Line:
    id: int
    editor_id: int
    act: str
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Log:
    """A page of the audit log, newest first."""

    lines: Sequence[Line]
    first: bool
    more: bool


@dataclass(frozen=True, slots=True)
class Stopped:
    """What was stopped: of a story (`story_id`), or of the alert `of_id`; 0: neither."""

    kind: AnnouncementKind
    subject: str
    story_id: int
    of_id: int
    reason: str
    """In Telegram's words."""


ACTS: Mapping[str, str] = {
    "alias": N_("changed the spellings of"),
    "appoint_analyst": N_("appointed as analyst"),
    "appoint_editor": N_("appointed as editor"),
    "breaking": N_("pushed as breaking"),
    "broadcast": N_("sent an alert"),
    "cancel": N_("cancelled"),
    "correct": N_("corrected"),
    "dismiss": N_("removed from the staff"),
    "drop": N_("rejected as not breaking"),
    "edit": N_("edited"),
    "headline": N_("changed the headline of"),
    "hold": N_("held back"),
    "pause": N_("paused"),
    "recall": N_("deleted"),
    "release": N_("released"),
    "resume": N_("resumed"),
    "retract": N_("retracted"),
    "send_now": N_("sent early"),
    "source_add": N_("added the source"),
    "source_pause": N_("paused the source"),
    "source_remove": N_("removed the source"),
    "source_resume": N_("resumed the source"),
    "topics": N_("changed the topics of"),
}
"""What the audit log calls an act → how it is said after the editor's name."""


ANNOUNCEMENT = N_("A broadcast was stopped")
STOPPED: Mapping[AnnouncementKind, str] = {
    AnnouncementKind.CORRECTION: N_("A correction was stopped"),
    AnnouncementKind.UPDATE: N_("An edit was stopped"),
    AnnouncementKind.RETRACTION: N_("A retraction was stopped"),
    AnnouncementKind.RECALL: N_("A deletion was stopped"),
    AnnouncementKind.SUMMARY: N_("Summaries after quiet hours were stopped"),
    AnnouncementKind.DIGEST: N_("Digests were stopped"),
    AnnouncementKind.MORE: N_("Messages with more headlines were stopped"),
}
_STILL_LISTED = N_("Readers still find the story in the lists. How the broadcast went: <code>/why {story}</code>")
_STORY_UPDATE = N_(
    "The messages already sent show the story as it was. How the broadcast went: <code>/why {story}</code>"
)
ADVICE: Mapping[AnnouncementKind, str] = {
    AnnouncementKind.BREAKING: _STILL_LISTED,
    AnnouncementKind.HEADLINE: _STILL_LISTED,
    AnnouncementKind.ALERT: N_(
        "To send it after all, write it again with simpler formatting or another file: /broadcast"
    ),
    AnnouncementKind.CORRECTION: N_(
        "No reader got the correction. To send it after all, write it again with simpler formatting."
    ),
    AnnouncementKind.UPDATE: N_(
        "The messages already sent keep the old text. Edit it again with simpler formatting, or send a correction."
    ),
    AnnouncementKind.RETRACTION: N_(
        "Nothing more will be sent, but the messages already sent are not struck out. Try retracting again: "
        "with a simpler reason, or by deleting them."
    ),
    AnnouncementKind.RECALL: N_(
        "Nothing more will be sent, but the messages already sent are not deleted. Try retracting again; if "
        "that fails, strike them out."
    ),
    AnnouncementKind.SUMMARY: N_("Readers still find the news from their quiet hours in the lists."),
    AnnouncementKind.DIGEST: N_("Readers still find what was in their digests in the lists."),
    AnnouncementKind.MORE: N_("Readers still find these headlines in the lists."),
}
"""How it stands now, and what to do."""


def editors(members: Sequence[Member], room: str, log: Log, time_zone: str, now: datetime, words: Words) -> Reply:
    """`room`: the group where candidates for breaking news are decided on; empty for none."""
    _ = words.gettext
    heading = Markup("<b>{}</b>").format(_("Editors"))
    names = {member.id: member for member in members}
    entries = [_entry(line, names, words.at(line.at, time_zone, now), words) for line in log.lines]
    done = text.lines(Markup("<b>{}</b>").format(_("What they did")), *entries) if entries else _("No actions yet.")
    who = text.lines(heading, *(staff.entry(member, words) for member in members))
    where = (
        Markup(_("Whether a story is breaking is decided in the group “{group}”.")).format(group=room) if room else ""
    )
    return Reply(text.blocks(who, where, done), (*_changes(members, words), *_turning(log, words)))


def _changes(members: Sequence[Member], words: Words) -> tuple[Row, ...]:
    """What only root editors see."""
    _ = words.gettext
    others = [Button(f"⚙️ {text.cut(one.name, 30)}", OpenMember(one.id)) for one in members if one.role < Role.ROOT]
    rows = tuple(tuple(others[at : at + 2]) for at in range(0, len(others), 2))
    return (*rows, (Button(_("➕ Editor"), Invite(Role.EDITOR)), Button(_("➕ Analyst"), Invite(Role.ANALYST))))


def _entry(line: Line, names: Mapping[int, Member], at: str, words: Words) -> Markup:
    act = words.gettext(ACTS[line.act]) if line.act in ACTS else line.act
    said = Markup(words.gettext("<i>{time}</i> {editor}: {act} “{subject}”"))
    known = names.get(line.editor_id, Member(line.editor_id, Role.NOBODY))
    editor = staff.named(known) if line.editor_id else words.gettext("a former editor")
    return said.format(time=at, editor=editor, act=act, subject=text.cut(line.subject, 100))


def _turning(log: Log, words: Words) -> tuple[Row, ...]:
    turns = [] if log.first else [Button(words.gettext("‹ Newest"), OpenEditors())]
    if log.more:
        turns.append(Button(words.gettext("Older ›"), OpenEditors(log.lines[-1].id)))
    return (tuple(turns),) if turns else ()


def stopped(told: Stopped, words: Words) -> Reply:
    """Telegram refused an announcement for one chat after another, so that it goes to nobody any more."""
    _ = words.gettext
    heading = Markup("⛔️ <b>{}</b>").format(_(STOPPED.get(told.kind, ANNOUNCEMENT)))
    why = Markup(
        _("Telegram refused it for every chat that was tried, so I will not try the others: <code>{reason}</code>")
    )
    advice = _STORY_UPDATE if told.story_id and told.kind is AnnouncementKind.UPDATE else ADVICE[told.kind]
    return Reply(
        text.blocks(
            text.lines(heading, text.cut(told.subject, text.TITLE_MAX)),
            why.format(reason=told.reason),
            Markup(_(advice)).format(story=told.story_id),
        ),
        _otherwise(told, words),
    )


def _otherwise(told: Stopped, words: Words) -> tuple[Row, ...]:
    """What an editor may do instead."""
    _ = words.gettext
    edit = Button(_("✎ Edit"), Amend(Amendment.EDIT, told.story_id, told.of_id))
    correct = Button(_("✏️ Correct"), Amend(Amendment.CORRECT, told.story_id, told.of_id))
    back = Button(_("⛔️ Retract"), Amend(Amendment.RETRACT, told.story_id, told.of_id))
    match told.kind:
        case AnnouncementKind.CORRECTION:
            return ((correct,),)
        case AnnouncementKind.UPDATE:
            # A story says what its publisher says.
            return ((correct,),) if told.story_id else ((edit, correct),)
        case AnnouncementKind.RETRACTION | AnnouncementKind.RECALL:
            return ((back,),)
    return ()
