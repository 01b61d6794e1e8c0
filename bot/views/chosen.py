"""What a chat has chosen, a line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.locales import LANGUAGES, Words
from bot.locales.cities import city
from bot.news.chats import Chat, ChatKind, Detail, Subscription
from bot.news.quiet import Hours
from bot.views import digests, text
from bot.views.intents import Undo


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "a message that is translated later"
    return message


DETAILS: Mapping[Detail, str] = {
    Detail.TITLE: N_("Headline only"),
    Detail.SUMMARY: N_("With the summary"),
    Detail.PICTURE: N_("With summary and picture"),
}


@dataclass(frozen=True, slots=True)
class Sight:
    chat: Chat
    followed: Sequence[Subscription]
    now: datetime
    words: Words
    undo: Undo | None = None
    """Of what was set just now."""
    topics: bool = False
    """Private chats may have topics."""

    @property
    def private(self) -> bool:
        return self.chat.kind is ChatKind.PRIVATE


def as_set(seen: Sight) -> Markup:
    """All that can be set, a line each."""
    said = language_said, edition_said, zone_said, quiet_said, digest_said, detail_said, muted_said
    return text.lines(*(one(seen) for one in said))


def digest_said(seen: Sight) -> str:
    return digests.said(seen.chat.digest, seen.words)


def muted_said(seen: Sight) -> str:
    until = seen.chat.rest.muted_until
    if until is None or until <= seen.now:
        return ""
    return seen.words.gettext("Muted until {time}").format(time=seen.words.at(until, seen.chat.time_zone, seen.now))


def language_said(seen: Sight) -> str:
    return seen.words.gettext("Language: {language}").format(language=LANGUAGES[seen.chat.language].name)


def zone_said(seen: Sight) -> str:
    zone = seen.chat.time_zone
    said = seen.words.gettext("Time zone: {city}, {time} there now")
    return said.format(city=city(zone, seen.words.language), time=clock(zone, seen))


def quiet_said(seen: Sight) -> str:
    _ = seen.words.gettext
    hours = seen.chat.rest.hours
    return _("Quiet hours: {hours}").format(hours=span(hours) if hours else _("none"))


def edition_said(seen: Sight) -> str:
    return seen.words.gettext("News language: {language}").format(language=LANGUAGES[seen.chat.edition].name)


def detail_said(seen: Sight) -> str:
    _ = seen.words.gettext
    return _("How news looks: {detail}").format(detail=_(DETAILS[seen.chat.detail]).lower())


def span(hours: Hours) -> str:
    return f"{hours.starts}:00–{hours.ends}:00"


def clock(zone: str, seen: Sight) -> str:
    return f"{seen.now.astimezone(ZoneInfo(zone)):%H:%M}"
