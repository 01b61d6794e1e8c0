"""The staff: who they are, and how somebody becomes one of them or is one no more."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from markupsafe import Markup

from bot.locales import Words
from bot.news.staff import Member, Role
from bot.views import text
from bot.views.intents import OpenEditors
from bot.views.newsroom import Appoint, Invite, OpenMember
from bot.views.reply import Button, Reply


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "a message that is translated later"
    return message


ROLES: Mapping[Role, str] = {
    Role.ROOT: N_("root editor"),
    Role.EDITOR: N_("editor"),
    Role.ANALYST: N_("analyst"),
    Role.NOBODY: N_("not on the staff"),
}
_LINK: Mapping[Role, str] = {
    Role.EDITOR: N_("Whoever opens this link first becomes an editor:"),
    Role.ANALYST: N_("Whoever opens this link first becomes an analyst:"),
}
_MADE: Mapping[Role, str] = {
    Role.EDITOR: N_("You are an editor here now: you can send alerts, push stories and correct them."),
    Role.ANALYST: N_("You are an analyst here now: you see statistics, sources and reports."),
    Role.NOBODY: N_("You are no longer on this bot's staff. What you follow as a reader stays."),
}
_CAME: Mapping[Role, str] = {
    Role.EDITOR: N_("{name} opened your link and is an editor now."),
    Role.ANALYST: N_("{name} opened your link and is an analyst now."),
}


def named(member: Member) -> Markup:
    return text.link(f"tg://user?id={member.id}", member.name or str(member.id))


def entry(member: Member, words: Words) -> Markup:
    return Markup("• {} · {}").format(named(member), words.gettext(ROLES[member.role]))


def one(member: Member, words: Words) -> Reply:
    """What a root editor can make of them."""
    _ = words.gettext
    other = {
        Role.EDITOR: Button(_("Make an analyst"), Appoint(member.id, Role.ANALYST)),
        Role.ANALYST: Button(_("Make an editor"), Appoint(member.id, Role.EDITOR)),
    }
    remove = Button(_("🗑 Remove"), Appoint(member.id, Role.NOBODY))
    return Reply(entry(member, words), ((other[member.role], remove), (_back(words),)))


def ask(member: Member, role: Role, unfinished: int, words: Words) -> Reply:
    """Before something is taken away. `unfinished`: broadcasts of theirs that wait for their time or are being sent."""
    _ = words.gettext
    question = (
        _("Make {name} an analyst, who can look but cannot send anything?")
        if role
        else _("Remove {name} from the staff?")
    )
    draft = _("Their open draft will be discarded.")
    theirs = words.ngettext(
        "{count} broadcast of theirs is scheduled or being sent. It will go on, and you will get its progress "
        "with the buttons to stop it.",
        "{count} broadcasts of theirs are scheduled or being sent. They will go on, and you will get their "
        "progress with the buttons to stop them.",
        unfinished,
    )
    sure = Button(_("Yes"), Appoint(member.id, role, sure=True))
    return Reply(
        text.blocks(
            Markup("<b>{}</b>").format(Markup(question).format(name=named(member))),
            text.lines(draft, theirs.format(count=words.number(unfinished)) if unfinished else ""),
        ),
        ((sure, Button(_("No"), OpenMember(member.id))),),
    )


def removed(member: Member, words: Words) -> Reply:
    said = words.gettext("{name} is no longer on the staff.")
    return Reply(Markup(said).format(name=named(member)), ((_back(words),),))


def invitation(role: Role, link: str, words: Words) -> Reply:
    _ = words.gettext
    hint = _("It works once, within 24 hours. Give it only to the person you mean.")
    hand = Button(_("📤 Pass it on"), f"https://t.me/share/url?url={quote(link, safe='')}")
    return Reply(
        text.blocks(text.lines(_(_LINK[role]), text.link(link, link)), hint),
        ((hand, Button(_("✖ Revoke"), Invite(Role.NOBODY))), (_back(words),)),
    )


def taken_back(words: Words) -> Reply:
    said = words.gettext("Your unopened links no longer work.")
    return Reply(Markup(said), ((_back(words),),))


def welcome(role: Role, words: Words) -> Reply:
    """To somebody whose role has changed."""
    _ = words.gettext
    return Reply(text.blocks(_(_MADE[role]), _("All commands: /help") if role else ""))


def came(member: Member, words: Words) -> Reply:
    """To who made the link."""
    said = words.gettext(_CAME.get(member.role, _CAME[Role.EDITOR]))
    return Reply(Markup(said).format(name=named(member)), ((_back(words),),))


def used(words: Words) -> Reply:
    said = words.gettext("This link has been used or revoked, or is older than 24 hours. Ask for a new one.")
    return Reply(Markup(said))


def known_already(role: Role, words: Words) -> Reply:
    said = words.gettext("You already have this role: {role}. The link still works for someone else.")
    return Reply(Markup(said).format(role=words.gettext(ROLES[role])))


def gone(words: Words) -> str:
    return words.gettext("This has changed in the meantime. How it is now: /editors")


def here(decided: bool, words: Words) -> Reply:
    """In the group."""
    _ = words.gettext
    said = (
        _("Stories that may be breaking come to this group from now on: its editors decide on them here.")
        if decided
        else _("Stories that may be breaking come to each editor in private again.")
    )
    return Reply(Markup(said))


def only_groups(words: Words) -> Reply:
    return Reply(Markup(words.gettext("Send <code>/editors here</code> in the group where the editors are.")))


def _back(words: Words) -> Button:
    return Button(words.gettext("‹ Editors"), OpenEditors())
