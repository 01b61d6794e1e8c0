"""What makes a story breaking."""

from __future__ import annotations

import pytest

from bot.news.breaking import breaking_reason, without_prefix
from bot.news.story import BreakingReason


@pytest.mark.parametrize(
    "title",
    [
        "BREAKING: dam gives way",
        "Терміново: міст закрито",
        "Срочно! Мост закрыт",
        "⚡ Urgent — bridge closed",
        "Urgent - dam closed",
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
    ],
)
def test_the_word_alone_does_not(title: str) -> None:
    assert breaking_reason(title, top=False) is None
    assert without_prefix(title) == title


def test_the_publisher_comes_before_the_prefix() -> None:
    assert breaking_reason("BREAKING: x", top=True) is BreakingReason.TOP


def test_a_title_that_is_all_prefix_stays() -> None:
    assert without_prefix("Breaking:") == "Breaking:"
