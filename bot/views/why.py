"""Why something came to a chat, for its readers; `verdict` says why not, for editors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from bot.locales import Words
from bot.news.breaking import without_prefix
from bot.news.chats import ChatKind, Level
from bot.news.delivery import AnnouncementKind
from bot.news.story import BreakingReason
from bot.news.why import Follow, Received, Sending, Subject
from bot.views import text
from bot.views.buttons import in_rows, named
from bot.views.choices import OpenSettings, Panel
from bot.views.intents import Follow as Unfollow
from bot.views.intents import On, OpenSubscriptions, SetLevel, WantAlerts
from bot.views.reply import Button, Reply, Row
from bot.views.subscriptions import level

MOST_TOPICS = 3


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "a message that is translated later"
    return message


@dataclass(frozen=True, slots=True)
class Look:
    """How times are written: for whom, and when."""

    kind: ChatKind
    time_zone: str
    now: datetime
    words: Words

    def at(self, moment: datetime) -> str:
        return self.words.at(moment, self.time_zone, self.now)


BREAKING: Mapping[BreakingReason, str] = {
    BreakingReason.EDITOR: N_("An editor marked it as breaking."),
    BreakingReason.TOP: N_("It is breaking: the publisher lists it as main news."),
    BreakingReason.PREFIX: N_("It is breaking: the publisher's headline says so."),
    BreakingReason.LABEL: N_("It is breaking: the publisher marked it as breaking."),
    BreakingReason.BURST: N_("It is breaking: several publishers reported it within an hour."),
}
AMENDED: Mapping[AnnouncementKind, str] = {
    AnnouncementKind.UPDATE: N_("Updated ({time}): there was something new about this event."),
    AnnouncementKind.CORRECTION: N_("Corrected: {time}."),
    AnnouncementKind.RETRACTION: N_("Retracted: {time}."),
    AnnouncementKind.RECALL: N_("Deleted: {time}."),
}


def nothing(asked: bool, words: Words) -> Reply:
    """`asked`: about a certain message."""
    _ = words.gettext
    if asked:
        return Reply(
            Markup(_("There is no record of this message. Please send /why as a reply to a message with news."))
        )
    return Reply(Markup(_("No news has come here by itself yet. Follow a topic, and it will: /subscribe")))


def received(told: Received, look: Look) -> Reply:
    heading = Markup("<b>{}</b>").format(look.words.gettext("Why this came"))
    entries = [*_matched(told, look.words), *signal(told.subject, look.words), *_times(told, look)]
    return Reply(
        text.blocks(text.lines(heading, title(told.subject, look.words)), text.lines(*(bullet(e) for e in entries))),
        _switches(told, look),
    )


def _matched(told: Received, words: Words) -> Iterator[Markup]:
    _ = words.gettext
    for follow in told.matched[:MOST_TOPICS]:
        said = Markup(_("You follow <b>{tag}</b>: {level}."))
        yield said.format(tag=named(follow.tag, words), level=level(follow.level, words))
    if told.matched:
        return
    if told.asked:
        said = Markup(_("It was sent to those who follow {tags}. You followed one of these topics then."))
        yield said.format(tags=text.hashtags(told.asked))
    elif told.sending.push.kind is AnnouncementKind.ALERT:
        yield Markup(_("The editors sent it to everyone who gets their alerts."))
    elif told.sending.push.kind is AnnouncementKind.SUMMARY:
        yield Markup(_("It gathers the news on your topics from your quiet hours, or from when you had muted me."))
    elif told.sending.push.kind is AnnouncementKind.DIGEST:
        yield Markup(_("It is your digest: the headlines of the topics you put into it."))
    elif told.sending.push.kind is AnnouncementKind.MORE:
        yield Markup(
            _("Many headlines came within ten minutes: the first three separately, the rest in this one message.")
        )


def signal(subject: Subject, words: Words) -> Iterator[Markup]:
    _ = words.gettext
    if subject.breaking:
        yield Markup(_(BREAKING[subject.breaking]))
    elif subject.title:
        yield Markup(_("It is not breaking news: you get every headline of the topic."))
    if subject.also:
        said = Markup(_("Others reported the same event, and their articles are gathered here: {publishers}."))
        yield said.format(publishers=text.cut(", ".join(subject.also), 200))


def _times(told: Received, look: Look) -> Iterator[Markup]:
    _ = look.words.gettext
    sending = told.sending
    if sending.settled_at:
        said = Markup(_("Sending began: {announced}; sent to you: {sent}."))
        yield said.format(announced=look.at(sending.push.announced_at), sent=look.at(sending.settled_at))
    yield from trouble(sending, look.words)
    if sending.answers:
        yield Markup(_("It is a reply to an earlier message because its publisher links to that story."))
    for kind, moment in told.amended:
        yield Markup(_(AMENDED[kind])).format(time=look.at(moment))
    if told.subject.retracted_at and AnnouncementKind.RETRACTION not in dict(told.amended):
        yield Markup(_(AMENDED[AnnouncementKind.RETRACTION])).format(time=look.at(told.subject.retracted_at))


def trouble(sending: Sending, words: Words) -> Iterator[Markup]:
    if sending.attempts > 1:
        tries = words.ngettext("It took {count} attempt.", "It took {count} attempts.", sending.attempts)
        yield Markup(tries).format(count=words.number(sending.attempts))
    if sending.doubts:
        yield Markup(words.gettext("Telegram did not confirm that it arrived, so it may have come twice."))


def _switches(told: Received, look: Look) -> tuple[Row, ...]:
    """What ends such messages; in groups and channels a member does not decide that."""
    _ = look.words.gettext
    if look.kind is not ChatKind.PRIVATE:
        return ()
    less = (button for follow in told.matched[:MOST_TOPICS] for button in _less(follow, look.words))
    rows = list(in_rows(less, 1))
    if told.sending.push.kind is AnnouncementKind.ALERT:
        rows.append((Button(_("🔕 No more alerts"), WantAlerts(False)),))
    if told.sending.push.kind is AnnouncementKind.SUMMARY:
        rows.append((Button(_("🌙 Quiet hours"), OpenSettings(Panel.QUIET)),))
    if told.sending.push.kind is AnnouncementKind.DIGEST:
        rows.append((Button(_("🗞 Digest"), OpenSettings(Panel.DIGEST)),))
    if told.sending.push.kind is AnnouncementKind.MORE:
        rows.append((Button(_("✅ My topics"), OpenSubscriptions()),))
    return tuple(rows)


def _less(follow: Follow, words: Words) -> Iterator[Button]:
    _ = words.gettext
    if follow.level is Level.ALL:
        yield Button(_("🔴 Only breaking: {tag}").format(tag=named(follow.tag, words)), SetLevel(follow.tag.id, False))
    yield Button(
        _("✖ Stop following: {tag}").format(tag=named(follow.tag, words)),
        Unfollow(follow.tag.id, False, On.SUBSCRIPTIONS),
    )


def title(subject: Subject, words: Words) -> str:
    said = text.opening(subject.alert, words.language, 100) if subject.alert else without_prefix(subject.title)
    return text.cut(said, text.TITLE_MAX)


def bullet(entry: Markup) -> Markup:
    return Markup("• ") + entry
