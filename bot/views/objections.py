"""Where an editor's draft cannot go on as they meant it: what stands in the way, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from markupsafe import Markup

from bot.locales import LANGUAGES, Words
from bot.news.alert import Alert
from bot.views import text
from bot.views.desk import Amend, Amendment, Instead, OpenDraft, WriteText
from bot.views.drafting import cancelling
from bot.views.reply import Button, Reply, Row


@dataclass(frozen=True, slots=True)
class TooLong:
    """A text by more characters than Telegram takes."""

    language: str
    over: int
    fits: int
    """So many may stand there."""
    beside: bool
    """It is the caption of a file."""


class Obstacle(StrEnum):
    """Why a draft cannot amend what it was begun for."""

    DELETED = "deleted"
    STRUCK = "struck"
    CHANGED = "changed"
    """It is an edit, and the alert says something else by now."""
    UNSENT = "unsent"
    """Nobody has it yet."""


def unsent(instead: Instead, opening: str, words: Words, *, also: tuple[Row, ...] = ()) -> Reply:
    """Before something else is begun: nothing that an editor wrote is thrown away unasked."""
    _ = words.gettext
    said = Markup(_("You have an unsent draft: “{opening}”. Finish it, or discard it and start something new."))
    rows: tuple[Row, ...] = (
        (Button(_("✎ Continue the draft"), OpenDraft(instead.draft_id, fresh=True)),),
        (discarding(instead, words),),
    )
    return Reply(said.format(opening=opening), (*rows, *also))


def discarding(instead: Instead, words: Words) -> Button:
    return Button(words.gettext("🗑 Discard and start again"), instead)


def unseen(subject: str, of_id: int, words: Words) -> Reply:
    """To a correction of an alert that waits for its time."""
    _ = words.gettext
    said = Markup(
        _(
            "Nobody has “{subject}” yet: the alert is waiting for its time. Edit it, and readers will only see the "
            "right text."
        )
    )
    return Reply(said.format(subject=subject), ((Button(_("✎ Edit"), Amend(Amendment.EDIT, of_id=of_id)),),))


def overtaken(obstacle: Obstacle, draft_id: int, subject: str, correct: Amend, words: Words, *, written: bool) -> Reply:
    """In place of a confirmation; what can still be done is a tap away, and so is what was `written`."""
    _ = words.gettext
    said, begin = {
        Obstacle.STRUCK: (
            _("“{subject}” has since been struck out, so your draft was not sent. You can still send a correction."),
            Button(_("✏️ Correct it instead"), Instead(draft_id, correct)),
        ),
        Obstacle.UNSENT: (
            _("Nobody has “{subject}” yet, so your draft was not sent. Edit the alert itself."),
            Button(_("✎ Edit it instead"), Instead(draft_id, replace(correct, by=Amendment.EDIT))),
        ),
    }.get(obstacle, (_("“{subject}” has since been deleted, so your draft was not sent."), None))
    rows = ((begin,) if begin else (), (_open(draft_id, words),) if written else (), (cancelling(draft_id, words),))
    return Reply(Markup(said).format(subject=subject), tuple(row for row in rows if row))


def changed(undone: Mapping[str, str], words: Words) -> Markup:
    """Before the sheet of an edit that now stands upon what another made of the alert; `undone`: language → text."""
    _ = words.gettext
    lost = [
        Markup("• <b>{}</b>: {}").format(LANGUAGES[code].name, text.cut(" ".join(text.plain(said).split()), 300))
        for code, said in undone.items()
        if code in LANGUAGES
    ]
    told = _(
        "The alert was edited in the meantime, so nothing has been sent yet. Others' changes are kept where you "
        "changed nothing."
    )
    replaced = Markup(_("Your text will replace what is there now:")) if lost else ""
    return text.blocks(Markup(told), text.lines(replaced, *lost))


def not_asked(draft_id: int, words: Words, *, poll: bool) -> Reply:
    """To a file or a poll while a draft is open that waits for nothing; `poll`: it is one."""
    _ = words.gettext
    said = (
        _(
            "Your draft is a poll, and a poll is sent on its own. To send something else, cancel the draft and "
            "start a new one."
        )
        if poll
        else _(
            "Your draft is not expecting this now. To add it, open the draft, tap a language and send it "
            "again; to start a new draft, cancel this one."
        )
    )
    return Reply(Markup(said), ((_open(draft_id, words),), (cancelling(draft_id, words),)))


def too_long(draft_id: int, stands: Alert, wanted: Alert, found: Sequence[TooLong], words: Words) -> Reply:
    """`stands`: what the draft has; `wanted`: what it would have had, with the texts that were `found` too long."""
    _ = words.gettext
    beside = any(one.beside for one in found)
    most = words.number(text.CAPTION_MAX if beside else text.TEXT_MAX)
    limit = (
        _("With a photo, a video or a document Telegram allows at most {most} characters.")
        if beside
        else _("Telegram allows at most {most} characters in a message.")
    )
    earlier = [one.language for one in found if stands.texts.get(one.language) == wanted.texts.get(one.language)]
    advice = (
        _("First shorten what is marked with ✎ below, then send this message again.")
        if earlier
        else _("Please send a shorter text, or shorten it by editing your message.")
    )
    shorten = (Button(f"✎ {LANGUAGES[code].name}", WriteText(draft_id, code)) for code in earlier)
    back = (_open(draft_id, words),) if stands.texts or stands.media else ()
    rows = (tuple(shorten), back, (cancelling(draft_id, words),))
    lines = text.lines(*(_over(one, words) for one in found))
    return Reply(text.blocks(limit.format(most=most), lines, advice), tuple(row for row in rows if row))


def _over(found: TooLong, words: Words) -> Markup:
    said = words.ngettext(
        "• <b>{language}</b>: {over} character too long, {fits} fit",
        "• <b>{language}</b>: {over} characters too long, {fits} fit",
        found.over,
    )
    name = LANGUAGES[found.language].name if found.language in LANGUAGES else "…"
    return Markup(said).format(language=name, over=words.number(found.over), fits=words.number(found.fits))


def not_this(draft_id: int, words: Words, *, only_text: bool) -> Reply:
    _ = words.gettext
    said = (
        _("Only text works here. Please send it without photos or files.")
        if only_text
        else _("I cannot broadcast this. Please send text, a photo, a video, a document, an album or a poll.")
    )
    return Reply(Markup(said), ((cancelling(draft_id, words),),))


def refused(draft_id: int, language: str, words: Words) -> Reply:
    """In place of the next step, where Telegram did not take the preview."""
    said = words.gettext("Telegram does not accept this. Please write it again, with simpler formatting.")
    again = Button(words.gettext("✎ Write it again"), WriteText(draft_id, language))
    return Reply(Markup(said), ((again,), (cancelling(draft_id, words),)))


def went_out(by: Amend, words: Words) -> Reply:
    """To an edit of a message that a broadcast was made of; `by` changes it for readers, too."""
    _ = words.gettext
    said = _("This went out as it was: editing your message changes nothing for readers. The button below does.")
    label = _("✎ Edit") if by.by is Amendment.EDIT else _("✏️ Correct")
    return Reply(Markup(said), ((Button(label, by),),))


def poll_refused(draft_id: int, words: Words) -> Reply:
    """Telegram copies a quiz only where the bot may know its right answer, so not a forwarded one."""
    said = words.gettext(
        "Telegram does not let me copy this poll; it never does with a forwarded quiz. Please make the poll "
        "here, in this chat: 📎 → Poll. Or send something else."
    )
    return Reply(Markup(said), ((cancelling(draft_id, words),),))


def _open(draft_id: int, words: Words) -> Button:
    return Button(words.gettext("👁 Show the draft"), OpenDraft(draft_id, fresh=True))
