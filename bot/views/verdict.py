"""Why a story came to a chat or did not, and how it went on the whole: for editors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from markupsafe import Markup

from bot.locales import Words
from bot.news.delivery import AnnouncementKind, AnnouncementState, DeliveryState
from bot.news.progress import Progress
from bot.news.why import MOST_AHEAD, Account, Missed, Push, Sending, Subject, Verdict, Whereabouts
from bot.views import text
from bot.views.reply import Reply
from bot.views.why import AMENDED, Look, bullet, signal, title, trouble


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "a message that is translated later"
    return message


MISSED: Mapping[Missed, str] = {
    Missed.NEVER_ANNOUNCED: N_(
        "It was not pushed: it was not breaking, and nobody followed every headline of its topics."
    ),
    Missed.NOT_FOLLOWING: N_("The chat follows none of its topics."),
    Missed.FOLLOWED_LATER: N_("The chat began to follow its topics only after it was sent out."),
    Missed.BREAKING_ONLY: N_("The chat gets only breaking news on its topics, and this was an ordinary headline."),
    Missed.IN_DIGEST: N_("The chat gets these headlines in its digest, and there has been no digest since."),
    Missed.NOT_YET: N_("It is on its way: the chat's turn has not come yet."),
    Missed.LEFT_OUT: N_("When it was sent out, the chat could not be reached or had other settings."),
}
KINDS: Mapping[AnnouncementKind, str] = {
    AnnouncementKind.BREAKING: N_("Breaking news"),
    AnnouncementKind.HEADLINE: N_("Headline"),
    AnnouncementKind.ALERT: N_("Alert"),
    AnnouncementKind.CORRECTION: N_("Correction"),
    AnnouncementKind.UPDATE: N_("Change"),
    AnnouncementKind.RETRACTION: N_("Retraction"),
    AnnouncementKind.RECALL: N_("Deletion"),
    AnnouncementKind.SUMMARY: N_("Summary after quiet hours"),
    AnnouncementKind.DIGEST: N_("Digest"),
    AnnouncementKind.MORE: N_("More headlines"),
}
STATES: Mapping[AnnouncementState, str] = {
    AnnouncementState.SCHEDULED: N_("scheduled"),
    AnnouncementState.OPEN: N_("going out"),
    AnnouncementState.PAUSED: N_("paused"),
    AnnouncementState.ENDING: N_("stopping"),
    AnnouncementState.DONE: N_("done"),
}
ENDS: Mapping[DeliveryState, str] = {
    DeliveryState.SENT: N_("sent: {count}"),
    DeliveryState.FOLDED: N_("in another message: {count}"),
    DeliveryState.EXPIRED: N_("out of date: {count}"),
    DeliveryState.CANCELLED: N_("cancelled: {count}"),
    DeliveryState.SKIPPED: N_("skipped: {count}"),
    DeliveryState.GONE: N_("unreachable: {count}"),
    DeliveryState.REFUSED: N_("refused: {count}"),
}
ENDED: Mapping[DeliveryState, str] = {
    DeliveryState.SENT: N_("✅ Sent: {time}, message {message}."),
    DeliveryState.FOLDED: N_("Included in another message: {time}."),
    DeliveryState.EXPIRED: N_("⌛️ Not sent ({time}): it was too late to be news."),
    DeliveryState.CANCELLED: N_("✖ Not sent ({time}): cancelled."),
    DeliveryState.SKIPPED: N_("Skipped: {time}."),
    DeliveryState.GONE: N_("🚫 Not sent ({time}): the chat could not be reached."),
    DeliveryState.REFUSED: N_("⛔️ Not sent ({time}): Telegram refused it."),
}
REASONS: Mapping[str, str] = {
    "a newer one follows": N_("a newer one follows"),
    "cancelled by an editor": N_("an editor cancelled it"),
    "could not be drawn": N_("the bot could not compose it and will try again"),
    "flood": N_("Telegram asked to wait"),
    "nothing was left to tell": N_("nothing was left to tell"),
    "opted out": N_("alerts are switched off here"),
    "quiet": N_("the chat's quiet hours, or a mute"),
    "pace": N_("the chat gets only as many messages as Telegram allows"),
    "retracted": N_("it was retracted"),
    "the process ended": N_("the bot stopped in the middle of it, so nobody knows whether it arrived"),
    "the story is not kept any more": N_("the story is no longer kept"),
    "there is nothing to correct here": N_("there is nothing to correct here"),
    "too late to be news": N_("too late to be news"),
    "unreachable": N_("Telegram could not be reached"),
}
"""What the program itself gives as a reason; everything else is Telegram's words."""


def unknown_story(words: Words) -> Reply:
    _ = words.gettext
    return Reply(
        Markup(
            _(
                "I do not know this story. Please send <code>/why STORY CHAT</code>: the story's link or number, "
                "and the chat's id."
            )
        )
    )


def account(story_id: int, subject: Subject, told: Account, look: Look) -> Reply:
    """For editors: what was announced of a story, and how it went."""
    _ = look.words.gettext
    entries = [_announced(push, progress, look) for push, progress in told.told]
    hint = Markup(_("For one chat: <code>/why {story} CHAT</code>")).format(story=story_id)
    body = text.lines(*entries) if entries else Markup(_(MISSED[Missed.NEVER_ANNOUNCED]))
    return Reply(text.blocks(_heading(subject, look), body, hint))


def _announced(push: Push, progress: Progress, look: Look) -> Markup:
    _, number = look.words.gettext, look.words.number
    ends = [_(ENDS[state]).format(count=number(count)) for state, count in progress.outcomes.items()]
    if progress.waiting:
        ends.append(_("waiting: {count}").format(count=number(progress.waiting)))
    said = Markup("• {}, {}: {}").format(_(KINDS[push.kind]), look.at(push.announced_at), _(STATES[push.state]))
    because = Markup(" ({})").format(_because(push.reason, look.words)) if push.reason else ""
    return said + because + (Markup("\n   {}").format(", ".join(ends)) if ends else "")


def unknown_chat(words: Words) -> Reply:
    return Reply(Markup(words.gettext("I do not know this chat.")))


def verdict(subject: Subject, found: Verdict, look: Look) -> Reply:
    """For editors: how a story stands in one chat."""
    _ = look.words.gettext
    entries = [entry for sending, where in found.sendings for entry in _stands(sending, where, look)]
    if found.missed:
        entries.append(Markup(_(MISSED[found.missed])))
    if found.gone:
        reason, since = found.gone
        gone = Markup(_("🚫 The chat cannot be reached ({time}): {reason}."))
        entries.append(gone.format(time=look.at(since), reason=_because(reason, look.words)))
    chat = Markup(_("Chat <code>{chat}</code>")).format(chat=found.chat_id)
    return Reply(text.blocks(_heading(subject, look), text.lines(chat, *(bullet(entry) for entry in entries))))


def _stands(sending: Sending, where: Whereabouts | None, look: Look) -> Iterator[Markup]:
    _ = look.words.gettext
    yield Markup(_("{kind}, sending began: {time}.")).format(
        time=look.at(sending.push.announced_at), kind=_(KINDS[sending.push.kind])
    )
    if where:
        yield from _waits(sending, where, look)
    elif sending.state is DeliveryState.STARTED:
        yield Markup(_("📨 Request sent: {time}.")).format(time=look.at(sending.started_at or sending.due_at))
    elif sending.settled_at:
        said = Markup(_(ENDED[sending.state]))
        yield said.format(time=look.at(sending.settled_at), message=sending.message_id)
    if sending.reason:
        yield Markup(_("Reason: {reason}.")).format(reason=_because(sending.reason, look.words))
    yield from trouble(sending, look.words)


def _waits(sending: Sending, where: Whereabouts, look: Look) -> Iterator[Markup]:
    words = look.words
    ahead = words.ngettext(
        "⏳ Waiting, {count} message before it.", "⏳ Waiting, {count} messages before it.", where.ahead
    )
    more = "+" if where.ahead == MOST_AHEAD else ""
    yield Markup(ahead).format(count=words.number(where.ahead) + more)
    if sending.push.state is AnnouncementState.PAUSED:
        yield Markup(words.gettext("An editor paused it."))
    until = max(filter(None, (where.held_until, sending.due_at)))
    if until > look.now:
        yield Markup(words.gettext("Not before {time}.")).format(time=look.at(until))


def _heading(subject: Subject, look: Look) -> Markup:
    told = list(signal(subject, look.words)) if subject.breaking else []
    if subject.retracted_at:
        taken_back = look.words.gettext(AMENDED[AnnouncementKind.RETRACTION])
        told.append(Markup(taken_back).format(time=look.at(subject.retracted_at)))
    return text.lines(Markup("<b>{}</b>").format(title(subject, look.words)), *told)


def _because(reason: str, words: Words) -> Markup:
    known = REASONS.get(reason)
    return Markup("{}").format(words.gettext(known)) if known else Markup("<code>{}</code>").format(reason)
