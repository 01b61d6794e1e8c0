"""Editors among themselves: who they are, what they did, and what was stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from bot.locales import Words
from bot.views import text
from bot.views.intents import OpenEditors
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


ACTS: Mapping[str, str] = {
    "breaking": N_("pushed as breaking"),
    "broadcast": N_("sent an alert"),
    "cancel": N_("cancelled"),
    "correct": N_("corrected"),
    "edit": N_("changed"),
    "pause": N_("paused"),
    "recall": N_("deleted"),
    "resume": N_("resumed"),
    "retract": N_("retracted"),
    "send_now": N_("sent before its time"),
    "source_add": N_("added the source"),
    "source_pause": N_("paused the source"),
    "source_remove": N_("removed the source"),
    "source_resume": N_("resumed the source"),
}
"""What the audit log calls an act → how it is said after the editor's name."""


def editors(ids: Sequence[int], log: Log, time_zone: str, now: datetime, words: Words) -> Reply:
    _ = words.gettext
    heading = Markup("<b>{}</b>").format(_("Editors"))
    entries = [_entry(line, words.at(line.at, time_zone, now), words) for line in log.lines]
    done = text.lines(Markup("<b>{}</b>").format(_("What they did")), *entries) if entries else _("No acts yet.")
    return Reply(text.blocks(text.lines(heading, *map(_editor, ids)), done), _turning(log, words))


def _entry(line: Line, at: str, words: Words) -> Markup:
    act = words.gettext(ACTS[line.act]) if line.act in ACTS else line.act
    said = Markup(words.gettext("<i>{time}</i> {editor}: {act} “{subject}”"))
    return said.format(time=at, editor=_editor(line.editor_id), act=act, subject=text.cut(line.subject, 100))


def _editor(editor_id: int) -> Markup:
    return text.link(f"tg://user?id={editor_id}", str(editor_id))


def _turning(log: Log, words: Words) -> tuple[Row, ...]:
    turns = [] if log.first else [Button(words.gettext("‹ Newest"), OpenEditors())]
    if log.more:
        turns.append(Button(words.gettext("Older ›"), OpenEditors(log.lines[-1].id)))
    return (tuple(turns),) if turns else ()


def stopped(subject: str, story_id: int | None, reason: str, words: Words) -> Reply:
    """Telegram refused an announcement for one chat after another, so that it goes to nobody any more."""
    _ = words.gettext
    heading = Markup("⛔️ <b>{}</b>").format(_("An announcement was stopped"))
    why = Markup(_("Telegram refused it for every chat that was tried, so nobody else is tried: <code>{reason}</code>"))
    advice = (
        _("Readers still find the story in the lists. What became of it in each chat: <code>/why {story}</code>")
        if story_id is not None
        else _("To send it after all, write it anew with simpler formatting or another file: /broadcast")
    )
    return Reply(
        text.blocks(
            text.lines(heading, text.cut(subject, text.TITLE_MAX)),
            why.format(reason=reason),
            Markup(advice).format(story=story_id),
        )
    )
