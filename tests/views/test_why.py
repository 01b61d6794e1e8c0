"""What /why says, in every language and for every end of a delivery."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ConnectionTimeoutError

from bot.gateway.outcomes import failure, outcome
from bot.locales import Words, load
from bot.news.alert import Alert
from bot.news.audience import Audience
from bot.news.chats import ChatKind, Level
from bot.news.delivery import AnnouncementKind, AnnouncementState, DeliveryState, Lane, Later
from bot.news.progress import Progress
from bot.news.story import BreakingReason, Tag
from bot.news.why import Account, Follow, Missed, Push, Received, Sending, Subject, Verdict, Whereabouts
from bot.views import verdict, why
from bot.views.intents import Follow as Unfollow
from bot.views.intents import On, SetLevel, WantAlerts

WORDS = load()
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
NATO = Tag(1, "nato", "nato", "NATO <b>")
STORY = Subject("Bridge <opens>", breaking=BreakingReason.TOP)


def look(words: Words, kind: ChatKind = ChatKind.PRIVATE) -> why.Look:
    return why.Look(kind, "UTC", NOON + timedelta(hours=1), words)


def push(kind: AnnouncementKind = AnnouncementKind.BREAKING, tag_ids: tuple[int, ...] | None = (1,)) -> Push:
    state, audience = AnnouncementState.OPEN, Audience(tag_ids)
    return Push(1, kind, Lane.BREAKING, state, 7, audience, 50, 9, True, NOON, None, "cancelled by an editor")


def sending(state: DeliveryState, reason: str = "", of: Push | None = None) -> Sending:
    done = NOON + timedelta(minutes=2) if state not in (DeliveryState.DUE, DeliveryState.STARTED) else None
    return Sending(1, of or push(), state, 0, 77, 2, 1, NOON, NOON, done, reason, True)


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("state", DeliveryState)
@pytest.mark.parametrize("reason", ["", *verdict.REASONS, "Bad Request: <oops>"])
def test_every_end_is_said(language: str, state: DeliveryState, reason: str) -> None:
    where = Whereabouts(3, NOON + timedelta(hours=2)) if state is DeliveryState.DUE else None
    found = Verdict(-100, ("bot was kicked", NOON), ((sending(state, reason), where),), None)
    text = verdict.verdict(STORY, found, look(WORDS[language])).text
    assert "{" not in text
    assert "Bridge &lt;opens&gt;" in text
    assert "-100" in text
    assert "bot was kicked" in text
    assert "<oops>" not in text
    if where:
        assert "14:00" in text


def test_what_our_own_wires_give_as_a_reason_is_said_in_words() -> None:
    waits = (failure(ConnectionTimeoutError()), outcome(429, b'{"parameters": {"retry_after": 3}}'))
    given = [wait.reason for wait in waits if isinstance(wait, Later)]
    assert len(given) == len(waits)
    assert set(given) <= verdict.REASONS.keys()


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("missed", Missed)
def test_every_reason_for_nothing_is_said(language: str, missed: Missed) -> None:
    text = verdict.verdict(STORY, Verdict(1, None, (), missed), look(WORDS[language])).text
    assert WORDS[language].gettext(verdict.MISSED[missed]) in text


@pytest.mark.parametrize("language", WORDS)
def test_the_account_says_how_far_each_announcement_is(language: str) -> None:
    counts: dict[DeliveryState, int] = dict.fromkeys(verdict.ENDS, 1000)
    told = [(push(kind), Progress(kind, AnnouncementState.OPEN, 9000, counts, 0)) for kind in AnnouncementKind]
    text = verdict.account(7, STORY, Account(tuple(told)), look(WORDS[language])).text
    assert "{" not in text
    assert "/why 7" in text
    assert text.count(WORDS[language].number(2000)) == len(told)


@pytest.mark.parametrize("language", WORDS)
def test_a_reader_learns_what_matched_and_can_have_less(language: str) -> None:
    amended = tuple((kind, NOON) for kind in why.AMENDED)
    follows = (Follow(1, NATO, Level.ALL, 0),)
    came = Received(sending(DeliveryState.SENT), STORY, follows, (NATO,), amended)
    reply = why.received(came, look(WORDS[language]))
    assert "{" not in reply.text
    assert "NATO &lt;b&gt;" in reply.text
    assert "12:02" in reply.text
    assert [button.act for row in reply.buttons for button in row] == [
        SetLevel(1, False),
        Unfollow(1, False, On.SUBSCRIPTIONS),
    ]
    assert why.received(came, look(WORDS[language], ChatKind.GROUP)).buttons == ()


@pytest.mark.parametrize("language", WORDS)
def test_an_alert_for_everybody_can_be_switched_off(language: str) -> None:
    of = push(AnnouncementKind.ALERT, None)
    subject = Subject(alert=Alert({"": "<b>Storm</b> & rain"}))
    reply = why.received(Received(sending(DeliveryState.SENT, of=of), subject, (), (), ()), look(WORDS[language]))
    assert "Storm &amp; rain" in reply.text
    assert [button.act for row in reply.buttons for button in row] == [WantAlerts(False)]


@pytest.mark.parametrize("language", WORDS)
def test_who_else_told_of_it_is_said(language: str) -> None:
    told = Received(sending(DeliveryState.SENT), replace(STORY, also=("The Other <Paper>",)), (), (), ())
    assert "The Other &lt;Paper&gt;" in why.received(told, look(WORDS[language])).text
    assert "{" not in why.received(told, look(WORDS[language])).text
