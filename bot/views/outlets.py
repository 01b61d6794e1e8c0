"""Groups, topics of forums and channels, as their admins set them up in the private chat."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from bot.locales import Words
from bot.news.chats import Chat, ChatKind
from bot.news.outlets import Tiding, TidingKind
from bot.news.story import Tag
from bot.views import text
from bot.views.buttons import named
from bot.views.choices import Bring, Of, OpenOffer, OpenOutlets, OpenSettings, Preview, Stop
from bot.views.intents import Intent, OpenPrivacy, OpenSubscriptions
from bot.views.links import outlet_payload
from bot.views.reply import Answer, Button, Reply, Row

MOST_TOPICS = 20
ADD_TO_GROUP = "startgroup:"
ADD_TO_CHANNEL = "startchannel:"
_TO_SETTINGS = (OpenSettings, OpenSubscriptions)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a tiding is of."""

    title: str
    channel: bool
    topic: str
    """The name of the forum's topic, where it is of one and known."""
    ended: Sequence[Tag]


def outlets(kept: Sequence[Chat], words: Words) -> Reply:
    """The person's own list."""
    _ = words.gettext
    heading = Markup("<b>{}</b>").format(_("Groups and channels"))
    said = (
        _("Tap one to choose what it gets. For another group of yours, send /settings there.")
        if kept
        else _("I can post news to a group, to a topic of it, or to a channel. Add me, and I write to you here.")
    )
    rows = tuple((Button(_marked(one, words), Of(one.number, 0, OpenSettings())),) for one in kept[:MOST_TOPICS])
    return Reply(text.blocks(heading, said), (*rows, *_adding(words), (_back(words),)))


def _marked(one: Chat, words: Words) -> str:
    _ = words.gettext
    kind = "📢" if one.kind is ChatKind.CHANNEL else "👥"
    title = text.cut(one.title, 40)
    if not one.reachable:
        return _("{chat}: no access").format(chat=f"{kind} {title}")
    return _("{chat}: stopped").format(chat=f"{kind} {title}") if one.stopped else f"{kind} {title}"


def _adding(words: Words) -> tuple[Row, ...]:
    _ = words.gettext
    return ((Button(_("➕ To a channel"), ADD_TO_CHANNEL), Button(_("➕ To a group"), ADD_TO_GROUP)),)


def _back(words: Words) -> Button:
    return Button(words.gettext("‹ Settings"), OpenSettings())


def heading(chat: Chat, words: Words) -> str:
    return words.gettext("Settings: {chat}").format(chat=text.cut(chat.title, 60))


def setup_rows(chat: Chat, words: Words) -> tuple[Row, ...]:
    """What stands in the settings of a group or channel beside what everybody has."""
    _ = words.gettext
    turn = Button(_("▶️ Start"), Stop(False)) if chat.stopped else Button(_("⏸ Stop"), Stop(True))
    return (
        (Button(_("✅ What it gets"), OpenSubscriptions()), Button(_("➕ Add"), OpenOffer())),
        (Button(_("👁 Preview"), Preview()), turn),
    )


def last_row(words: Words) -> Row:
    _ = words.gettext
    return (Button(_("🔒 Privacy"), OpenPrivacy()), Button(_("‹ All groups"), OpenOutlets()))


def standing(chat: Chat, words: Words) -> str:
    """Whether something comes."""
    _ = words.gettext
    if not chat.stopped:
        return ""
    if chat.kind is ChatKind.CHANNEL:
        return _("⏸ Nothing is posted until you tap Start.")
    return _("⏸ Stopped: nothing comes until you tap Start.")


def previewed(chat: Chat, words: Words) -> Reply:
    _ = words.gettext
    said = Markup(_("This is how a post looks in <b>{chat}</b>.")).format(chat=text.cut(chat.title, 60))
    start = (Button(_("▶️ Start"), Stop(False)),) if chat.stopped else ()
    return Reply(said, ((*start, Button(_("⚙️ Settings"), OpenSettings())),))


def nothing_to_preview(words: Words) -> str:
    return words.gettext("There is no story of what you chose yet.")


def choose_first(words: Words) -> str:
    return words.gettext("Choose first what it gets: tap “➕ Add”.")


def turned(chat: Chat, words: Words) -> str:
    """A toast."""
    _ = words.gettext
    said = _("Stopped: nothing more comes to {chat}.") if chat.stopped else _("Started: news comes to {chat}.")
    return said.format(chat=text.cut(chat.title, 60))


def admins_only(words: Words) -> Reply:
    _ = words.gettext
    said = Markup(_("Only admins choose what this group gets. Topics of your own you can follow in a private chat."))
    return Reply(said, ((Button(_("Open the private chat"), "start:subscribe"),),), silent=True)


def privately(chat: Chat, thread_id: int, words: Words) -> Reply:
    """To an admin, in the group."""
    _ = words.gettext
    said = Markup(_("What this group gets is set in our private chat, by its admins."))
    return Reply(said, ((_link(chat, thread_id, words),),))


def not_yours(words: Words) -> Reply:
    """To who is no admin, or no more."""
    _ = words.gettext
    said = Markup(_("Only admins of this group or channel can set it up, and Telegram does not name you as one."))
    return Reply(said, ((Button(_("‹ All groups"), OpenOutlets()),),))


def lost(chat: Chat, words: Words) -> Reply:
    """To who set up what the bot cannot reach any more."""
    _ = words.gettext
    said = Markup(_("I cannot post in <b>{chat}</b>. Add me again as an admin, and all goes on as it was set."))
    back = (Button(_("‹ All groups"), OpenOutlets()),)
    return Reply(said.format(chat=text.cut(chat.title, 60)), (*_adding(words), back))


def told(one: Tiding, subject: Subject, words: Words) -> Reply:
    """To who set it up."""
    _ = words.gettext
    title = Markup("<b>{}</b>").format(text.cut(subject.title, 60))
    topic = Markup("“{}”").format(text.cut(subject.topic, 60)) if subject.topic else ""
    tags = Markup(", ").join(named(tag) for tag in subject.ended)
    said = Markup(_tiding(one.kind, subject, words)).format(chat=title, topic=topic, tags=tags)
    again = tuple(
        (
            Button(
                _("{tag} to General").format(tag=text.cut(tag.name, 40)),
                Of(one.chat_number, 0, Bring(tag.id, ended.level, ended.through, ended.sound)),
            ),
        )
        for tag, ended in zip(subject.ended, one.ended, strict=False)
    )
    label = _("⚙️ Set it up") if one.kind is TidingKind.JOINED else _("⚙️ Settings")
    return Reply(said, (*again[:3], (Button(label, Of(one.chat_number, 0, OpenSettings())),)))


def _tiding(kind: TidingKind, subject: Subject, words: Words) -> str:
    _ = words.gettext
    match kind:
        case TidingKind.JOINED if subject.channel:
            return _("I can post in {chat} now. Choose what, look at a preview, and start it.")
        case TidingKind.JOINED:
            return _("I am in {chat} now. Choose what comes there.")
        case TidingKind.LOST:
            return _("⚠️ I cannot post in {chat} any more. Give me the right again, and all goes on as it was set.")
        case TidingKind.BACK:
            return _("✅ I can post in {chat} again; all is set as before.")
        case TidingKind.MUTE:
            return _(
                "⚠️ I may not write in {chat}, so nobody there gets news or answers. Let me send messages, or make me "
                "an admin."
            )
        case TidingKind.CLOSED if subject.topic:
            return _("⚠️ The topic {topic} in {chat} is closed, so nothing comes there until it is opened again.")
        case TidingKind.CLOSED:
            return _("⚠️ A topic in {chat} is closed, so nothing comes there until it is opened again.")
        case TidingKind.DELETED:
            return _("⚠️ A topic in {chat} was deleted. What came there has ended: {tags}.")


def aimed(answer: Answer, about: Of) -> Answer:
    """What its buttons ask, they ask of the same chat, and of the topic where they say none."""
    reply, refused = answer.reply, answer.if_refused
    return replace(answer, reply=_aimed(reply, about), if_refused=_aimed(refused, about))


def _aimed(reply: Reply | None, about: Of) -> Reply | None:
    if reply is None:
        return None
    rows = (tuple(Button(one.label, _about(one.act, about)) for one in row) for row in reply.buttons)
    return replace(reply, buttons=tuple(rows))


def _about(act: Intent | str, about: Of) -> Intent | str:
    match act:
        case str() | OpenOutlets():
            return act
        case Of(number=0):
            return replace(act, number=about.number)
        case Of():
            return act
    return replace(about, act=act)


def in_public(answer: Answer, chat: Chat, thread_id: int, shared: Collection[type[Intent]], words: Words) -> Answer:
    return replace(answer, reply=linked(answer.reply, chat, thread_id, shared, words)) if answer.reply else answer


def linked(reply: Reply, chat: Chat, thread_id: int, shared: Collection[type[Intent]], words: Words) -> Reply:
    """In a group one tap would rewrite a message for all: buttons there are links, but for what a group `shared`."""
    kept = (tuple(one for one in row if isinstance(one.act, str) or type(one.act) in shared) for row in reply.buttons)
    rows = tuple(filter(None, kept))
    acts = [one.act for row in reply.buttons for one in row]
    if any(isinstance(act.act if isinstance(act, Of) else act, _TO_SETTINGS) for act in acts):
        rows = (*rows, (_link(chat, thread_id, words),))
    return replace(reply, buttons=rows)


def _link(chat: Chat, thread_id: int, words: Words) -> Button:
    return Button(words.gettext("⚙️ Settings"), f"start:{outlet_payload(chat.number, thread_id)}")
