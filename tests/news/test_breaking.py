"""What makes a story breaking."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.news.breaking import BURST_PUBLISHERS, BURST_WITHIN, breaking_reason, burst, without_prefix
from bot.news.story import BreakingReason


@pytest.mark.parametrize(
    "title",
    [
        "BREAKING: dam gives way",
        "Терміново: міст закрито",
        "Срочно! Мост закрыт",
        "⚡ Urgent — bridge closed",
        "Urgent - dam closed",
        "[BREAKING] Dam gives way",
        "Breaking news | Dam gives way",
        "МОЛНИЯ: Плотина прорвана",
        "❗️ТЕРМІНОВО❗️ Міст закрито",
        "⚡️Терміново⚡️ міст закрито",
        "🔴 Срочно 🔴 мост закрыт",
        "BREAKING NEWS Dam gives way",
        "ТЕРМІНОВО Міст закрито",
        "Eilmeldung: Damm gebrochen",
    ],
)
def test_a_prefix_makes_it_breaking(title: str) -> None:
    assert breaking_reason(title, top=False) is BreakingReason.PREFIX
    assert without_prefix(title)[0].isupper()
    assert without_prefix(title) != title


@pytest.mark.parametrize(
    "title",
    [
        "Breaking the ice: how divers train",
        "Терміново шукають донорів",
        "Urgent care opens",
        "Срочно нужен мост",
        "Urgent-care clinics close",
        "Breaking-news agency opens",
        "Breaking -news agency opens",
        "СРОЧНО НУЖЕН МОСТ",
        "UPDATED: Dam gives way",
        "LIVE: the match at the dam",
        "UPDATE 2-Dam gives way",
        "Молния: убиты двое туристов",
        "Блискавка! Удар у міст",
        "SHAREHOLDER ALERT: the dam's investors",
        "",
    ],
)
def test_the_word_alone_does_not(title: str) -> None:
    assert breaking_reason(title, top=False) is None
    assert without_prefix(title) == title


def test_the_publisher_comes_before_the_prefix() -> None:
    assert breaking_reason("BREAKING: x", top=True) is BreakingReason.TOP


def test_a_title_that_is_all_prefix_stays() -> None:
    assert without_prefix("Breaking:") == "Breaking:"


@pytest.mark.parametrize("label", ["Терміново", "breaking", "Breaking news", "СРОЧНО!", "⚡ Молния"])
def test_a_label_makes_it_breaking(label: str) -> None:
    assert breaking_reason("Dam gives way", top=False, labels=["photo", label]) is BreakingReason.LABEL


@pytest.mark.parametrize("label", ["updated", "live", "photo", "video", "breaking bad", ""])
def test_other_labels_do_not(label: str) -> None:
    assert breaking_reason("Dam gives way", top=False, labels=[label]) is None


def test_reasons_in_the_order_of_trust() -> None:
    assert breaking_reason("BREAKING: x", top=True, labels=["breaking"]) is BreakingReason.TOP
    assert breaking_reason("BREAKING: x", top=False, labels=["breaking"]) is BreakingReason.LABEL


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PUBLISHERS = [f"publisher {number}" for number in range(BURST_PUBLISHERS)]


def test_enough_publishers_within_the_hour_are_a_burst() -> None:
    step = BURST_WITHIN / (BURST_PUBLISHERS - 1)
    told = [(NOON + number * step, name) for number, name in enumerate(PUBLISHERS)]
    assert burst(told)
    assert burst(reversed(told))
    assert burst([(NOON - timedelta(days=1), "early"), *told])


def test_too_few_too_slow_or_always_the_same_are_none() -> None:
    slow = BURST_WITHIN / (BURST_PUBLISHERS - 1) + timedelta(seconds=1)
    assert not burst([(NOON, name) for name in PUBLISHERS[1:]])
    assert not burst([(NOON + number * slow, name) for number, name in enumerate(PUBLISHERS)])
    assert not burst([(NOON + timedelta(minutes=number), "one") for number in range(9)])
    assert not burst([])
