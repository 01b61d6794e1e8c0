"""How an attempt ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.news.alert import Alert
from bot.news.chats import ChatKind
from bot.news.delivery import (
    GIVE_UP,
    Announcement,
    AnnouncementKind,
    Delivery,
    DeliveryState,
    Gone,
    Later,
    Moved,
    Outcome,
    Refused,
    Sent,
    Unknown,
    expired,
    settle,
)

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ANNOUNCEMENT = Announcement(1, AnnouncementKind.ALERT, None, Alert({"en": "Hi"}), NOW, NOW + timedelta(hours=6))
DELIVERY = Delivery(7, ANNOUNCEMENT, 3, 42, ChatKind.PRIVATE, "en", "Europe/Kyiv", 0)

OUTCOMES: st.SearchStrategy[Outcome] = st.one_of(
    st.builds(Sent, st.integers(1)),
    st.builds(Gone, st.text()),
    st.builds(Moved, st.integers()),
    st.builds(Later, st.floats(0, 1e6)),
    st.builds(Refused, st.text()),
    st.builds(Unknown, st.text()),
)


@given(OUTCOMES, st.integers(0, 100_000))
def test_it_ends_or_is_due_again_and_never_before_now(outcome: Outcome, doubts: int) -> None:
    settled = settle(DELIVERY._replace(doubts=doubts), outcome, NOW)
    assert settled.state is not DeliveryState.STARTED
    assert (settled.state is DeliveryState.DUE) == (settled.due_at is not None)
    assert settled.due_at is None or settled.due_at >= NOW


def test_waiting_is_as_long_as_telegram_says() -> None:
    assert settle(DELIVERY, Later(17), NOW).due_at == NOW + timedelta(seconds=17)


def test_doubt_is_counted_tried_again_and_given_up_in_the_end() -> None:
    first = settle(DELIVERY, Unknown("reset"), NOW)
    assert (first.state, first.ambiguous) == (DeliveryState.DUE, True)
    later = settle(DELIVERY._replace(doubts=50), Unknown("reset"), NOW)
    assert (later.state, later.due_at) == (DeliveryState.DUE, NOW + timedelta(seconds=60))
    last = settle(DELIVERY._replace(doubts=GIVE_UP), Unknown("reset"), NOW)
    assert (last.state, last.ambiguous) == (DeliveryState.REFUSED, True)


def test_a_moved_group_is_tried_at_once_at_its_new_place() -> None:
    settled = settle(DELIVERY, Moved(-100), NOW)
    assert (settled.due_at, settled.moved_to) == (NOW, -100)


def test_breaking_news_expires() -> None:
    assert not expired(ANNOUNCEMENT, NOW)
    assert expired(ANNOUNCEMENT, NOW + timedelta(hours=6))
