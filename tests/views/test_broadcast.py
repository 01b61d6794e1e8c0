"""How a broadcast stands, in the words of its kind."""

from __future__ import annotations

import pytest

from bot.locales import load
from bot.news.delivery import AnnouncementKind, AnnouncementState, DeliveryState, Progress
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
        ("retracted", DeliveryState.CANCELLED, "✖ Taken back"),
        ("too late to be news", DeliveryState.EXPIRED, "✅ Done"),
        ("Bad Request: <oops>", DeliveryState.REFUSED, "for every chat (Bad Request: &lt;oops&gt;)"),
    ],
)
def test_one_refusal_does_not_make_it_stopped(reason: str, ends_as: DeliveryState | None, heading: str) -> None:
    said = view.progress(sight(reason=reason, ends_as=ends_as), WORDS).text
    assert heading in said.splitlines()[0]
    assert ("Stopped" in said) == (ends_as is DeliveryState.REFUSED)
