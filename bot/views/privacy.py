"""What is kept about a chat, for how long, and how to be forgotten."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup, escape

from bot.locales import Words
from bot.news.retention import Retention
from bot.views import text
from bot.views.intents import Forget, GetMine, OpenPrivacy
from bot.views.reply import Button, Reply


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "a message that is translated later"
    return message


_DESK = N_("What you did as an editor: as long as you are one.")
_ROLE = N_("Your role and your name: as long as you have the role.")
KEPT: Mapping[str, str] = {
    "chat": N_(
        "Its number in Telegram, the title of a group, and settings such as the language: until you delete them."
    ),
    "subscriptions": N_("What it follows and leaves out: until you change or delete that."),
    "left_out": N_("What it follows and leaves out: until you change or delete that."),
    "looks": N_("When you last opened the newest stories and the topics that you follow: until you delete it."),
    "saved": N_("The stories that you saved: until you take them off the list."),
    "changes": N_("What you had before your last change, for /undo: until the next one."),
    "deliveries": N_("What was sent here, when, and whether it arrived: {deliveries}."),
    "unanswered": N_("What you write to me, with the name that Telegram adds: until it is answered."),
    "keepers": N_("Which groups and channels you set up, and who set up this one: until you delete it."),
    "other_keepers": N_("Which groups and channels you set up, and who set up this one: until you delete it."),
    "topics": N_("The names of its topics: until you delete them."),
    "tidings": N_("What those who set up a group or channel are still to be told of it: until they are."),
    "holds": N_("How long Telegram makes me wait before I may write here again: until then."),
}
"""What the store keeps → how that is said."""
KEPT_OF_EDITORS: Mapping[str, str] = {
    "drafts": N_("The alerts that you write: {deliveries}, or longer while they are still to be sent."),
    "acts": _DESK,
    "notices": _DESK,
    "announcements": _DESK,
    "staff": _ROLE,
    "menus": _ROLE,
    "invitations": N_("Links by which you invite others: a day at most."),
    "candidates": _DESK,
    "candidate_copies": _DESK,
}


def privacy(retention: Retention, editor: bool, words: Words) -> Reply:
    _ = words.gettext
    times = {"deliveries": _days(retention.deliveries, words), "searches": _days(retention.searches, words)}
    kept = dict.fromkeys([*KEPT.values(), *(KEPT_OF_EDITORS.values() if editor else ())])
    without_name = _(
        "Without a name: words that were searched for ({searches}) or followed, and numbers of answered messages "
        "(a day)."
    )
    seen = _(
        "Whoever runs this bot can see it. Editors see how many people read, and how a message went to a chat whose "
        "number they know. Nobody else gets any of it. I never see your phone number."
    )
    entries = [f"• {_(one).format(**times)}" for one in [*kept]] + [f"• {without_name.format(**times)}"]
    return Reply(
        text.blocks(
            text.lines(Markup("<b>{}</b>").format(_("What is kept about this chat")), *map(escape, entries)),
            text.lines(Markup("<b>{}</b>").format(_("Who sees it")), Markup(seen)),
        ),
        ((Button(_("📄 Show it as a file"), GetMine()), Button(_("🗑 Delete everything"), Forget())),),
    )


def _days(count: int, words: Words) -> str:
    if not count:
        return words.gettext("without end")
    return words.ngettext("{count} day", "{count} days", count).format(count=words.number(count))


def too_large(words: Words) -> Reply:
    return Reply(Markup(words.gettext("The file is too large for Telegram. Please ask whoever runs this bot for it.")))


def ask_forget(editor: bool, words: Words) -> Reply:
    _ = words.gettext
    question = Markup("<b>{}</b>").format(_("Delete everything that is kept about this chat?"))
    said = _("Its topics and settings go, and nothing more comes. The messages that are here already stay.")
    desk = _(
        "Your open draft goes too, and reports on your broadcasts end; what is being sent goes on. The log of what you "
        "did stays as long as you are an editor."
    )
    rows = (Button(_("🗑 Yes, delete everything"), Forget(True)),), (Button(_("No, keep it"), OpenPrivacy()),)
    return Reply(text.blocks(question, said, desk if editor else ""), rows)


def forgotten(words: Words) -> Reply:
    return Reply(
        Markup(
            words.gettext(
                "Everything that was kept about this chat is deleted, and nothing more comes. Only backups may hold it "
                "until they are replaced. If you want the news again: /start"
            )
        )
    )
