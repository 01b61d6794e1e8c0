"""How a broadcast stands, in the words of its kind."""

from __future__ import annotations

import pytest

from bot.locales import load
from bot.news.delivery import AnnouncementKind, AnnouncementState, DeliveryState
from bot.news.progress import Progress
from bot.views import broadcast as view
from tests.store.samples import NOON

WORDS = load()["en"]
DONE = AnnouncementState.DONE


def sight(
    kind: AnnouncementKind = AnnouncementKind.ALERT,
    state: AnnouncementState = DONE,
    reason: str = "",
    ends_as: DeliveryState | None = None,
) -> view.Sight:
    outcomes = {DeliveryState.SENT: 2, DeliveryState.REFUSED: 1}
    told = Progress(kind, state, 9, outcomes, 0, reason, ends_as)
    return view.Sight(5, "Bridge", told, NOON, NOON, False, "UTC", NOON)


@pytest.mark.parametrize(
    ("reason", "ends_as", "heading"),
    [
        ("", None, "✅ Done"),
        ("a newer one follows", DeliveryState.CANCELLED, "✖ Replaced by a newer edit"),
        ("cancelled by an editor", DeliveryState.CANCELLED, "✖ Cancelled"),
        ("retracted", DeliveryState.CANCELLED, "✖ Retracted"),
        ("too late to be news", DeliveryState.EXPIRED, "✅ Done"),
        ("Bad Request: <oops>", DeliveryState.REFUSED, "for every chat (Bad Request: &lt;oops&gt;)"),
    ],
)
def test_one_refusal_does_not_make_it_stopped(reason: str, ends_as: DeliveryState | None, heading: str) -> None:
    said = view.progress(sight(reason=reason, ends_as=ends_as), WORDS).text
    assert heading in said.splitlines()[0]
    assert ("Stopped" in said) == (ends_as is DeliveryState.REFUSED)


@pytest.mark.parametrize(
    ("kind", "asked", "done"),
    [
        (AnnouncementKind.ALERT, "2 chats already have it and will keep it; nobody else", "nobody else will get it"),
        (AnnouncementKind.CORRECTION, "correction of “Bridge”? 2 chats already have it", "nobody else will get it"),
        (AnnouncementKind.UPDATE, "2 chats already show the new text", "no more messages will be changed"),
        (AnnouncementKind.RETRACTION, "already struck out in 2 chats", "no more messages will be struck out"),
        (AnnouncementKind.RECALL, "already deleted in 2 chats", "no more messages will be deleted"),
    ],
)
def test_a_cancellation_says_what_becomes_of_it(kind: AnnouncementKind, asked: str, done: str) -> None:
    seen = sight(kind, AnnouncementState.OPEN)
    question = view.ask_cancel(seen, WORDS).text
    assert "“Bridge”?" in question
    assert asked in question
    assert done in view.cancelled(kind, WORDS).text
    assert ("keep it" in question) == (done == "nobody else will get it")
