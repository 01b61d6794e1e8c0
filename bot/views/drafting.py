"""A draft on its way: the question for its text, what can be set in it, and the last look before it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from bot.locales import LANGUAGES, Words
from bot.news.alert import Alert, Reference
from bot.news.delivery import AnnouncementKind, Doubt
from bot.views import text
from bot.views.desk import (
    Broadcast,
    CancelBroadcast,
    CheckDraft,
    ChooseAudience,
    ChooseTime,
    ConfirmBroadcast,
    OpenDraft,
    OpensIn,
    SetDoubt,
    UsePoll,
    WriteText,
)
from bot.views.reply import Button, Reply, Row


@dataclass(frozen=True, slots=True)
class Sheet:
    """A draft as its editor sees it."""

    draft_id: int
    revision: int
    kind: AnnouncementKind
    subject: str
    """What it corrects, edits or takes back, by its first words."""
    alert: Alert
    whom: str
    """Its audience in words, as `views.audience` has it."""
    reach: Mapping[str, int]
    """Language → messages."""
    opens_at: datetime | None
    doubt: Doubt
    time_zone: str
    """The editor's."""
    now: datetime

    @property
    def count(self) -> int:
        return sum(self.reach.values())


def ask_text(
    draft_id: int, kind: AnnouncementKind, subject: str, language: str, words: Words, *, also: tuple[Row, ...] = ()
) -> Reply:
    """`subject` as in Sheet; `also`: rows above the cancel button, of what runs already."""
    _ = words.gettext
    asks = {
        AnnouncementKind.ALERT: _(
            "Send me the alert as readers should get it: text with formatting, a photo, a video, a document, "
            "an album or a poll. You will see it before anyone else does."
        ),
        AnnouncementKind.CORRECTION: _("Send me the correction of “{subject}”. It will be sent as a reply to it."),
        AnnouncementKind.RETRACTION: _(
            "Why are you retracting “{subject}”? Send me the reason: readers will see it below the struck-out text."
        ),
        AnnouncementKind.UPDATE: _("Send me the new text of “{subject}”."),
    }
    said = Markup(asks[kind]).format(subject=text.cut(subject, 100))
    taken = Markup(_("Language of the text: <b>{language}</b>. Changed your mind? /cancel")).format(
        language=LANGUAGES[language].name
    )
    spoken = tuple(
        Button(f"✓ {known.name}" if code == language else known.name, WriteText(draft_id, code))
        for code, known in LANGUAGES.items()
    )
    return Reply(text.blocks(said, taken), (spoken, *also, (cancelling(draft_id, words),)))


def ask_language(draft_id: int, language: str, words: Words) -> Reply:
    """For a text beside, or in place of, what is there already."""
    said = words.gettext("Send me the text in this language: <b>{language}</b>.")
    named = Markup(said).format(language=LANGUAGES[language].name)
    return Reply(named, ((_back(draft_id, words),), (cancelling(draft_id, words),)))


def sheet(shown: Sheet, words: Words, *, note: str = "", also: tuple[Row, ...] = ()) -> Reply:
    """What can still be set, each on a button that tells how it is set now; `note` first, `also` as in `ask_text`."""
    _ = words.gettext
    rows: list[Row] = []
    if not shown.alert.poll:
        rows.append(tuple(_language(shown, code) for code in LANGUAGES))
    if shown.kind is AnnouncementKind.ALERT:
        whom = _("👥 To: {whom} · {count}").format(whom=text.cut(shown.whom, 40), count=words.number(shown.count))
        again = _("❔ If unsure: send again") if shown.doubt is Doubt.RETRY else _("❔ If unsure: skip")
        rows += [
            (Button(whom, ChooseAudience(shown.draft_id)),),
            (Button(_("🕒 When: {time}").format(time=when(shown, words)), ChooseTime(shown.draft_id)),),
            (Button(again, SetDoubt(shown.draft_id, shown.doubt is Doubt.RETRY)),),
        ]
    rows.append((Button(_("Check and send ›"), CheckDraft(shown.draft_id)),))
    stays = _(
        "The poll is forwarded from this chat, so that all votes are counted together. Please do not delete it "
        "here until everyone has it."
    )
    above = _("Above is what readers will see. You can still change it here.")
    return Reply(
        text.blocks(note, above, stays if shown.alert.poll else ""),
        (*rows, *also, (cancelling(shown.draft_id, words),)),
    )


def mended(words: Words) -> str:
    """Before the sheet of a draft that followed an edit."""
    return words.gettext("✎ Your edit is in the draft.")


def resumed(words: Words) -> str:
    """Before the sheet of a draft that was there when another was asked for."""
    return words.gettext("This draft has not been sent yet.")


def _language(shown: Sheet, code: str) -> Button:
    mark = "✎" if code in shown.alert.texts else "+"
    return Button(f"{mark} {LANGUAGES[code].name}", WriteText(shown.draft_id, code))


def poll(message: Reference, draft_id: int, words: Words, *, instead: bool = False) -> Reply:
    """The bot's own copy of an editor's poll, for the editor to see; `instead` of what they wrote before."""
    _ = words.gettext
    use = Button(_("✅ Use this poll, not the text") if instead else _("✅ Use this poll"), UsePoll(draft_id))
    return Reply(Markup(), ((use,), (cancelling(draft_id, words),)), copy=message)


def poll_again(message: Reference) -> Reply:
    """The poll of a draft, for the editor to see once more."""
    return Reply(Markup(), copy=message)


def album(draft_id: int, words: Words) -> Reply:
    said = words.gettext("This is an album. When all its parts have arrived, look at it as a whole.")
    show = Button(words.gettext("👁 Show it"), OpenDraft(draft_id, fresh=True))
    return Reply(Markup(said), ((show,), (cancelling(draft_id, words),)))


def ask_time(draft_id: int, time_zone: str, words: Words) -> Reply:
    _ = words.gettext
    said = Markup(
        _(
            "When should it go out? Tap a button, or send me a time such as <b>18:30</b> or <b>tomorrow 9:00</b> "
            "({zone})."
        )
    ).format(zone=time_zone)
    soon = (Button(_("In 10 min"), OpensIn(draft_id, 10)), Button(_("In 1 hour"), OpensIn(draft_id, 60)))
    rows: tuple[Row, ...] = ((Button(_("At once"), OpensIn(draft_id, 0)),), soon)
    return Reply(said, (*rows, (_back(draft_id, words),)))


def no_time(draft_id: int, words: Words) -> Reply:
    said = words.gettext("I do not understand this time, or it has passed. Send it like this: 18:30 or tomorrow 9:00.")
    return Reply(Markup(said), ((_back(draft_id, words),),))


def doubt_toast(skip: bool, words: Words) -> str:
    _ = words.gettext
    if skip:
        return _("If Telegram does not say whether a message arrived, it is not sent again: a few may miss it.")
    return _("If Telegram does not say whether a message arrived, it is sent again: a few may get it twice.")


def check(shown: Sheet, seconds: float, words: Words) -> Reply:
    """The last look. `seconds`: until the last reader has it."""
    _ = words.gettext
    back = (_back(shown.draft_id, words),)
    if not shown.count and shown.kind is AnnouncementKind.ALERT:
        return Reply(Markup(_("Nobody would get it yet. Choose another audience.")), (back,))
    send = Button(_label(shown, words), ConfirmBroadcast(shown.draft_id, shown.revision))
    takes = Markup(_("Sending will take about {time}.")).format(time=text.duration(seconds, words))
    set_: tuple[Markup, ...] = ()
    if shown.kind is AnnouncementKind.ALERT:
        unsure = doubt_toast(True, words) if shown.doubt is Doubt.SKIP else ""
        set_ = (text.lines(Markup(_("When: <b>{time}</b>")).format(time=when(shown, words)), takes, unsure),)
    # What is deleted has nothing to go back to.
    rows: tuple[Row, ...] = ((send,),) if shown.kind is AnnouncementKind.RECALL else ((send,), back)
    return Reply(
        text.blocks(_summary(shown, words), _texts(shown, words), *set_),
        (*rows, (cancelling(shown.draft_id, words),)),
    )


def _summary(shown: Sheet, words: Words) -> Markup:
    """What is going to happen, to how many."""
    count = shown.count
    said = {
        AnnouncementKind.ALERT: words.ngettext(
            "To <b>{whom}</b>: {count} chat.", "To <b>{whom}</b>: {count} chats.", count
        ),
        AnnouncementKind.CORRECTION: words.ngettext(
            "The correction goes to the {count} chat that got “{subject}”.",
            "The correction goes to the {count} chats that got “{subject}”.",
            count,
        ),
        AnnouncementKind.UPDATE: words.ngettext(
            "“{subject}” will get the new text in {count} chat. Those who are still to get it will get the new text.",
            "“{subject}” will get the new text in {count} chats. Those who are still to get it will get the new text.",
            count,
        ),
        AnnouncementKind.RETRACTION: words.ngettext(
            "“{subject}” will be struck out in {count} chat; nobody else will get it.",
            "“{subject}” will be struck out in {count} chats; nobody else will get it.",
            count,
        ),
        AnnouncementKind.RECALL: words.ngettext(
            "“{subject}” will be deleted in {count} chat that got it in the last 48 hours; nobody else will get it.",
            "“{subject}” will be deleted in {count} chats that got it in the last 48 hours; nobody else will get it.",
            count,
        ),
    }[shown.kind]
    return Markup(said).format(whom=shown.whom, count=words.number(count), subject=text.cut(shown.subject, 100))


def _texts(shown: Sheet, words: Words) -> Markup:
    """Which language gets which text."""
    if not shown.alert.texts or shown.alert.poll:
        return Markup()
    first = next(iter(shown.alert.texts))
    return text.lines(
        *(
            _of_language(language, shown.reach[language], language if language in shown.alert.texts else first, words)
            for language in LANGUAGES
            if language in shown.reach
        )
    )


def _of_language(language: str, count: int, written: str, words: Words) -> Markup:
    if written == language:
        said = words.ngettext("{language}: {count} chat", "{language}: {count} chats", count)
    else:
        said = words.ngettext(
            "{language}: {count} chat gets the text “{other}”",
            "{language}: {count} chats get the text “{other}”",
            count,
        )
    name, other = (LANGUAGES[code].name if code in LANGUAGES else code for code in (language, written))
    return Markup("• ") + Markup(said).format(language=name, count=words.number(count), other=other)


def _label(shown: Sheet, words: Words) -> str:
    _ = words.gettext
    if shown.opens_at is not None:
        return _("✅ Schedule")
    return {
        AnnouncementKind.RETRACTION: _("✅ Strike it out"),
        AnnouncementKind.RECALL: _("✅ Delete it"),
        AnnouncementKind.UPDATE: _("✅ Change it"),
    }.get(shown.kind, _("✅ Send"))


def when(shown: Sheet, words: Words) -> str:
    if shown.opens_at is None:
        return words.gettext("at once")
    return f"{words.at(shown.opens_at, shown.time_zone, shown.now)} ({shown.time_zone})"


def cancelled(words: Words) -> Reply:
    _ = words.gettext
    return Reply(Markup(_("Cancelled. Nothing was sent.")), ((Button(_("📣 New broadcast"), Broadcast()),),))


def nothing_to_cancel(words: Words) -> Reply:
    return Reply(Markup(words.gettext("There is no open draft. /broadcast starts one.")))


def too_late(words: Words) -> str:
    """For a button of a draft that was confirmed or cancelled before."""
    return words.gettext("This draft is closed: it was already sent or cancelled.")


def changed(words: Words) -> str:
    """For a confirmation of what is not there any more."""
    return words.gettext("The draft has changed in the meantime. Please look at it once more.")


def _back(draft_id: int, words: Words) -> Button:
    return Button(words.gettext("‹ Back"), OpenDraft(draft_id))


def cancelling(draft_id: int, words: Words) -> Button:
    return Button(words.gettext("✖ Cancel"), CancelBroadcast(draft_id))
