"""What editors choose from to correct or take back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from bot.locales import Words
from bot.views import text
from bot.views.desk import Amend, Amendment
from bot.views.reply import Button, Reply, Row

PER_PAGE = 8


@dataclass(frozen=True, slots=True)
class Pushed:
    """Something that readers got lately: a story or an alert."""

    story_id: int
    of_id: int
    subject: str
    at: datetime
    reached: int


def recent(
    by: Amendment, pushed: Sequence[Pushed], page: int, more: bool, time_zone: str, now: datetime, words: Words
) -> Reply:
    _ = words.gettext
    if not pushed and not page:
        return Reply(
            Markup(_("Nothing to choose from: readers got nothing in the last 48 hours, or all of it was retracted."))
        )
    said = _("What would you like to correct?") if by is Amendment.CORRECT else _("What would you like to retract?")
    rows: list[Row] = [
        (
            Button(
                text.cut(f"{words.at(one.at, time_zone, now)} · {words.number(one.reached)} · {one.subject}", 60),
                Amend(by, one.story_id, one.of_id),
            ),
        )
        for one in pushed
    ]
    newer = (Button(_("‹ Newer"), Amend(by, page=page - 1)),) if page else ()
    older = (Button(_("Older ›"), Amend(by, page=page + 1)),) if more else ()
    hint = _("Before each: the time, and how many chats got it.")
    return Reply(
        text.lines(Markup("<b>{}</b>").format(said), hint), tuple(row for row in (*rows, (*newer, *older)) if row)
    )


def how(story_id: int, of_id: int, subject: str, struck: int | None, deleted: int, words: Words) -> Reply:
    """By striking or by deleting, each with how many chats that reaches; `struck` None: it has no text to strike."""
    _ = words.gettext
    said = Markup(_("Retract “{subject}”? Whatever is still waiting will not be sent.")).format(
        subject=text.cut(subject, 100)
    )
    hint = (
        _("Only messages sent in the last 48 hours can be deleted.")
        if struck is None
        else _(
            "Struck-out text can still be read, with your reason below it. Only messages sent in the last 48 hours "
            "can be deleted."
        )
    )
    strike = Button(
        _("⛔️ Strike it out · {count}").format(count=words.number(struck or 0)),
        Amend(Amendment.STRIKE, story_id, of_id),
    )
    delete = Button(
        _("🗑 Delete it · {count}").format(count=words.number(deleted)), Amend(Amendment.DELETE, story_id, of_id)
    )
    return Reply(text.blocks(said, hint), ((delete,),) if struck is None else ((strike,), (delete,)))


def gone(words: Words) -> str:
    return words.gettext("This has already been retracted, or is no longer kept.")
